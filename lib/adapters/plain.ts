import { PortError } from '../ports.ts';

/** What a store can hold: the tree that JSON knows. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** The table's numbers: 38 digits, but exact as doubles only up to here, and nothing nearer to zero than this. */
const LARGEST = Number.MAX_SAFE_INTEGER;
const SMALLEST = 1e-130;

/**
 * A copy of a value fit for storing: absent members stay absent, -0 is 0. Throws a `malformed` PortError that names
 * the path of the first thing that would not come back as it was: a NaN stored today is a wrong stop tomorrow.
 */
export function plain(value: unknown, path: string): Plain {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return storable(value, path);
  if (Array.isArray(value)) return value.map((entry, i) => plain(entry, `${path}[${i}]`));
  if (isRecord(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name, plain(member, `${path}.${name}`)]));
  }
  throw new PortError('malformed', `${path} cannot be stored: it is ${kindOf(value)}`);
}

function storable(value: number, path: string): number {
  const size = Math.abs(value);
  if (size <= LARGEST && (size >= SMALLEST || size === 0)) return value === 0 ? 0 : value;
  throw new PortError('malformed', `${path} cannot be stored: ${value} is no number the store can hold`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const kindOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? `a ${value.constructor.name}` : typeof value;

/**
 * A figure with the bounds of what it may truly be, both or neither; the docs say by which method, and how sure they are.
 */
export interface Bounded {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** A number that can be shown; undefined of what is none. */
export const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** One by another, undefined where that says nothing. */
export const ratio = (a: number, b: number): number | undefined => (b === 0 ? undefined : finite(a / b));

export const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

/**
 * The value below which a share of the others lie, between two of them where it falls between; undefined of nothing.
 * (Hyndman and Fan, 1996, type 7.)
 */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (place % 1);
}

/** A field where there is a figure, and none where there is not. */
export const known = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [key in Name]?: Value } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: Value };

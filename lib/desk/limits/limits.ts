import { oneLine } from '../words.ts';
import type { LimitParse } from './definition.ts';
import { definitionOf, isLimitName, LIMIT_NAMES, type LimitName, type LimitValues } from './schema.ts';

/** The limits one tick works with: values, and which edit each came from. */
export interface Limits {
  readonly values: LimitValues;
  /** Version of the parameter; 0 where the schema's default stands in because nobody has stored one. */
  readonly versions: Readonly<Record<LimitName, number>>;
}

/** A stored parameter as text, name relative to the desk's limits. */
export interface StoredLimit {
  readonly name: string;
  readonly text: string;
  readonly version: number;
}

export interface LimitsProblem {
  readonly name: string;
  readonly problem: string;
}

export type LimitsRead =
  | { readonly type: 'limits'; readonly limits: Limits }
  | { readonly type: 'invalid'; readonly problems: readonly LimitsProblem[] };

const SHOWN_MAX = 80;

/**
 * Reads stored parameters. An unknown name is a problem, as is a value that its definition refuses (I07, I08):
 * a limit that nobody reads, or that reads as something else, is worse than none. A missing one takes its default.
 */
export function readLimits(stored: readonly StoredLimit[]): LimitsRead {
  const problems: LimitsProblem[] = [];
  const values: Partial<Record<LimitName, unknown>> = {};
  const versions: Partial<Record<LimitName, number>> = {};
  for (const name of LIMIT_NAMES) {
    values[name] = definitionOf(name).default;
    versions[name] = 0;
  }
  for (const { name, text, version } of stored) {
    if (!isLimitName(name)) {
      problems.push({ name, problem: NO_SUCH });
      continue;
    }
    const read = readText(name, text);
    if ('problem' in read) {
      problems.push({ name, problem: read.problem });
      continue;
    }
    values[name] = read.value;
    versions[name] = version;
  }
  if (problems.length > 0) return { type: 'invalid', problems };
  const limits = { values: values as LimitValues, versions: versions as Record<LimitName, number> };
  const incoherent = incoherences(limits.values);
  return incoherent.length > 0 ? { type: 'invalid', problems: incoherent } : { type: 'limits', limits };
}

const NO_SUCH = 'no such limit: delete the parameter or correct its name';

/** What is wrong with one stored text by itself; undefined where nothing is. */
export function problemOf(name: string, text: string): string | undefined {
  if (!isLimitName(name)) return NO_SUCH;
  const read = readText(name, text);
  return 'problem' in read ? read.problem : undefined;
}

function readText(name: LimitName, text: string): LimitParse<unknown> {
  const read = definitionOf(name).parse(text);
  // What a stored text may hold is not what a sentence may.
  return 'problem' in read
    ? { problem: read.problem.replace(text, () => oneLine(text, SHOWN_MAX)) }
    : { value: read.value };
}

/** Pairs of limits that cannot both be meant. */
function incoherences(values: LimitValues): LimitsProblem[] {
  const ordered = [
    ['plan/stop-fraction-min', 'plan/stop-fraction-max'],
    ['sizing/confidence-low-below', 'sizing/confidence-high-from'],
  ] as const;
  return ordered
    .filter(([lower, upper]) => values[lower] > values[upper])
    .map(([lower, upper]) => ({
      name: lower,
      problem: `${values[lower]} is above ${upper} ${values[upper]}`,
    }));
}

/** The schema's defaults, version 0. */
export function defaultLimits(): Limits {
  const read = readLimits([]);
  if (read.type === 'invalid') throw new Error('the default limits are invalid');
  return read.limits;
}

/** The limits with some values replaced, checked as stored texts are; for profiles, what-ifs and tests. */
export function withLimits(limits: Limits, texts: Readonly<Record<string, string>>): LimitsRead {
  const stored = LIMIT_NAMES.map(name => ({
    name: name as string,
    text: definitionOf(name).format(limits.values[name]),
    version: limits.versions[name],
  })).filter(({ name }) => !(name in texts));
  return readLimits([
    ...stored,
    ...Object.entries(texts).map(([name, text]) => ({ name, text, version: 0 })),
  ]);
}

/** How a trace names the limit that bound: `risk/symbol-notional-usd-max v7`. */
export const cite = (limits: Limits, name: LimitName): string =>
  limits.versions[name] === 0 ? `${name} (default)` : `${name} v${limits.versions[name]}`;

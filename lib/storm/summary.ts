import { INVARIANTS, type InvariantName } from './judge.ts';
import type { SeedResult } from './one-seed.ts';

/** What a campaign has seen, added up. */
export interface Summary {
  readonly seeds: number;
  readonly days: number;
  readonly seconds: number;
  readonly requests: number;
  readonly opened: number;
  /** Minutes that a position began without a stop, by the venue's books: what storms do to a desk that holds its rules. */
  readonly bareMinutes: number;
  readonly struck: Readonly<Record<string, number>>;
  readonly checked: Readonly<Record<InvariantName, number>>;
  readonly broken: Readonly<Record<InvariantName, number>>;
  readonly failed: readonly number[];
}

const sumOf = (results: readonly SeedResult[], of: (result: SeedResult) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0);

export function summaryOf(results: readonly SeedResult[], days: number, seconds: number): Summary {
  const kinds = [...new Set(results.flatMap(({ struck }) => Object.keys(struck)))].toSorted();
  const byInvariant = (of: (result: SeedResult, name: InvariantName) => number) =>
    Object.fromEntries(INVARIANTS.map(name => [name, sumOf(results, result => of(result, name))])) as Record<
      InvariantName,
      number
    >;
  return {
    seeds: results.length,
    days,
    seconds,
    requests: sumOf(results, ({ requests }) => requests),
    opened: sumOf(results, ({ opened }) => opened),
    bareMinutes: sumOf(results, ({ bareMinutes }) => bareMinutes),
    struck: Object.fromEntries(kinds.map(kind => [kind, sumOf(results, ({ struck }) => struck[kind] ?? 0)])),
    checked: byInvariant(({ checked }, name) => checked[name] ?? 0),
    broken: byInvariant(({ broken }, name) => (broken?.invariant === name ? 1 : 0)),
    failed: results.filter(({ broken }) => broken !== undefined).map(({ seed }) => seed),
  };
}

const count = (n: number): string => n.toLocaleString('en-US');

/** The summary as lines for a terminal. */
export function summaryLines(summary: Summary): string[] {
  const { seeds, days, seconds, requests, opened, bareMinutes, struck, checked, broken, failed } = summary;
  const row = (n: number, what: string, more = '') => `${count(n).padStart(13)}  ${what}${more}`;
  return [
    `${count(seeds * days)} seed-days in ${seconds.toFixed(0)} s, ${((seeds * days) / seconds).toFixed(2)} a second`,
    row(requests, 'requests of the desk’s functions'),
    row(opened, 'positions opened'),
    row(bareMinutes, 'position-minutes that began without a stop'),
    '',
    'what really struck',
    ...Object.entries(struck).map(([what, times]) => row(times, what)),
    '',
    'what was checked',
    ...INVARIANTS.map(name =>
      row(checked[name], name, broken[name] > 0 ? `: BROKEN by ${broken[name]} of ${seeds} seeds` : ''),
    ),
    '',
    failed.length === 0 ? 'every invariant held' : `broken by the seeds ${failed.join(', ')}`,
  ];
}

import type { AccountKind } from '../ports.ts';
import { INVARIANTS, type InvariantName } from './judge.ts';
import type { SeedResult } from './one-seed.ts';

/** What a campaign has seen, added up. */
export interface Summary {
  readonly seeds: number;
  readonly days: number;
  /** Seeds of each kind of account. */
  readonly accounts: Readonly<Record<AccountKind, number>>;
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
    accounts: {
      'usdt-isolated': results.filter(({ accountKind }) => accountKind === 'usdt-isolated').length,
      'credits-cross': results.filter(({ accountKind }) => accountKind === 'credits-cross').length,
    },
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

/** As many columns as a screen is wide, read downwards. */
const COLUMNS = 3;

/** Counts with their names, in columns. */
function table(rows: readonly (readonly [name: string, n: number])[]): string[] {
  const height = Math.ceil(rows.length / COLUMNS);
  const cells = rows.map(([name, n]) => [count(n), name] as const);
  const column = (at: number) => cells.slice(at * height, (at + 1) * height);
  const widths = Array.from({ length: COLUMNS }, (_, at) => [
    Math.max(0, ...column(at).map(([n]) => n.length)),
    Math.max(0, ...column(at).map(([, name]) => name.length)),
  ]);
  return Array.from({ length: height }, (_, line) =>
    widths
      .map(([n = 0, name = 0], at) => {
        const cell = column(at)[line];
        return cell === undefined ? '' : `${cell[0].padStart(n)} ${cell[1].padEnd(name)}`;
      })
      .join('   ')
      .trimEnd(),
  ).map(line => `  ${line}`);
}

/** The summary as lines for a terminal: one screen. */
export function summaryLines(summary: Summary): string[] {
  const { seeds, days, accounts, seconds, requests, opened, bareMinutes, struck, checked, broken, failed } =
    summary;
  const perMinute = (60 * seeds * days) / seconds;
  const kinds = Object.entries(struck);
  return [
    `${count(seeds * days)} ${seeds * days === 1 ? 'seed-day' : 'seed-days'} in ${minutesAndSeconds(seconds)}: ${perMinute.toFixed(0)} a minute`,
    `  ${count(requests)} requests, ${count(opened)} positions opened, ${count(bareMinutes)} position-minutes begun without a stop`,
    `  accounts: ${Object.entries(accounts)
      .map(([kind, n]) => `${count(n)} ${kind}`)
      .join(', ')}`,
    '',
    `what struck, ${kinds.length} kinds (times)`,
    ...table(kinds),
    '',
    `what was checked, ${INVARIANTS.length} invariants (times)`,
    ...table(INVARIANTS.map(name => [name, checked[name]])),
    '',
    ...INVARIANTS.filter(name => broken[name] > 0).map(
      name => `BROKEN: ${name}, by ${broken[name]} of ${count(seeds)} seeds`,
    ),
    failed.length === 0 ? 'every invariant held' : `broken by seed ${failed.join(', ')}`,
  ];
}

/** `14 min 3 s`. */
export const minutesAndSeconds = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(0)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;

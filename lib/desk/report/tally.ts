import type { JournalRecord } from '../journal.ts';
import type { Minute } from '../units.ts';
import { oneLine } from '../words.ts';

/** How often something was the reason. */
export interface Tally {
  readonly code: string;
  readonly n: number;
  readonly meaning: string;
}

/** Codes by how often they occur, the most frequent first; of equals the one that came first. */
export function tallied<Code extends string>(
  codes: readonly Code[],
  meaning: (code: Code) => string,
): readonly Tally[] {
  const counts = new Map<Code, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, n]) => ({ code, n, meaning: meaning(code) })).toSorted((a, b) => b.n - a.n);
}

/** Something that went wrong, or that a person should know of: once, or again and again. */
export interface Trouble {
  readonly what: string;
  readonly n: number;
  readonly first: Minute;
  readonly last: Minute;
  /** As it was said the last time. */
  readonly because: string;
}

/** What was noted as trouble, each kind once, in the order in which it began. */
export function troublesOf(records: readonly JournalRecord[]): readonly Trouble[] {
  const found = new Map<string, Trouble>();
  for (const record of records) {
    const told = toldOf(record);
    if (told === undefined) continue;
    const { minute } = record;
    const before = found.get(told.what);
    found.set(told.what, {
      what: told.what,
      because: oneLine(told.because),
      n: (before?.n ?? 0) + 1,
      first: before?.first ?? minute,
      last: minute,
    });
  }
  return [...found.values()];
}

/** Changes of the desk's own state that a person has to know of. */
const STATES: ReadonlySet<string> = new Set(['halted', 'resumed', 'equity not believed', 'live account']);

function toldOf(record: JournalRecord): Pick<Trouble, 'what' | 'because'> | undefined {
  const { type } = record;
  if (type === 'trouble') {
    const { what, symbol, because } = record;
    return { what: symbol === undefined ? what : `${what}, ${symbol}`, because };
  }
  if (type === 'unprotected') return { what: `${record.symbol} had no stop`, because: record.because };
  if (type === 'unknown') return { what: `${record.symbol} was in doubt`, because: record.because };
  if (type === 'foreign') return { what: `${record.symbol}, by another hand`, because: record.because };
  return type === 'state' && STATES.has(record.what)
    ? { what: record.what, because: record.because }
    : undefined;
}

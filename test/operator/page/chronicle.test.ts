import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '../../../lib/desk/journal.ts';
import { type Minute, minutesAfter, price, symbolId, usd } from '../../../lib/desk/units.ts';
import { Chronicle, type LogFilter } from '../../../lib/operator/page/chronicle.ts';
import { NOW } from '../../kit/builders.ts';

const SOL = symbolId('SOLUSDT');
const at = (n: number): Minute => minutesAfter(NOW, n);
const base = (n: number) => ({ minute: at(n), mode: 'embedded' }) as const;

const account = (n: number, equity: number, mark = 100): JournalRecord => ({
  ...base(n),
  role: 'monitor',
  type: 'account',
  equityUsd: usd(equity),
  highWaterUsd: usd(10_000),
  marks: [{ symbol: SOL, markPrice: price(mark) }],
});
const moved = (n: number, to: number): JournalRecord => ({
  ...base(n),
  role: 'monitor',
  type: 'protection',
  positionId: 'SOLUSDT-1',
  symbol: SOL,
  leg: 'working',
  action: 'moved',
  triggerPrice: price(to),
  because: 'behind the best mark',
});
const refused = (n: number, because = 'a position is open'): JournalRecord => ({
  ...base(n),
  role: 'entry',
  type: 'not-taken',
  symbol: SOL,
  side: 'long',
  source: 'ensemble',
  code: 'symbol-busy',
  because,
});
const quiet = (n: number): JournalRecord => ({
  ...base(n),
  role: 'entry',
  type: 'minute',
  entries: 0,
  noTrade: 'no-signal',
});

const all: LogFilter = { decisions: false, types: undefined, symbol: undefined, text: undefined };
const decisions: LogFilter = { ...all, decisions: true };
const END = Number.POSITIVE_INFINITY;

describe('the journal in memory', () => {
  test('takes what is read twice once, and what came late where it comes', () => {
    const chronicle = new Chronicle();
    expect(chronicle.add([quiet(0), refused(0)])).toBe(true);
    expect(chronicle.add([quiet(0), refused(0)])).toBe(false);
    expect(chronicle.add([quiet(0), refused(0), refused(0, 'came late')])).toBe(true);
    expect(chronicle.log(all, END, 10).lines.map(({ text }) => text)).toEqual([
      'SOLUSDT long not taken: came late',
      'SOLUSDT long not taken: a position is open',
      'there is no signal this minute',
    ]);
  });

  test.each<[string, LogFilter, number]>([
    ['decisions alone', decisions, 2],
    ['every line', all, 4],
    ['a kind', { ...all, types: new Set(['minute']) }, 2],
    ['words, in any case', { ...all, text: 'best' }, 1],
    ['a coin', { ...all, symbol: 'ADAUSDT' }, 0],
  ])('is filtered by %s', (_what, filter, count) => {
    const chronicle = new Chronicle();
    chronicle.add([quiet(0), refused(0), quiet(1), moved(1, 99)]);
    expect(chronicle.log(filter, END, 10)).toMatchObject({ total: count, before: null });
  });

  test('is told page by page, each line once, and says where it ends', () => {
    const chronicle = new Chronicle();
    chronicle.add(Array.from({ length: 25 }, (_, n) => quiet(n)));
    const seen: number[] = [];
    let before: number | null = END;
    let pages = 0;
    while (before !== null) {
      const page = chronicle.log(all, before, 10);
      seen.push(...page.lines.map(({ minute }) => minute));
      before = page.before;
      pages += 1;
      expect(page.total).toBe(25);
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => at(24 - n)));
  });

  test('holds equity for the chart, and no line of the log for it', () => {
    const chronicle = new Chronicle();
    chronicle.add([account(0, 10_000), account(1, 9_990), account(2, 9_995)]);
    expect(chronicle.size).toBe(0);
    expect(chronicle.equity(at(1))).toEqual({
      at: [at(1), at(2)],
      equityUsd: [9_990, 9_995],
      highWaterUsd: [10_000, 10_000],
    });
    expect(chronicle.mark(SOL)).toBe(100);
  });

  test('thins a long series, and keeps its newest point', () => {
    const chronicle = new Chronicle();
    chronicle.add(Array.from({ length: 10_080 }, (_, n) => account(n, n)));
    const { at: times } = chronicle.equity(0);
    expect(times.length).toBeLessThanOrEqual(2_000);
    expect(times.at(-1)).toBe(at(10_079));
  });

  test('lets the oldest minutes go, so that a page may stay open for weeks', () => {
    const chronicle = new Chronicle();
    for (let n = 0; n < 25_000; n += 1) {
      chronicle.add([account(n, n)]);
      chronicle.settle(at(n));
    }
    const { at: times } = chronicle.equity(0);
    expect(times[0]).toBeGreaterThan(at(4_000));
    expect(times.at(-1)).toBe(at(24_999));
    expect(chronicle.mark(SOL)).toBe(100);
  });

  test('tells a position’s stop as it stood at each mark of its own time', () => {
    const chronicle = new Chronicle();
    chronicle.add([
      account(0, 1, 99),
      account(1, 1, 100),
      moved(2, 99.5),
      account(2, 1, 101),
      moved(3, 100.2),
      account(3, 1, 102),
      account(4, 1, 103),
    ]);
    const position = { id: 'SOLUSDT-1', symbol: SOL, openedAt: at(1), closedAt: at(3), initialStopPrice: 98 };
    expect(chronicle.path(position)).toEqual({
      at: [at(1), at(2), at(3)],
      mark: [100, 101, 102],
      stop: [98, 99.5, 100.2],
    });
  });
});

import { describe, expect, test } from 'vitest';
import { notionalUsd } from '../../../lib/desk/units.ts';
import { type Comparison, comparisonOf } from '../../../lib/replay/compare/comparison.ts';
import { comparisonText } from '../../../lib/replay/compare/text.ts';
import type { ReplayResult, ReplayTrade } from '../../../lib/replay/result.ts';
import { aResult, aTrade, FROM } from '../../kit/replay-builders.ts';
import { cutShort, replayed } from '../../kit/replayed.ts';

const compared = (a: ReplayResult, b: ReplayResult): Comparison => {
  const answer = comparisonOf(a, b);
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.comparison;
};

const RUN = replayed({ trades: 60, days: 60, charted: 0 });
/** The same trade under a lower cap. */
const under = (trade: ReplayTrade, cap: number): ReplayTrade =>
  trade.executedUsd <= cap
    ? trade
    : {
        ...trade,
        executedUsd: cap,
        trace: [
          ...trade.trace,
          {
            owner: 'Risk Guard',
            step: 'symbol cap',
            beforeUsd: notionalUsd(trade.executedUsd),
            afterUsd: notionalUsd(cap),
            because: '',
            limit: 'risk/symbol-notional-usd-max v8',
          },
        ],
      };

describe('runs that cannot be compared are refused in one line', () => {
  const other = (changes: Partial<ReplayResult['data']>) =>
    aResult({ data: { ...aResult().data, ...changes } });

  test.each<readonly [string, ReplayResult, string]>([
    [
      'another start',
      aResult({ from: FROM - 60_000 }),
      'not of the same span: A is 2025-01-01 00:00 to 2025-01-02 00:00, B is 2024-12-31 23:59 to 2025-01-02 00:00',
    ],
    ['one that ended early', aResult({ to: FROM + 60_000, complete: false }), 'B did not reach the end'],
    ['another interval', other({ interval: '1h' }), 'A was played from 15m, B from 1h'],
    ['other coins', other({ symbols: ['SOLUSDT', 'ETHUSDT'] }), 'only in A none, only in B ETHUSDT'],
    ['other bars', other({ bars: 95 }), 'A has 96 bars, B has 95 bars'],
  ])('%s', (_name, run, because) => {
    const answer = comparisonOf(aResult(), run);
    expect('refused' in answer && answer.refused).toContain(because);
    expect(comparisonText(aResult(), run).split('\n')).toHaveLength(1);
  });
});

describe('trades', () => {
  const at = (minute: number, id: string, changes: Partial<ReplayTrade> = {}) =>
    aTrade({ id, openedAt: FROM + minute * 60_000, ...changes });

  test('are the same by their id, or by coin, side and minute', () => {
    const a = aResult({ trades: [at(0, 'x'), at(15, 'y'), at(30, 'z')] });
    const b = aResult({ trades: [at(1, 'x'), at(15, 'other name'), at(30, 'w', { side: 'short' })] });
    const { trades } = compared(a, b);
    expect(trades.both.map(pair => [pair.a.id, pair.b.id])).toEqual([
      ['x', 'x'],
      ['y', 'other name'],
    ]);
    expect(trades.onlyA.map(({ id }) => id)).toEqual(['z']);
    expect(trades.onlyB.map(({ id }) => id)).toEqual(['w']);
  });

  test('are in one place each, also where an id comes twice', () => {
    const a = aResult({ trades: [at(0, 'x'), at(0, 'x')] });
    const b = aResult({ trades: [at(0, 'x')] });
    const { trades } = compared(a, b);
    expect([trades.both.length, trades.onlyA.length, trades.onlyB.length]).toEqual([1, 1, 0]);
  });
});

describe('sizes', () => {
  test('are told with the step that made the difference', () => {
    const other = { ...RUN, trades: RUN.trades.map(trade => under(trade, 3_000)) };
    const { sizes, steps } = compared(RUN, other);
    expect(sizes.length).toBeGreaterThan(10);
    expect(new Set(sizes.map(({ by }) => by))).toEqual(new Set(['Risk Guard: symbol cap']));
    expect(steps).toEqual([
      {
        by: 'Risk Guard: symbol cap',
        trades: sizes.length,
        usd: expect.closeTo(
          sizes.reduce((sum, { usd }) => sum + usd, 0),
          6,
        ),
        limits: ['risk/symbol-notional-usd-max'],
      },
    ]);
  });

  test('that come from another equity are the plan’s', () => {
    const line = (usd: number) => [
      {
        owner: 'Math AI',
        step: 'planned',
        beforeUsd: notionalUsd(usd),
        afterUsd: notionalUsd(usd),
        because: '',
      } as const,
    ];
    const sized = (usd: number) =>
      aResult({ trades: [aTrade({ plannedUsd: usd, executedUsd: usd, trace: line(usd) })] });
    expect(compared(sized(1_000), sized(1_500)).steps).toEqual([
      { by: 'Math AI: planned', trades: 1, usd: 500, limits: [] },
    ]);
  });
});

describe('the text', () => {
  test('of a run beside itself says that nothing differs', () => {
    const text = comparisonText(RUN, RUN);
    expect(text).toContain('the same decisions in every minute');
    expect(text).toContain('no limit differs');
    expect(text).toContain('None of those in both differ in size.');
  });

  test('names the limits, the figures with their difference, and where the money comes from', () => {
    const other: ReplayResult = {
      ...RUN,
      hash: 'b'.repeat(64),
      limits: RUN.limits.map(limit =>
        limit.name === 'risk/symbol-notional-usd-max' ? { ...limit, text: '3000' } : limit,
      ),
      trades: RUN.trades.slice(1).map(trade => under(trade, 3_000)),
    };
    const text = comparisonText(RUN, other);
    expect(text).toMatch(/risk\/symbol-notional-usd-max +5200 +3000/);
    expect(text).toMatch(/Trades +60 +59 +-1\n/);
    expect(text).toMatch(/only in A +1 /);
    expect(text).toMatch(/Risk Guard: symbol cap +\d+ trades +-\$[\d,.]+ +risk\/symbol-notional-usd-max/);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('says that a run is not complete', () => {
    expect(comparisonText(cutShort(), cutShort())).toContain(
      'A IS NOT COMPLETE: Ctrl-C after 12 of 200 days',
    );
  });
});

test('what the trades and the open positions differ by is what the accounts differ by', () => {
  const other = { ...replayed({ seed: 8, trades: 50, days: 60, charted: 0 }), data: RUN.data };
  const { trades, atTheMarkUsd } = compared(RUN, other);
  const net = (list: readonly ReplayTrade[]) => list.reduce((sum, { netUsd }) => sum + netUsd, 0);
  const inBoth = net(trades.both.map(({ b }) => b)) - net(trades.both.map(({ a }) => a));
  const difference = inBoth + net(trades.onlyB) - net(trades.onlyA) + atTheMarkUsd[1] - atTheMarkUsd[0];
  const end = (run: ReplayResult) => run.account.at(-1)?.equityUsd ?? Number.NaN;
  expect(difference).toBeCloseTo(end(other) - end(RUN), 6);
});

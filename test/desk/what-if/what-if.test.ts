import { describe, expect, test } from 'vitest';
import { type SizingTrace, traced } from '../../../lib/desk/sizing/trace.ts';
import { notionalUsd, qty, usd } from '../../../lib/desk/units.ts';
import { whatIf } from '../../../lib/desk/what-if/what-if.ts';
import { aTrace, NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';
import { aNotTaken, aShadow, aWish, later } from '../../kit/shadows.ts';

const name = 'risk/trade-notional-usd-max';
const step = (trace: SizingTrace, what: string, to: number, because: string, limit?: string): SizingTrace => [
  ...trace,
  {
    owner: 'Risk Guard',
    step: what,
    beforeUsd: traced(trace),
    afterUsd: notionalUsd(to),
    because,
    ...(limit === undefined ? {} : { limit }),
  },
];
const cap = (from: number, to: number) =>
  step(aTrace(from), 'per-trade cap', to, 'at most $1,000.00 a trade', to < from ? `${name} v2` : undefined);
/** Ended with 1 % of its size, before costs. */
const trade = (trace: SizingTrace, size = notionalUsd(traced(trace))) =>
  aPosition({
    phase: 'closed',
    qty: qty(0),
    trace,
    executedNotionalUsd: notionalUsd(size),
    fundingUsd: usd(0),
    fills: [aFill({ tradeId: 'x', kind: 'stop-loss', realisedUsd: usd(size / 100), commissionUsd: usd(0) })],
  });
const span = { from: NOW, to: later(1_440) };
const room = (trace: SizingTrace, held: string) =>
  step(trace, 'per-symbol cap', traced(trace), `at most $1,500.00 in HOLDUSDT, $${held} held`);

describe('a trade under another cap', () => {
  test.each<[string, SizingTrace, number, number, boolean]>([
    ['a tightened cap cuts at its step', cap(2_000, 1_000), 500, 500, false],
    ['a loosened cap gives what was planned', cap(2_000, 1_000), 3_000, 2_000, false],
    ['a later step that bound still binds', step(cap(2_000, 1_000), 'depth', 800, 'thin'), 3_000, 800, false],
    [
      'a later cap that did not bind is read from its sentence',
      room(cap(2_000, 1_000), '200.00'),
      3_000,
      1_300,
      false,
    ],
    [
      'a later step of unknown room leaves an upper bound',
      step(cap(2_000, 1_000), 'free margin', 1_000, '$900.00 of margin is free, x 3'),
      3_000,
      2_000,
      true,
    ],
    ['a trade that the limit never touched stays', cap(400, 400), 3_000, 400, false],
  ])('%s', (_what, trace, value, afterUsd, isUpperBound) => {
    const answer = whatIf({ name, value, span, positions: [trade(trace)], records: [] });
    expect(answer.afterUsd).toBeCloseTo(afterUsd, 9);
    expect(answer.netAfterUsd).toBeCloseTo(afterUsd / 100, 9);
    expect(answer.upperBounds).toBe(isUpperBound ? 1 : 0);
  });

  test('of before there were traces is taken as it was, and counted', () => {
    const answer = whatIf({ name, value: 10, span, positions: [trade([], notionalUsd(700))], records: [] });
    expect(answer).toMatchObject({ afterUsd: 700, changed: 0, untraced: 1 });
  });

  test('is counted by the version that its trace cites', () => {
    const { versions } = whatIf({
      name,
      value: 10,
      span,
      positions: [trade(cap(2_000, 1_000))],
      records: [],
    });
    expect(versions).toEqual([{ version: 'v2', trades: 1, cutUsd: 1_000, netUsd: 10 }]);
  });
});

describe('a trade that a cap refused', () => {
  const symbolCap = 'risk/symbol-notional-usd-max';
  const trace = step(
    aTrace(1_000),
    'per-symbol cap',
    0,
    'at most $500.00 in HOLDUSDT, $500.00 held',
    `${symbolCap} v1`,
  );
  const refused = aNotTaken(0, { code: 'cap-reached', trace, wish: aWish({ limit: `${symbolCap} v1` }) });
  const asked = (value: number, records = [refused, aShadow(refused, 20)]) =>
    whatIf({ name: symbolCap, value, span, positions: [], records });

  test('counts with its shadow where the other value allows it', () => {
    expect(asked(1_000)).toMatchObject({ allowed: 1, afterUsd: 500, netAfterUsd: 10, unknown: 0 });
  });
  test('stays refused where the other value is none the wider', () => {
    expect(asked(500)).toMatchObject({ allowed: 0, afterUsd: 0 });
  });
  test('is not known yet while there is no shadow', () => {
    expect(whatIf({ name: symbolCap, value: 1_000, span, positions: [], records: [refused] })).toMatchObject({
      allowed: 1,
      unknown: 1,
      netAfterUsd: 0,
    });
  });
});

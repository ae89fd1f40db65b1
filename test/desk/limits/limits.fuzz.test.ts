import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import {
  defaultLimits,
  type Limits,
  readLimits,
  type StoredLimit,
  withLimits,
} from '../../../lib/desk/limits/limits.ts';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { definitionOf, LIMIT_NAMES } from '../../../lib/desk/limits/schema.ts';
import { planTrade } from '../../../lib/desk/plan/math-ai.ts';
import type { Plan } from '../../../lib/desk/plan/plan.ts';
import { stopFault } from '../../../lib/desk/position/bracket.ts';
import { size } from '../../../lib/desk/sizing/size.ts';
import { fraction, marginUsd, moveInFavour, notionalUsd, price, usd } from '../../../lib/desk/units.ts';
import { aDepth, anInstrument, aPlanInput, TIERS } from '../../kit/builders.ts';
import { expectNoPollution, hold, ONE_LINE, oddNumber } from '../../kit/hostile.ts';

/** Texts that a person, a script or another version may have stored. */
const WRITTEN = [
  ...`0 -0 -1 1 01 1. .5 0.5 1e3 1e999 NaN Infinity 0x10 1_000 1,5 １ ٣ 999999999999 9999999999 0.00000001 0.000000001
    20 yes no active halted never 2026-02-30T00:00:00Z 2026-01-31T12:00:00Z 9999-12-31T23:59:59Z 0000-00-00T00:00:00Z
    by-leverage 1R:1 9999R:1 0.00000001R:1 9999ROI:1 1R:1e1 0R:1 none BTCUSDT BTCUSDT, btcusdt __proto__ constructor
    toString`.split(/\s+/),
  '',
  ' ',
  '1R:0.5 2R:0.5',
  '1R:0.3 1R:0.7',
  'a\nb',
  '0.5\n',
  '\u001b[31m',
  '9'.repeat(4_000),
  `${'1R:0.1 '.repeat(500)}x`,
  `${'BTCUSDT,'.repeat(400)}x`,
  `0.${'0'.repeat(4_000)}`,
];
const names = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...LIMIT_NAMES) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '__proto__', 'constructor', 'risk/gone', 'x'.repeat(900)),
  },
);
const stored = fc.array(
  fc.record({
    name: names,
    text: fc.oneof(fc.constantFrom(...WRITTEN), fc.string({ unit: 'binary', maxLength: 20 })),
    version: fc.nat(120),
  }),
  { maxLength: 3 },
);

afterEach(expectNoPollution);

describe('I07 I08 whatever texts are stored as limits,', () => {
  test('they are read as what the pattern and the range allow, or named with what is wrong, in one line', () => {
    const seen = new Set<string>();
    hold(stored, texts => {
      const read = readLimits(texts);
      seen.add(read.type);
      if (read.type === 'invalid') {
        for (const { name, problem } of read.problems) expect(`${name}: ${problem}`).toMatch(ONE_LINE);
        expect(read.problems.length).toBeGreaterThan(0);
        return;
      }
      expectSound(read.limits, texts);
    });
    expect([...seen].toSorted()).toEqual(['invalid', 'limits']);
  });

  test('a text that is read is written again as one that reads the same', () => {
    hold(fc.tuple(fc.constantFrom(...LIMIT_NAMES), fc.constantFrom(...WRITTEN)), ([name, text]) => {
      const limit = definitionOf(name);
      const read = limit.parse(text);
      if ('problem' in read) return;
      expect(text).toMatch(new RegExp(limit.pattern));
      const again = limit.format(read.value);
      expect(again).toMatch(new RegExp(limit.pattern));
      expect(limit.parse(again)).toEqual(read);
    });
  });
});

function expectSound({ values, versions }: Limits, texts: readonly StoredLimit[]): void {
  expect(oddNumber(values)).toBeUndefined();
  expect(Object.keys(values).toSorted()).toEqual([...LIMIT_NAMES].toSorted());
  for (const { name } of texts) expect(Number.isInteger(versions[name as keyof typeof versions])).toBe(true);
}

/** Limits within their ranges, and at the ends of them. */
const anyLimits: fc.Arbitrary<Limits> = fc
  .array(fc.tuple(fc.constantFrom(...LIMIT_NAMES), fc.double({ min: 0, max: 1, noNaN: true })), {
    maxLength: 12,
    size: 'max',
  })
  .chain(picks => {
    const texts = Object.fromEntries(
      picks.flatMap(([name, share]) => {
        const text = textWithin(name, share);
        return text === undefined ? [] : [[name, text]];
      }),
    );
    const ladder = fc.constantFrom(
      'by-leverage',
      '9999R:1',
      '0.00000001R:1',
      '9999ROI:1',
      '0.01R:0.5 50R:0.5',
      '1R:1',
    );
    return fc.tuple(fc.constantFrom({}, ...Object.values(PROFILES)), ladder).map(([profile, legs]) => {
      const read = withLimits(defaultLimits(), { ...profile, ...texts, 'exits/ladder': legs });
      return read.type === 'limits' ? read.limits : defaultLimits();
    });
  });

/** A text somewhere between the bounds that the unit names; undefined for limits that are no number. */
function textWithin(name: (typeof LIMIT_NAMES)[number], share: number): string | undefined {
  const limit = definitionOf(name);
  const [, least, most] = /, ([0-9.]+) to ([0-9.]+)$/.exec(limit.unit) ?? [];
  if (least === undefined || most === undefined || typeof limit.default !== 'number') return undefined;
  const end = share < 0.2 ? 0 : share > 0.8 ? 1 : share;
  const value = Number(least) + end * (Number(most) - Number(least));
  return limit.format(Number.isInteger(limit.default) ? Math.round(value) : value);
}

describe('I17 I24 under any limits that the desk accepts', () => {
  const numbers = fc.oneof(
    fc.constantFrom(0, -1, Number.NaN, Infinity, 1e-9, 1e15),
    fc.double({ min: 0.01, max: 100_000, noNaN: true }),
  );
  test('a trade is planned with a size, a stop and targets that are prices, or refused in one line', () => {
    const seen = new Set<string>();
    const sides = fc.constantFrom('long' as const, 'short' as const);
    hold(
      fc.tuple(anyLimits, sides, numbers, fc.double({ min: 0, max: 0.5 })),
      ([limits, side, equity, atr]) => {
        const answer = planTrade(
          aPlanInput({ limits, side, equityUsd: usd(equity), atrFraction: fraction(atr) }),
        );
        seen.add(answer.type);
        if (answer.type === 'refused') {
          expect(answer.because).toMatch(ONE_LINE);
          return;
        }
        const { plan } = answer;
        expect(oddNumber(plan)).toBeUndefined();
        expect(plan.leverage).toBeGreaterThanOrEqual(1);
        expect(plan.marginUsd).toBeGreaterThan(0);
        expect(plan.stopFraction).toBeGreaterThan(0);
        expect(stopFault(side, price(100), plan.stopFraction, price(0.01))).toBeUndefined();
        for (const { distanceFraction } of plan.targets)
          expect(moveInFavour(side, price(100), distanceFraction)).toBeGreaterThan(0);
        const sized = sizeOf(plan, limits, equity);
        seen.add(sized.type);
        if (sized.type === 'denied') {
          expect(sized.because).toMatch(ONE_LINE);
          return;
        }
        const { qty, limitPrice } = sized.order;
        expect(qty).toBeGreaterThan(0);
        expect(Math.abs(limitPrice - 100)).toBeLessThanOrEqual(100 * 0.05 + 0.01);
        const most = limits.values['risk/trade-notional-usd-max'];
        expect(qty * Math.max(limitPrice, 100)).toBeLessThanOrEqual(most * (1 + 1e-9));
      },
    );
    expect([...seen].toSorted()).toEqual(['denied', 'planned', 'refused', 'sized']);
  });
});

const sizeOf = (plan: Plan, limits: Limits, equity: number) =>
  size({
    plan,
    confidence: fraction(0.9),
    limits,
    exposure: { bySymbol: new Map(), grossUsd: notionalUsd(0), positions: 0 },
    availableMarginUsd: marginUsd(equity),
    tiers: TIERS,
    dayLossAtStopsUsd: usd(0),
    depth: aDepth(),
    instrument: anInstrument(),
  });

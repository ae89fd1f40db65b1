import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { planTrade } from '../../../lib/desk/plan/math-ai.ts';
import { type SizeInput, size } from '../../../lib/desk/sizing/size.ts';
import { largestCut, traced } from '../../../lib/desk/sizing/trace.ts';
import { fraction, marginUsd, notionalUsd, type Side, symbolId, usd } from '../../../lib/desk/units.ts';
import {
  aDepth,
  anInstrument,
  aPlanInput,
  aTrace,
  COIN,
  limitsWith,
  planned,
  TIERS,
} from '../../kit/builders.ts';

const NOTHING_HELD = { bySymbol: new Map(), grossUsd: notionalUsd(0), positions: 0 };

/** A trade planned by a profile, on an account of so many dollars that holds nothing. */
function aSizeInput(profile: string, equity: number, overrides: Partial<SizeInput> = {}): SizeInput {
  const limits = overrides.limits ?? limitsWith(PROFILES[profile]);
  return {
    plan: planned(aPlanInput({ limits, equityUsd: usd(equity) })),
    confidence: fraction(0.75),
    limits,
    exposure: NOTHING_HELD,
    availableMarginUsd: marginUsd(equity),
    tiers: TIERS,
    dayLossAtStopsUsd: usd(0),
    depth: aDepth(),
    instrument: anInstrument(),
    ...overrides,
  };
}

/** Only the steps that changed the size: `step before → after limit`. */
const cuts = ({ trace }: ReturnType<typeof size>) =>
  trace
    .filter(({ beforeUsd, afterUsd }) => beforeUsd !== afterUsd)
    .map(({ step, beforeUsd, afterUsd, limit }) => [step, beforeUsd, afterUsd, limit]);

describe('the waterfall of high-leverage on $10,000', () => {
  const sized = size(aSizeInput('high-leverage', 10_000));

  test('I02 goes from 6000 to 5000 to 2000, each with the limit that did it', () => {
    expect(cuts(sized).slice(0, 2)).toEqual([
      ['per-trade cap', 6_000, 5_000, 'risk/trade-notional-usd-max (default)'],
      ['per-symbol cap', 5_000, 2_000, 'risk/symbol-notional-usd-max (default)'],
    ]);
    expect(largestCut(sized.trace)?.limit).toBe('risk/symbol-notional-usd-max (default)');
  });

  test('loses no more to the lot than keeping the cap at the limit price takes', () => {
    expect(sized).toMatchObject({ type: 'sized', intendedUsd: 6_000 });
    // $2,000 at 100.10 and not at 100: 19.98 coins.
    expect(sized.type === 'sized' && sized.order.qty).toBe(19.98);
    expect(traced(sized.trace)).toBe(1_998);
  });
});

test('I02 the user’s case reaches the venue whole: $900 of $900', () => {
  const sized = size(aSizeInput('math-ai', 15_000));
  expect(sized).toMatchObject({ type: 'sized', order: { qty: 9 }, intendedUsd: expect.closeTo(900, 6) });
  expect(largestCut(sized.trace)?.beforeUsd ?? 0).toBeLessThan(900.01);
  expect(traced(sized.trace)).toBeGreaterThanOrEqual(0.99 * 900);
});

test.each([
  [0.69, 270],
  [0.7, 900],
  [0.85, 1_350],
])('a confidence of %d intends %d of 900 dollars', (confidence, intended) => {
  const sized = size(aSizeInput('math-ai', 15_000, { confidence: fraction(confidence) }));
  expect(sized.intendedUsd).toBeCloseTo(intended, 6);
});

test('what depth leaves to later slices has its share of the loss at the stop: both together risk what the whole would', () => {
  const whole = size(aSizeInput('math-ai', 15_000));
  const cut = size(aSizeInput('math-ai', 15_000, { depth: aDepth({ asks: [[100, 6]] }), minutesLeft: 2 }));
  if (whole.type !== 'sized' || cut.type !== 'sized') throw new Error('denied');
  expect(whole.later).toBeUndefined();
  expect(cut.order.qty).toBe(6);
  expect(cut.later?.notionalUsd).toBeCloseTo(300, 6);
  expect(cut.lossAtStopUsd + (cut.later?.lossAtStopUsd ?? 0)).toBeCloseTo(whole.lossAtStopUsd, 9);
  expect((cut.later?.lossAtStopUsd ?? 0) / whole.lossAtStopUsd).toBeCloseTo(1 / 3, 6);
});

test('a denied trade keeps what was intended, for the second figure of fidelity', () => {
  const exposure = { ...NOTHING_HELD, positions: 15 };
  expect(size(aSizeInput('math-ai', 15_000, { exposure }))).toMatchObject({
    type: 'denied',
    code: 'positions-full',
    intendedUsd: expect.closeTo(900, 6),
  });
});

describe('a trade of which nothing is left before the caps', () => {
  test('is denied for concentration where the portfolio has no room, in the words of the bound that held', () => {
    const limits = limitsWith({ ...PROFILES['math-ai'], 'portfolio/net-notional-usd-max': '1000' });
    const full = [{ symbol: symbolId('TWINUSDT'), signedUsd: 1_000 }];
    const portfolio = { holdings: full, correlationOf: () => 0 };
    const sized = size(aSizeInput('math-ai', 15_000, { limits, portfolio }));
    expect(sized).toMatchObject({
      type: 'denied',
      code: 'concentration',
      because: '$1,000.00 net, at most $1,000.00 either way',
      intendedUsd: expect.closeTo(900, 6),
    });
    expect(sized.trace.at(-1)).toMatchObject({ owner: 'Portfolio Balancer', afterUsd: 0 });
    expect(size(aSizeInput('math-ai', 15_000, { limits })).type).toBe('sized');
  });

  test('is not put on the portfolio where its confidence has left nothing', () => {
    const limits = limitsWith({ ...PROFILES['math-ai'], 'sizing/confidence-low-multiplier': '0' });
    expect(size(aSizeInput('math-ai', 15_000, { limits, confidence: fraction(0.69) }))).toMatchObject({
      type: 'denied',
      code: 'cap-reached',
      because: 'confidence 0.69 is below 0.7: x0',
      intendedUsd: 0,
    });
  });

  test('and of which nothing was planned says just that', () => {
    const input = aSizeInput('math-ai', 15_000);
    const sized = size({ ...input, plan: { ...input.plan, trace: aTrace(0) } });
    expect(sized).toMatchObject({ code: 'cap-reached', because: 'nothing was planned' });
  });
});

test.each([
  ['portfolio/net-notional-usd-max', '900.5'],
  ['portfolio/correlated-notional-usd-max', '900.5'],
])('%s holds at the dearest price a fill can have, even where it cuts nothing from the size', (name, cap) => {
  const limits = limitsWith({ ...PROFILES['math-ai'], [name]: cap });
  const sized = size(aSizeInput('math-ai', 15_000, { limits }));
  if (sized.type === 'denied') throw new Error(sized.because);
  expect(
    sized.trace.some(
      ({ owner, beforeUsd, afterUsd }) => owner === 'Portfolio Balancer' && afterUsd < beforeUsd,
    ),
  ).toBe(false);
  // 9 coins at the limit price of 100.10 would be $900.90.
  expect(sized.order.qty * sized.order.limitPrice).toBeLessThanOrEqual(900.5);
});

test('I05 a size below the minimum is a no-trade with its whole trace', () => {
  const sized = size(aSizeInput('math-ai', 1_000));
  expect(sized).toMatchObject({ type: 'denied', code: 'entry-below-minimum' });
  expect(sized.trace[0]?.afterUsd).toBeCloseTo(60, 6);
  expect(sized.trace.at(-1)?.owner).toBe('Instrument');
});

test('for any input the trace adds up and only confidence adds; what is executed is within every cap', () => {
  const dollars = (max: number) => fc.double({ min: 0, max, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom<Side>('long', 'short'),
      fc.constantFrom('math-ai', 'high-leverage', ''),
      dollars(1e6),
      fc.double({ min: 0.5, max: 1, noNaN: true }),
      dollars(2_500),
      dollars(26_000),
      dollars(60_000),
      fc.double({ min: 0.001, max: 100, noNaN: true }),
      (side, profile, equity, confidence, symbolUsd, othersUsd, margin, deep) => {
        const limits = limitsWith(PROFILES[profile]);
        const plan = planTrade(aPlanInput({ side, limits, equityUsd: usd(equity) }));
        if (plan.type === 'refused') return;
        const rows = [
          [100, deep],
          [side === 'long' ? 100.08 : 99.92, deep],
        ] as const;
        const sized = size(
          aSizeInput(profile, 15_000, {
            plan: plan.plan,
            confidence: fraction(confidence),
            exposure: {
              bySymbol: new Map([[COIN, notionalUsd(symbolUsd)]]),
              grossUsd: notionalUsd(symbolUsd + othersUsd),
              positions: 2,
            },
            availableMarginUsd: marginUsd(margin),
            depth: aDepth({ asks: rows, bids: rows }),
          }),
        );
        sized.trace.forEach((line, i) => {
          if (i > 0) expect(line.beforeUsd).toBe(sized.trace[i - 1]?.afterUsd);
          if (line.owner !== 'Confidence') expect(line.afterUsd).toBeLessThanOrEqual(line.beforeUsd);
          expect(line.because).not.toMatch(/NaN|undefined/);
        });
        if (sized.type === 'denied') return;
        const { qty, limitPrice } = sized.order;
        const dearest = qty * Math.max(100, limitPrice);
        const dust = 1e-6;
        expect(dearest).toBeLessThanOrEqual(limits.values['risk/trade-notional-usd-max'] + dust);
        expect(dearest + symbolUsd).toBeLessThanOrEqual(limits.values['risk/symbol-notional-usd-max'] + dust);
        expect(dearest + symbolUsd + othersUsd).toBeLessThanOrEqual(25_000 + dust);
        expect(dearest / plan.plan.leverage).toBeLessThanOrEqual(margin + dust);
        expect(traced(sized.trace)).toBeLessThanOrEqual(sized.intendedUsd + dust);
        expect(sized.lossAtStopUsd).toBeLessThanOrEqual(300);
      },
    ),
    { numRuns: 300 },
  );
});

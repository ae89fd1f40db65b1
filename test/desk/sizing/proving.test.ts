import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { untilProved } from '../../../lib/desk/sizing/proving.ts';
import { type SizeInput, size } from '../../../lib/desk/sizing/size.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import { fraction, marginUsd, notionalUsd, qty, type Side, usd } from '../../../lib/desk/units.ts';
import { aDepth, anInstrument, aPlanInput, aTrace, limitsWith, planned, TIERS } from '../../kit/builders.ts';

const sized = (overrides: Partial<SizeInput> = {}, side: Side = 'long') => {
  const limits = overrides.limits ?? limitsWith(PROFILES['math-ai']);
  return size({
    plan: planned(aPlanInput({ side, limits, equityUsd: usd(15_000) })),
    confidence: fraction(0.75),
    limits,
    exposure: { bySymbol: new Map(), grossUsd: notionalUsd(0), positions: 0 },
    availableMarginUsd: marginUsd(15_000),
    tiers: TIERS,
    dayLossAtStopsUsd: usd(0),
    depth: aDepth(),
    instrument: anInstrument(),
    stopsUnproved: true,
    ...overrides,
  });
};
const notional = (answer: ReturnType<typeof size>) =>
  answer.type === 'sized' ? answer.order.qty * answer.order.expectedPrice : 0;

describe('I21 an entry that has to prove that stops are taken', () => {
  test.each<[Side]>([['long'], ['short']])('is as small as the desk allows, and says why: a %s', side => {
    const answer = sized({}, side);
    expect(notional(answer)).toBeGreaterThanOrEqual(100);
    expect(notional(answer)).toBeLessThan(101);
    expect(answer.intendedUsd).toBeCloseTo(900, 6);
    expect(answer.trace.find(({ step }) => step === 'stops unproved')).toMatchObject({
      owner: 'Risk Guard',
      beforeUsd: expect.closeTo(900, 6) as number,
      because: expect.stringContaining('no stop has been read back') as string,
      limit: 'guardian/quiet-minutes (default)',
    });
  });

  test.each<[string, Side, Parameters<typeof aDepth>[0], number]>([
    ['a long at the best ask', 'long', { asks: [[120, 9]], bids: [[80, 9]] }, 120],
    ['a short at the best bid', 'short', { asks: [[120, 9]], bids: [[80, 9]] }, 80],
    ['at the mark where the book is empty', 'long', { asks: [], bids: [] }, 100],
  ])('is the least of all minimums, its slippage twice, and one lot more: %s', (_what, side, levels, at) => {
    const lot = { stepSize: qty(1), qtyMin: qty(1), qtyMax: qty(100) };
    const trace = untilProved(aTrace(900), {
      stopsUnproved: true,
      plan: planned(aPlanInput({ side })),
      limits: limitsWith({ 'execution/entry-notional-usd-min': '100', 'execution/slippage-bps-max': '10' }),
      instrument: anInstrument({ lot }),
      depth: aDepth(levels),
    });
    expect(traced(trace)).toBeCloseTo(Math.max(100, at) * 1.002 + at, 9);
  });

  test('leaves no line, and its own size, once stops are known to be taken', () => {
    const answer = sized({ stopsUnproved: false });
    expect(notional(answer)).toBeGreaterThan(890);
    expect(answer.trace.some(({ step }) => step === 'stops unproved')).toBe(false);
  });

  test('is never made larger by it (I05)', () => {
    const limits = limitsWith({ ...PROFILES['math-ai'], 'risk/trade-notional-usd-max': '100.2' });
    expect(notional(sized({ limits }))).toBeLessThanOrEqual(100.2);
  });

  test('I17 passes every minimum of the desk and of the market, whatever its lots', () => {
    const lots = fc.record({
      stepSize: fc.constantFrom(0.001, 0.01, 0.1, 1, 3).map(qty),
      steps: fc.integer({ min: 1, max: 4 }),
      notionalMin: fc.constantFrom(5, 20, 100, 250).map(notionalUsd),
      least: fc.constantFrom('20', '100', '300'),
      side: fc.constantFrom<Side>('long', 'short'),
    });
    fc.assert(
      fc.property(lots, ({ stepSize, steps, notionalMin, least, side }) => {
        const qtyMin = qty(stepSize * steps);
        const lot = { stepSize, qtyMin, qtyMax: qty(10_000) };
        const limits = limitsWith({ ...PROFILES['math-ai'], 'execution/entry-notional-usd-min': least });
        const whole = sized(
          { stopsUnproved: false, instrument: anInstrument({ lot, notionalMin }), limits },
          side,
        );
        const answer = sized({ instrument: anInstrument({ lot, notionalMin }), limits }, side);
        // What could be traded at its own size can be traded at the smallest.
        expect(answer.type).toBe(whole.type);
        expect(notional(answer)).toBeLessThanOrEqual(notional(whole));
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { DenialCode } from '../../../lib/desk/risk/denial.ts';
import { wishOf } from '../../../lib/desk/shadow/wish.ts';
import type { SizingStep, SizingTrace } from '../../../lib/desk/sizing/trace.ts';
import { notionalUsd } from '../../../lib/desk/units.ts';
import { aPlan, aTrace, limitsWith, NOW } from '../../kit/builders.ts';

const step = (name: string, beforeUsd: number, afterUsd: number, limit?: string): SizingStep => ({
  owner: 'Risk Guard',
  step: name,
  beforeUsd: notionalUsd(beforeUsd),
  afterUsd: notionalUsd(afterUsd),
  because: '',
  ...(limit === undefined ? {} : { limit }),
});
const SYMBOL_CAP = 'risk/symbol-notional-usd-max v4';
const wished = (code: DenialCode, ...steps: readonly SizingStep[]) =>
  wishOf({ plan: aPlan(), code, trace: [...aTrace(900), ...steps], cutsBehind: [] }, NOW, limitsWith());

describe('a refused trade is followed at the size that reached whoever refused it', () => {
  test.each<[string, DenialCode, readonly SizingStep[], number, string | undefined]>([
    [
      'a full day',
      'daily-loss',
      [step('per-symbol cap', 900, 700, SYMBOL_CAP)],
      700,
      'risk/daily-loss-usd-max (default)',
    ],
    ['no place left', 'positions-full', [], 900, 'risk/positions-max (default)'],
    [
      'a cap that left nothing',
      'cap-reached',
      [
        step('per-trade cap', 900, 500, 'risk/trade-notional-usd-max v2'),
        step('per-symbol cap', 500, 0, SYMBOL_CAP),
      ],
      500,
      SYMBOL_CAP,
    ],
    [
      'a bound that left nothing to the steps behind it',
      'concentration',
      [step('net exposure', 900, 0, 'portfolio/net-notional-usd-max v1'), step('group', 0, 0)],
      900,
      'portfolio/net-notional-usd-max v1',
    ],
    ['a margin that is short', 'margin-short', [step('free margin', 900, 0)], 900, undefined],
    [
      'too little for an entry',
      'entry-below-minimum',
      [step('per-symbol cap', 900, 60, SYMBOL_CAP)],
      60,
      'execution/entry-notional-usd-min (default)',
    ],
    ['an order that nobody filled', 'order-unfilled', [], 900, 'execution/slippage-bps-max (default)'],
    ['a venue that said no', 'order-rejected', [], 900, undefined],
  ])('%s', (_name, code, steps, reached, limit) => {
    const wish = wished(code, ...steps);
    expect(wish?.notionalUsd).toBe(reached);
    expect(wish?.limit).toBe(limit);
  });

  test.each<[string, SizingTrace]>([
    ['whose multiplier was zero has nothing left to follow', [step('policy', 0, 0)]],
    ['without a trace neither', []],
  ])('one %s', (_name, trace) => {
    expect(
      wishOf({ plan: aPlan(), code: 'cap-reached', trace, cutsBehind: [] }, NOW, limitsWith()),
    ).toBeUndefined();
  });
});

test('it takes the plan’s bracket, and the limits of its minute', () => {
  const plan = aPlan();
  const limits = limitsWith({
    'exits/hold-minutes-max': '90',
    'exits/trail-atr-multiple': '2',
    'costs/taker-fee-fraction': '0.0004',
    'costs/slippage-fraction': '0.0006',
  });
  const wish = wishOf({ plan, code: 'daily-loss', trace: aTrace(900), cutsBehind: [] }, NOW, limits);
  expect(wish).toMatchObject({
    signalAt: NOW,
    referencePrice: plan.referencePrice,
    stopFraction: plan.stopFraction,
    targets: plan.targets,
    leverage: plan.leverage,
    roundTripCostFraction: plan.roundTripCostFraction,
    holdMinutesMax: 90,
  });
  expect(wish?.trailFraction).toBeCloseTo(2 * plan.atrFraction, 12);
  expect(wish?.fillCostFraction).toBeCloseTo(0.0007, 12);
});

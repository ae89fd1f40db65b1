import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { reachedUsd } from '../../../lib/desk/shadow/wish.ts';
import { cutsBehind } from '../../../lib/desk/sizing/behind.ts';
import { type SizeInput, size } from '../../../lib/desk/sizing/size.ts';
import { fraction, marginUsd, notionalUsd, symbolId, usd } from '../../../lib/desk/units.ts';
import { aDepth, anInstrument, aPlanInput, COIN, limitsWith, planned, TIERS } from '../../kit/builders.ts';

const OTHER = symbolId('OTHERUSDT');

/** $6,000 planned on $10,000 by high-leverage, with so much held here and elsewhere. */
function asked({
  here = 0,
  elsewhere = 0,
  places = 0,
  lostUsd = 0,
  rho = 0,
  asks = 5_000,
  limits: texts = {},
}: {
  here?: number;
  elsewhere?: number;
  places?: number;
  lostUsd?: number;
  rho?: number;
  asks?: number;
  limits?: Readonly<Record<string, string>>;
}): SizeInput {
  const limits = limitsWith({ ...PROFILES['high-leverage'], ...texts });
  const holdings = [
    { symbol: COIN, signedUsd: here },
    { symbol: OTHER, signedUsd: elsewhere },
  ];
  return {
    plan: planned(aPlanInput({ limits, equityUsd: usd(10_000) })),
    confidence: fraction(0.75),
    limits,
    exposure: {
      bySymbol: new Map([[COIN, notionalUsd(here)]]),
      grossUsd: notionalUsd(here + elsewhere),
      positions: places,
    },
    availableMarginUsd: marginUsd(10_000),
    tiers: TIERS,
    dayLossAtStopsUsd: usd(lostUsd),
    depth: aDepth({ asks: [[100, asks]] }),
    instrument: anInstrument(),
    portfolio: { holdings, correlationOf: () => rho },
  };
}

function behind(input: SizeInput) {
  const sized = size(input);
  if (sized.type !== 'denied') throw new Error('it was not denied');
  const cuts = cutsBehind(sized.trace, reachedUsd(sized.trace), input);
  return {
    code: sized.code,
    reached: reachedUsd(sized.trace),
    cuts: cuts.map(({ step, beforeUsd, afterUsd }) => `${step} ${beforeUsd} → ${afterUsd}`),
  };
}

describe('what the steps behind a refusal would have cut', () => {
  test.each<[string, Parameters<typeof asked>[0], string, number, readonly string[]]>([
    [
      'where all places are taken: the caps',
      { places: 15 },
      'positions-full',
      6_000,
      ['per-trade cap 6000 → 5000', 'per-symbol cap 5000 → 2000'],
    ],
    [
      'where a cap left nothing: the caps after it, and not those before',
      { here: 2_000, elsewhere: 22_500, limits: { 'portfolio/enabled': 'no' } },
      'cap-reached',
      5_000,
      ['gross cap 5000 → 500'],
    ],
    [
      'where the portfolio left nothing: the bounds after it, that found nothing any more, and the caps',
      { elsewhere: 12_000, rho: 1, limits: { 'portfolio/net-notional-usd-max': '13000' } },
      'concentration',
      6_000,
      ['net exposure 6000 → 1000'],
    ],
    [
      'where the day is full: depth alone',
      { lostUsd: 299, asks: 10 },
      'daily-loss',
      2_000,
      ['depth 2000 → 1000'],
    ],
    [
      'but not a step that would have refused as well',
      { places: 15, here: 2_000 },
      'positions-full',
      6_000,
      ['per-trade cap 6000 → 5000'],
    ],
  ])('%s', (_name, given, code, reached, cuts) => {
    expect(behind(asked(given))).toEqual({ code, reached, cuts });
  });

  test('is what they do cut where nobody refuses, to the lot', () => {
    const anAmount = fc.double({ min: 0, max: 30_000, noNaN: true });
    fc.assert(
      fc.property(anAmount, anAmount, fc.integer({ min: 0, max: 80 }), (here, elsewhere, asks) => {
        const given = { here, elsewhere, asks };
        const sized = size(asked(given));
        const denied = size(asked({ ...given, places: 15 }));
        fc.pre(sized.type === 'sized' && denied.type === 'denied' && denied.code === 'positions-full');
        const cuts = cutsBehind(denied.trace, reachedUsd(denied.trace), asked({ ...given, places: 15 }));
        const lot = sized.trace.find(({ step }) => step === 'lot');
        expect(cuts.at(-1)?.afterUsd ?? reachedUsd(denied.trace)).toBeCloseTo(lot?.beforeUsd ?? -1, 6);
      }),
      { numRuns: 300 },
    );
  });
});

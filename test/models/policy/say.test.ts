import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byPolicy } from '../../../lib/desk/sizing/policy.ts';
import { type SizeInput, size } from '../../../lib/desk/sizing/size.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import {
  DAY_MS,
  epochMs,
  fraction,
  type Minute,
  marginUsd,
  notionalUsd,
  usd,
} from '../../../lib/desk/units.ts';
import { POLICY_SCHEMA } from '../../../lib/models/policy/context.ts';
import { policySays } from '../../../lib/models/policy/say.ts';
import { LICENCE_TRADES, policyStanding } from '../../../lib/models/policy/standing.ts';
import { learn, newPolicy, type PolicyReading, type PolicyState } from '../../../lib/models/policy/state.ts';
import { aDepth, anInstrument, aPlan, aTrace, limitsWith, NOW, TIERS } from '../../kit/builders.ts';
import { aPolicy, contextWith, MODE, someTrades } from './kit.ts';

const ASKED = { minute: NOW, mode: MODE, staleDays: 3 };
const reading = (state: PolicyState): PolicyReading => ({ type: 'state', state });
const context = (values: Readonly<Record<string, number>> = {}) => ({
  schemaHash: POLICY_SCHEMA.hash,
  values: contextWith(values),
});
const says = (state: PolicyState, values: Readonly<Record<string, number>> = {}) =>
  policySays(reading(state), context(values), ASKED);

describe('a licensed policy', () => {
  const state = aPolicy();

  test('says more than 1 of a trade better than the average one, and less of a worse one', () => {
    expect(says(state, { confidence: 1 }).multiplier).toBeGreaterThan(1.2);
    expect(says(state, { confidence: -1 }).multiplier).toBeLessThan(0.8);
  });

  test('says about 1 on the mean of trades like those it has learnt from', () => {
    const like = someTrades(150, () => 0);
    const said = like.map(({ context: each }) => policySays(reading(state), each, ASKED).multiplier);
    expect(said.reduce((sum, m) => sum + m, 0) / said.length).toBeCloseTo(1, 1);
  });

  test('says what it has reckoned with', () => {
    const { because = '' } = says(state, { confidence: 1 });
    expect(because).toMatch(
      /^this trade is worth 0\.\d{3} R at its lower bound, the average one 0\.\d{3} R$/,
    );
  });

  test('says exactly 1 where the average trade is not worth anything at its lower bound', () => {
    const poor = learn(
      newPolicy(0, MODE, NOW),
      someTrades(300, () => -0.1),
    ).state;
    const said = says(poor, { confidence: 2 });
    expect(said).toMatchObject({ licensed: true, multiplier: 1 });
    expect(said.because).toMatch(/^the average trade is worth -0\.\d{3} R .* nothing to measure by$/);
  });

  test('is licensed with its hundredth trade, and not before', () => {
    const at = (n: number) => policyStanding(reading(aPolicy(n)), ASKED).licensed;
    expect([LICENCE_TRADES - 1, LICENCE_TRADES].map(at)).toEqual([false, true]);
  });
});

/** Each of these is a multiplier of exactly 1, and the trace says why. */
const SILENT: readonly (readonly [string, PolicyReading | undefined, RegExp])[] = [
  ['is missing', undefined, /^there is no policy/],
  ['cannot be read', { type: 'unreadable', rev: 3, because: 'body.n: bad' }, /cannot be read: body\.n: bad/],
  ['has no licence', reading(aPolicy(99)), /learnt from 99 of 100 trades/],
  ['is of another version', reading(aPolicy(150, { version: 2 })), /of version 2, this desk's is 1/],
  ['is of another schema', reading(aPolicy(150, { schemaHash: 'x' })), /other contexts/],
  ['is of another mode (I41)', reading(aPolicy(150, { mode: 'live' })), /learnt in mode "live"/],
  [
    'is stale',
    reading(aPolicy(150, { updatedAt: epochMs(NOW - 3 * DAY_MS - 60_000) as Minute })),
    /^the policy is stale: it was last brought up to date 2026-01-02 14:29/,
  ],
  ['has no date', reading(aPolicy(150, { updatedAt: Number.NaN as Minute })), /stale: .* never/],
  [
    'is dated tomorrow',
    reading(aPolicy(150, { updatedAt: epochMs(NOW + DAY_MS) as Minute })),
    /after this minute/,
  ],
  ['counts NaN trades', reading(aPolicy(150, { n: Number.NaN })), /no evidence/],
  ...(['precision', 'moment'] as const).map(
    name =>
      [
        `has NaN in its ${name}`,
        reading(
          aPolicy(150, {
            evidence: { ...aPolicy().evidence, [name]: aPolicy().evidence[name].map(() => Number.NaN) },
          }),
        ),
        /no evidence/,
      ] as const,
  ),
  ...([0, -1, Number.NaN, Number.POSITIVE_INFINITY] as const).map(
    value =>
      [
        `has ${value} for its noise`,
        reading(aPolicy(150, { evidence: { ...aPolicy().evidence, surprise: value } })),
        /no evidence/,
      ] as const,
  ),
  [
    'has an evidence of another form',
    reading(aPolicy(150, { evidence: { ...aPolicy().evidence, moment: [1, 2] } })),
    /other contexts|no evidence/,
  ],
  [
    'has evidence that no trades add up to',
    reading(
      aPolicy(150, {
        evidence: { ...aPolicy().evidence, precision: aPolicy().evidence.precision.map(() => 7) },
      }),
    ),
    /no evidence/,
  ],
];

describe('a policy has no say, and the size stays exactly as it is, where its state', () => {
  test.each(SILENT)('%s', (_what, given, because) => {
    const said = policySays(given, context({ confidence: 2 }), ASKED);
    expect(said).toMatchObject({ licensed: false, multiplier: 1 });
    const trace = byPolicy(aTrace(1_000), said, limitsWith());
    expect(traced(trace)).toBe(1_000);
    expect(trace.at(-1)?.because).toMatch(because);
    expect(trace.at(-1)?.because).toMatch(/: x1$/);
  });

  test('is as old as it may be: a minute more, and it has none', () => {
    const aged = aPolicy(150, { updatedAt: epochMs(NOW - 3 * DAY_MS) as Minute });
    expect(says(aged, { confidence: 1 }).licensed).toBe(true);
    expect(policySays(reading(aged), context(), { ...ASKED, staleDays: 2 }).licensed).toBe(false);
  });

  test.each([
    ['there is none', undefined],
    ['it is of another schema', { ...context(), schemaHash: 'x' }],
    ['it is too short', { ...context(), values: [1, 2] }],
  ])('is good and the trade’s context is not: %s', (_what, given) => {
    expect(policySays(reading(aPolicy()), given, ASKED)).toMatchObject({ licensed: false, multiplier: 1 });
  });

  test('is good and the context is NaN: what it says is no number, and changes nothing', () => {
    const said = policySays(
      reading(aPolicy()),
      { ...context(), values: contextWith().map(() => Number.NaN) },
      ASKED,
    );
    expect(traced(byPolicy(aTrace(1_000), said, limitsWith()))).toBe(1_000);
  });
});

// ---- For any state at all --------------------------------------------------------------------------------------

/** A number of the evidence that is another one: a little, or anything. */
const edits = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc.array(fc.tuple(fc.nat(64), fc.double({ min: 0.8, max: 1.2 })), { maxLength: 6 }),
  },
  { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(64), fc.double()), { minLength: 1, maxLength: 6 }) },
);
const anyState: fc.Arbitrary<PolicyReading> = fc
  .record({
    good: fc.constantFrom(aPolicy(), aPolicy(99), aPolicy(400)),
    edits,
    length: fc.oneof({ weight: 9, arbitrary: fc.constant(65) }, { weight: 1, arbitrary: fc.nat(70) }),
    changes: fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      {
        weight: 1,
        arbitrary: fc.record(
          {
            n: fc.oneof(fc.integer(), fc.double()),
            version: fc.oneof(fc.integer(), fc.double()),
            updatedAt: fc.double().map(at => at as Minute),
            schemaHash: fc.constantFrom('', 'x'),
            mode: fc.constantFrom('live', ''),
          },
          { requiredKeys: [] },
        ),
      },
    ),
  })
  .map(({ good, edits: numbers, length, changes }) => {
    const all = [...good.evidence.precision, ...good.evidence.moment].slice(0, length);
    for (const [place, times] of numbers) all[place] = (all[place] ?? 1) * times;
    const evidence = { ...good.evidence, precision: all.slice(0, 55), moment: all.slice(55) };
    return reading({ ...good, ...changes, evidence });
  });
const hundredths = (min: number, max: number) => fc.integer({ min, max }).map(n => String(n / 100));

test('for any state, context and bounds, what is executed stays within the caps, and what is intended within the bounds', () => {
  let [spoke, kept] = [0, 0];
  fc.assert(
    fc.property(
      fc.oneof(anyState, fc.constant(undefined)),
      fc.array(fc.oneof(fc.double({ min: -2, max: 2, noNaN: true }), fc.double()), {
        minLength: 8,
        maxLength: 10,
      }),
      hundredths(0, 100),
      hundredths(100, 200),
      hundredths(10_000, 300_000),
      (given, values, min, max, cap) => {
        const limits = limitsWith({
          'policy/multiplier-min': min,
          'policy/multiplier-max': max,
          'risk/trade-notional-usd-max': cap,
        });
        const policy = policySays(
          given,
          { schemaHash: POLICY_SCHEMA.hash, values: [1, ...values.slice(0, 9)] },
          ASKED,
        );
        const sized = size(inputOf(limits, policy));
        const asPlanned = size(inputOf(limits, undefined)).intendedUsd;
        expect(sized.intendedUsd).toBeGreaterThanOrEqual(asPlanned * Number(min) - 1e-9);
        expect(sized.intendedUsd).toBeLessThanOrEqual(asPlanned * Number(max) + 1e-9);
        if (!policy.licensed) expect(sized.intendedUsd).toBe(asPlanned);
        if (policy.licensed && policy.multiplier !== 1) spoke += 1;
        else kept += 1;
        if (sized.type === 'sized')
          expect(sized.order.qty * sized.order.limitPrice).toBeLessThanOrEqual(
            limits.values['risk/trade-notional-usd-max'] + 1e-6,
          );
      },
    ),
    { numRuns: 500 },
  );
  expect(spoke).toBeGreaterThan(40);
  expect(kept).toBeGreaterThan(40);
});

const inputOf = (limits: ReturnType<typeof limitsWith>, policy: SizeInput['policy']): SizeInput => ({
  plan: aPlan({ plannedNotionalUsd: notionalUsd(900) }),
  confidence: fraction(0.75),
  limits,
  exposure: { bySymbol: new Map(), grossUsd: notionalUsd(0), positions: 0 },
  availableMarginUsd: marginUsd(15_000),
  tiers: TIERS,
  dayLossAtStopsUsd: usd(0),
  depth: aDepth(),
  instrument: anInstrument(),
  ...(policy === undefined ? {} : { policy }),
});

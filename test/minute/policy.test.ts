import { afterEach, describe, expect, test } from 'vitest';
import { POLICY_SCHEMA } from '../../lib/models/policy/context.ts';
import { learn, newPolicy, type PolicyReading, type PolicyState } from '../../lib/models/policy/state.ts';
import { leased } from '../contract/book-kit.ts';
import { aDesk, aSignalAt, coinMarket, type TestDesk, type TestDeskOptions, WARM } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { aPolicy, CONFIDENCE, MODE, someTrades } from '../models/policy/kit.ts';

let open: TestDesk | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** A desk that plans $900, with a policy that lies in its table or that its table answers with. */
async function entered(
  policy: { readonly stored?: PolicyState; readonly read?: PolicyReading },
  options: Partial<TestDeskOptions> = {},
) {
  const { stored, read } = policy;
  const market = coinMarket(flat(1_000, 60), { at: 1_000 });
  open = await aDesk({
    market,
    equityUsd: 15_000,
    profile: 'math-ai',
    signals: [aSignalAt(0)],
    over: 'process',
    ...(read === undefined
      ? {}
      : {
          change: ({ store }) => ({
            store: { ...store, load: async () => ({ ...(await store.load()), policy: read }) },
          }),
        }),
    ...options,
  });
  if (stored !== undefined)
    await open.store.savePolicy(stored, await leased(open.store, 'close', open.now()));
  await open.minute();
  const [entry] = await open.records('entry');
  const line = entry?.trace.find(({ owner }) => owner === 'RL policy');
  const { positions } = await open.store.load();
  return { entry, line, position: positions[0] };
}

/** Brought up to date in the minute of the signal. */
const fresh = (state: PolicyState): PolicyState => ({ ...state, learnedTo: WARM, updatedAt: WARM });
/** Has seen that the surer the model is, the worse the trade becomes. */
const sceptic = learn(
  newPolicy(0, MODE, WARM),
  someTrades(150, values => 0.5 - 0.25 * (values[CONFIDENCE] ?? 0)),
).state;

describe('an entry', () => {
  test('is sized as planned where there is no policy, says so, and is kept with what the policy was told', async () => {
    const { entry, line, position } = await entered({});
    expect(entry).toMatchObject({ plannedUsd: 900, intendedUsd: 900 });
    expect(line?.because).toBe('there is no policy: it has not been brought up to date yet: x1');
    expect(position?.policyContext?.schemaHash).toBe(POLICY_SCHEMA.hash);
    // What was known at the entry: a confidence of 0.75, a long, an empty account, a coin without trades.
    const named = Object.fromEntries(
      POLICY_SCHEMA.names.map((name, i) => [name, position?.policyContext?.values[i]]),
    );
    expect(named).toMatchObject({ always: 1, confidence: 1, side: 1, exposure: -1.3333, results: 0 });
  });

  test('that a licensed policy likes is larger by what its limit allows, and the trace says why', async () => {
    const { entry, line } = await entered({ stored: fresh(aPolicy()) });
    expect(entry?.intendedUsd).toBeCloseTo(1_125, 6);
    expect(entry?.plannedUsd).toBe(900);
    expect(line).toMatchObject({ beforeUsd: 900, limit: 'policy/multiplier-max (default)' });
    expect(line?.because).toMatch(
      /^the policy says x\d.*, held at x1\.25: this trade is worth 0\.\d+ R at its lower bound, the average one 0\.\d+ R$/,
    );
  });

  test('that it doubts is smaller', async () => {
    const { entry } = await entered({ stored: sceptic });
    expect(entry?.intendedUsd).toBeCloseTo(675, 6);
  });

  test('is held by the caps whatever the policy says', async () => {
    const { entry } = await entered(
      { stored: fresh(aPolicy()) },
      { profile: 'high-leverage', equityUsd: 10_000 },
    );
    expect(entry?.intendedUsd).toBeGreaterThan(6_000);
    expect(entry?.executedUsd).toBeLessThanOrEqual(2_000);
  });

  test.each<[string, Parameters<typeof entered>[0], RegExp]>([
    ['is another mode’s (I41)', { stored: fresh(aPolicy(150, { mode: 'live' })) }, /learnt in mode "live"/],
    ['is four days old', { stored: { ...aPolicy(), updatedAt: (WARM - 4 * 86_400_000) as never } }, /stale/],
    ['is of another version', { stored: fresh(aPolicy(150, { version: 7 })) }, /of version 7/],
    ['has learnt from 99 trades', { stored: fresh(aPolicy(99)) }, /99 of 100 trades/],
    [
      'cannot be read',
      { read: { type: 'unreadable', rev: 1, because: 'body.n' } },
      /cannot be read: body\.n/,
    ],
  ])('is sized exactly as planned where the policy %s', async (_what, policy, because) => {
    const { entry, line } = await entered(policy);
    expect(entry?.intendedUsd).toBe(900);
    expect(line?.because).toMatch(because);
    expect(line).toMatchObject({ beforeUsd: 900, afterUsd: 900 });
  });
});

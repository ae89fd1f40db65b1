import { afterEach, describe, expect, test } from 'vitest';
import { close } from '../../lib/close.ts';
import { type Minute, minuteOf } from '../../lib/desk/units.ts';
import type { PolicyReading } from '../../lib/models/policy/state.ts';
import { leased } from '../contract/book-kit.ts';
import { aNight, DAY_0, EVENING, EVENING_OVER, type Night } from '../kit/nights.ts';
import { aPolicy } from '../models/policy/kit.ts';

let desk: Night;
afterEach(() => desk.close());

describe('a policy that is none of the desk’s begins anew, from the trades of the last ninety days:', () => {
  const AHEAD = minuteOf(DAY_0 + 30 * 86_400_000);
  test.each<[string, PolicyReading, RegExp]>([
    ['of another version', { type: 'state', state: aPolicy(150, { version: 9 }) }, /of version 9/],
    ['of another schema', { type: 'state', state: aPolicy(150, { schemaHash: 'x' }) }, /other contexts/],
    ['of another mode', { type: 'state', state: aPolicy(150, { mode: 'live' }) }, /mode "live"/],
    ['from the future', { type: 'state', state: aPolicy(150, { learnedTo: AHEAD }) }, /minutes to come/],
    [
      'with evidence that is none',
      {
        type: 'state',
        state: aPolicy(150, {
          learnedTo: DAY_0 as Minute,
          evidence: { ...aPolicy().evidence, surprise: -1 },
        }),
      },
      /no evidence/,
    ],
    ['that cannot be read', { type: 'unreadable', rev: 1, because: 'body.n' }, /body\.n/],
  ])('%s', async (_what, reading, because) => {
    desk = await aNight({ ...EVENING, closes: false });
    await desk.store.savePolicy(aPolicy(), await leased(desk.store, 'close', desk.now()));
    await desk.until(EVENING_OVER);
    const policy = reading.type === 'state' ? { ...reading, state: { ...reading.state, rev: 1 } } : reading;
    const { store } = desk.closing;
    const load = async () => ({ ...(await store.load()), policy });
    await close({ ...desk.closing, store: { ...store, load } }, desk.now());
    const learnt = (await desk.store.load()).policy;
    expect(learnt).toMatchObject({ type: 'state', state: { n: 2, version: 1, mode: 'embedded' } });
    const [record] = await desk.records('policy');
    expect(record?.because).toMatch(/^it begins anew: /);
    expect(record?.because).toMatch(because);
  });
});

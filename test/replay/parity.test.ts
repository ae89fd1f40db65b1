import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { minutesAfter } from '../../lib/desk/units.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { embeddedDoings, replayedDoings, type SameDays } from './parity.ts';

const MODELS = join(import.meta.dirname, '../../models/synthetic');

describe('a replay does what the desk itself does, through HTTP, the venue’s client and the table', () => {
  const market = syntheticMarket({ seed: 3, days: 2 });
  const days: SameDays = {
    market,
    from: minutesAfter(market.startsAt, 6 * 60),
    minutes: 3 * 60,
    models: MODELS,
    marketName: 'synthetic',
  };

  test('the same trades, sizes, stops, fills and equity, on a model’s word', {
    timeout: 120_000,
  }, async () => {
    const replayed = await replayedDoings(days);
    const real = await embeddedDoings(days);
    expect(replayed.records.some(record => 'type' in record && record.type === 'closed')).toBe(true);
    expect(replayed.records).toEqual(real.records);
    expect(replayed.equityCents).toEqual(real.equityCents);
  });
});

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { minutesAfter } from '../../lib/desk/units.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { embeddedDoings, replayedDoings, type SameDays } from './parity.ts';

const MODELS = join(import.meta.dirname, '../../models/synthetic');

// The half days are in parity.long.ts: a minute of the desk itself costs a thousand of a replay's.
describe('a replay does what the desk itself does, through HTTP, the venue’s client and the table', () => {
  const market = syntheticMarket({ seed: 7, days: 1 });
  const days: SameDays = {
    market,
    // Two bars of signals: a position opens, takes a part of its profit, trails and is closed.
    from: minutesAfter(market.startsAt, 16 * 60 + 43),
    minutes: 20,
    models: MODELS,
    marketName: 'synthetic',
  };

  test('the same trades, sizes, stops, fills and equity, on a model’s word', async () => {
    const replayed = await replayedDoings(days);
    const real = await embeddedDoings(days);
    const kinds = replayed.records.map(record => Object.entries(record).find(([key]) => key === 'kind')?.[1]);
    expect(kinds).toEqual(expect.arrayContaining(['partial-take-profit', 'trailing-stop']));
    expect(replayed.records.some(record => 'type' in record && record.type === 'closed')).toBe(true);
    expect(Object.keys(replayed.equityCents)).toHaveLength(1);
    expect(replayed.records).toEqual(real.records);
    expect(replayed.equityCents).toEqual(real.equityCents);
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import { fraction, type Minute, minuteOf, minutesAfter } from '../../lib/desk/units.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import { loadRecordedMarket } from '../../lib/sim/markets/recorded.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { embeddedDoings, replayedDoings, type SameDays } from './parity.ts';

const MODELS = join(import.meta.dirname, '../../models/synthetic');
const SHARED = join(import.meta.dirname, '../../../shared/data');
const MINUTES = join(SHARED, 'candles-1m-2025-05_06');
const QUARTERS = join(SHARED, 'candles-15m-2024-10_2025-08');
const HOURS = join(SHARED, 'candles-1h-2025-09_2025-12');
const isThere = [MINUTES, QUARTERS, HOURS].every(folder => existsSync(folder));
const NEEDS = isThere ? '' : ` (SKIPPED: ${SHARED} is not there)`;

/** One coin after the other, to one side and then the other; it knows nothing of prices. */
const roundRobin = (market: SimMarket, from: Minute, minutes: number, every: number): readonly Signal[] => {
  const symbols = market.instruments().map(({ symbol }) => symbol);
  return Array.from({ length: Math.floor(minutes / every) }, (_, n) => ({
    symbol: symbols[n % symbols.length] as Signal['symbol'],
    side: n % 3 === 0 ? 'short' : 'long',
    at: minutesAfter(from, 5 + n * every),
    confidence: fraction(n % 2 === 0 ? 0.75 : 0.9),
    source: 'forced',
  }));
};

const minutesOf2025 = () => {
  const market = loadRecordedMarket({
    dataFolder: MINUTES,
    historyFolder: QUARTERS,
    fundingFolder: join(SHARED, 'funding/2025-05_06'),
  });
  const from = minuteOf(Date.UTC(2025, 4, 29));
  return { market, from, interval: '1m' as const };
};

/** Both are told of the same days. */
async function agree(days: SameDays) {
  const replayed = await replayedDoings(days);
  const real = await embeddedDoings(days);
  expect(replayed.records.some(record => 'type' in record && record.type === 'closed')).toBe(true);
  expect(replayed.records).toEqual(real.records);
  expect(replayed.equityCents).toEqual(real.equityCents);
}

describe('a replay does what the desk itself does', () => {
  test.skipIf(!isThere)(`on a recorded day${NEEDS}`, async () => {
    const days = minutesOf2025();
    await agree({ ...days, minutes: 1_440, signals: roundRobin(days.market, days.from, 1_440, 40) });
  });

  test('over a midnight of the synthetic market, with reversals and few places', async () => {
    const market = syntheticMarket({ seed: 11, days: 2 });
    await agree({
      market,
      from: minutesAfter(market.startsAt, 18 * 60),
      minutes: 12 * 60,
      models: MODELS,
      marketName: 'synthetic',
      limits: { 'exits/on-reverse': 'close', 'risk/positions-max': '3' },
    });
  });
});

describe('a replay that leaves the still minutes out has the journal of one that runs them all', () => {
  const sameHash = async (days: SameDays) => {
    const quick = await replayedDoings(days);
    expect((await replayedDoings(days, true)).hash).toBe(quick.hash);
    return quick;
  };

  test('on ten days of the synthetic market', async () => {
    const market = syntheticMarket({ seed: 1, days: 10 });
    await sameHash({
      market,
      from: market.startsAt,
      minutes: 14_400,
      models: MODELS,
      marketName: 'synthetic',
    });
  });

  test.skipIf(!isThere)(`on recorded minutes${NEEDS}`, async () => {
    const days = minutesOf2025();
    await sameHash({ ...days, minutes: 14_400, signals: roundRobin(days.market, days.from, 14_400, 90) });
  });

  test.skipIf(!isThere)(`on recorded quarter hours${NEEDS}`, async () => {
    const market = loadRecordedMarket({ dataFolder: QUARTERS });
    const from = minuteOf(Date.UTC(2025, 1, 1));
    await sameHash({
      market,
      from,
      interval: '15m',
      minutes: 7 * 1_440,
      signals: roundRobin(market, from, 10_080, 105),
    });
  });

  test.skipIf(!isThere)(`on hours, through the crash of 10 October 2025${NEEDS}`, async () => {
    const market = loadRecordedMarket({ dataFolder: HOURS });
    const from = minuteOf(Date.UTC(2025, 9, 10, 12));
    await sameHash({
      market,
      from,
      interval: '1h',
      minutes: 720,
      signals: roundRobin(market, from, 720, 45),
    });
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../lib/desk/units.ts';
import { loadRecordedMarket } from '../../../lib/sim/markets/recorded.ts';
import { simpleMarket } from '../../../lib/sim/markets/simple.ts';
import { syntheticMarket } from '../../../lib/sim/markets/synthetic.ts';
import { writeCandleFiles } from '../../kit/candle-files.ts';
import { folderWith } from './folders.ts';

const MARKETS = [
  ['simple', simpleMarket({ seed: 3, days: 4 })],
  ['synthetic', syntheticMarket({ seed: 3, days: 4, martingale: false })],
] as const;

describe.each(['1m', '15m', '1h'] as const)('files of %s written from a market', interval => {
  test.each(MARKETS)('load as the same bars (%s)', (_name, market) => {
    const [from, to] = [market.startsAt, market.startsAt + 2 * DAY_MS];
    const dataFolder = join(folderWith({}), 'made');
    writeCandleFiles(market, dataFolder, interval, from, to);
    const read = loadRecordedMarket({ dataFolder });
    expect(read.interval).toBe(interval);
    const listed = market
      .instruments()
      .filter(({ symbol }) => market.candles(symbol, interval, from, to).length > 0);
    expect(read.instruments().map(({ symbol }) => symbol)).toEqual(listed.map(({ symbol }) => symbol).sort());
    for (const { symbol } of listed)
      expect(read.candles(symbol, interval, 0, Infinity)).toEqual(market.candles(symbol, interval, from, to));
  });

  test('are none where a span has no bars', () => {
    const folder = folderWith({});
    const market = simpleMarket({ seed: 3, days: 1 });
    writeCandleFiles(market, folder, interval, market.endsAt, market.endsAt + DAY_MS);
    expect(readdirSync(folder)).toEqual([]);
  });
});

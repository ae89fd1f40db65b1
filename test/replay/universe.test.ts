import { expect, test } from 'vitest';
import { INTERVAL_MS } from '../../lib/desk/candle.ts';
import { defaultLimits, withLimits } from '../../lib/desk/limits/limits.ts';
import { DAY_MS, HOUR_MS, minuteOf, minutesAfter } from '../../lib/desk/units.ts';
import { seriesOf } from '../../lib/models/series.ts';
import { universeOver } from '../../lib/replay/universe.ts';
import { loadRecordedMarket } from '../../lib/sim/markets/recorded.ts';
import { csv, folderWith } from '../sim/markets/folders.ts';

const QUARTER_MS = INTERVAL_MS['15m'];
const FIRST = Date.UTC(2025, 0, 1);
/** The day that is scanned, and its noon, of which each coin's range comes. */
const DAY = FIRST + 40 * DAY_MS;
const NOON = DAY + 12 * HOUR_MS;

interface Coin {
  /** A quarter's volume in coins of $100, by when it opens. */
  readonly volume: (at: number) => number;
  /** Whether it moves at noon of the day that is scanned, as on all days before. */
  readonly moves: boolean;
}

/** At noon two members fall still, ALFA and BRAVO, and DELTA becomes a candidate: of three places one is left for the two. */
const COINS: Readonly<Record<string, Coin>> = {
  // The better ranked of the two in the first scan, and no more when they fail.
  ALFAUSDT: { volume: () => 20_000, moves: false },
  BRAVOUSDT: { volume: at => (at < DAY ? 19_000 : 40_000), moves: false },
  CHARLIEUSDT: { volume: () => 50_000, moves: true },
  DELTAUSDT: { volume: at => (at === NOON ? 1_000_000 : 1_000), moves: true },
};

function rowsOf({ volume, moves }: Coin): string[] {
  return Array.from({ length: 41 * 96 }, (_, n) => {
    const at = FIRST + n * QUARTER_MS;
    const high = at % DAY_MS === 12 * HOUR_MS && (moves || at < DAY) ? 105 : 100;
    return `${at},100.00,${high}.01,100.00,100.01,${volume(at)}`;
  });
}

async function scanned(everyMinute: boolean) {
  const files = Object.entries(COINS).map(([symbol, coin]) => [`${symbol}-15m.csv`, csv(...rowsOf(coin))]);
  const market = loadRecordedMarket({ dataFolder: folderWith(Object.fromEntries(files)) });
  const read = withLimits(defaultLimits(), { 'universe/size-max': '3', 'universe/depth-usd-min': '0' });
  if (read.type === 'invalid') throw new Error(JSON.stringify(read.problems));
  const [from, to] = [minuteOf(DAY), minuteOf(NOON + HOUR_MS)];
  const bars = new Map(
    market.instruments().map(({ symbol }) => {
      const known = market.candles(symbol, '15m', from - 5 * DAY_MS, to);
      return [symbol, seriesOf(symbol, known, QUARTER_MS)] as const;
    }),
  );
  const span = { market, limits: read.limits, from, to, barMs: QUARTER_MS, bars, everyMinute };
  const timeline = await universeOver(span);
  const members = (at: number) => timeline.after(minuteOf(at))?.symbols.toSorted();
  const records = Array.from({ length: 13 * 60 }, (_, n) => timeline.records(minutesAfter(from, n)));
  return {
    before: members(NOON - 60_000),
    after: members(NOON + HOUR_MS / 2),
    records,
    scans: timeline.scans,
  };
}

test('who keeps the last place is decided by the ranks of that time, though no scan was made for hours before', async () => {
  const [foreseen, each] = [await scanned(false), await scanned(true)];
  expect(each.before).toEqual(['ALFAUSDT', 'BRAVOUSDT', 'CHARLIEUSDT']);
  expect(each.after).toEqual(['BRAVOUSDT', 'CHARLIEUSDT', 'DELTAUSDT']);
  expect({ ...foreseen, scans: 0 }).toEqual({ ...each, scans: 0 });
  // Hours without a change are left out all the same.
  expect([foreseen.scans < 20, each.scans]).toEqual([true, 13 * 60]);
});

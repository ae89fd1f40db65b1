import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS } from '../../lib/desk/units.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { writeCandleFiles } from './candle-files.ts';

const COINS = ['SOLUSDT', 'ETHUSDT', 'BTCUSDT', 'XRPUSDT', 'ADAUSDT', 'LINKUSDT'];

type SweptMarket = ReturnType<typeof written>;
let made: SweptMarket | undefined;

/**
 * Ten days of quarters of six coins, and a list of signals every few hours: a replay of it is quick. Written once in a process;
 * nobody may change it.
 */
export function sweptMarket(): SweptMarket {
  made ??= written();
  return made;
}

function written() {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-swept-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const market = syntheticMarket({ seed: 2, days: 10 });
  const few = {
    ...market,
    instruments: () => market.instruments().filter(({ symbol }) => COINS.includes(symbol)),
  };
  const [candles, list] = [join(folder, 'candles'), join(folder, 'list.csv')];
  writeCandleFiles(few, candles, '15m', market.startsAt - 34 * DAY_MS, market.endsAt);
  const signals = Array.from({ length: 50 }, (_, i) => {
    const at = new Date(market.startsAt + (i * 4 + 3) * HOUR_MS).toISOString();
    return [at, COINS[i % COINS.length], i % 3 === 0 ? 'short' : 'long'].join(',');
  });
  writeFileSync(list, ['time,symbol,side', ...signals, ''].join('\n'));
  return { candles, list, coins: COINS };
}

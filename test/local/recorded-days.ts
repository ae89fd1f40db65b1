import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SSMClient } from '@aws-sdk/client-ssm';
import { awsClientSettings } from '../../lib/adapters/aws-client.ts';
import { ssmLimitEditor } from '../../lib/adapters/ssm/limit-editor.ts';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import { fraction, type Minute, minuteOf, minutesAfter, symbolId } from '../../lib/desk/units.ts';
import { JournalTally } from '../../lib/local/summary.ts';
import type { AccountKind } from '../../lib/ports.ts';
import { loadRecordedMarket } from '../../lib/sim/markets/recorded.ts';
import { type Embedded, embedded } from '../kit/embedded.ts';

const SHARED = '../shared/data';
const FOLDERS = {
  dataFolder: join(SHARED, 'candles-1m-2025-05_06'),
  historyFolder: join(SHARED, 'candles-15m-2024-10_2025-08'),
  fundingFolder: join(SHARED, 'funding/2025-05_06'),
};
/** Nothing of the data is part of the project; without it these tests are skipped, and their names say what they need. */
export const NEEDS = `[needs ${FOLDERS.dataFolder}]`;
export const isThere = Object.values(FOLDERS).every(folder => existsSync(folder));

const BEGINS = minuteOf(Date.UTC(2025, 4, 29));
export const DAYS_MINUTES = 2 * 24 * 60;
/** Long enough for entries and most kinds of exit: what is played a second time. */
export const AGAIN_MINUTES = 8 * 60;
/** In the last hours a person halts the desk while it holds something, and has it flattened. */
const LAST_MINUTES = 6 * 60;

/**
 * One coin after the other, every twenty minutes; and to every third a signal against it three quarters of an hour
 * later, whatever has become of it. A coin's side is kept for two rounds, which is longer than a position may be held:
 * so some are turned and others run out their time. It knows nothing of prices.
 */
function signals(coins: readonly string[]): Signal[] {
  const signal = (i: number, minute: number, isLong: boolean): Signal => ({
    symbol: symbolId(coins[i % coins.length] ?? ''),
    side: isLong ? 'long' : 'short',
    at: minutesAfter(BEGINS, minute),
    confidence: fraction(0.75),
    source: 'forced',
  });
  return Array.from({ length: DAYS_MINUTES / 20 }, (_, i) => {
    const [minute, isLong] = [5 + 20 * i, (i + Math.floor(i / (2 * coins.length))) % 2 === 0];
    const first = signal(i, minute, isLong);
    return i % 3 === 0 ? [first, signal(i, minute + 45, !isLong)] : [first];
  }).flat();
}

/** A desk over these two days, on an account of a kind, its journal tallied where it is asked for. */
export async function recordedDays(accountKind: AccountKind) {
  const market = loadRecordedMarket(FOLDERS);
  const desk = await embedded({
    market,
    startAt: BEGINS,
    accountKind,
    signals: signals(market.instruments().map(({ symbol }) => symbol)),
    // Behind two ATR the trail begins below break-even, so that both can end a position.
    limits: { 'exits/on-reverse': 'close', 'exits/trail-atr-multiple': '2' },
  });
  return { desk, tally: (minutes: number) => tallyOf(desk, minutesAfter(BEGINS, minutes)) };
}

/** Plays both days; in the last hours a person halts the desk as soon as it holds a position. */
export async function playToTheEnd(desk: Embedded): Promise<void> {
  await desk.minutes(DAYS_MINUTES - LAST_MINUTES);
  let left = LAST_MINUTES;
  for (; desk.exchange.engine.positions().length === 0 && left > 0; left -= 1) await desk.minute();
  const editor = ssmLimitEditor({ client: new SSMClient(awsClientSettings()), desk: 'test' });
  await editor.set('control/halt-flatten', 'yes');
  await editor.set('control/state', 'halted');
  await desk.minutes(left);
}

async function tallyOf(desk: Embedded, to: Minute) {
  const tally = new JournalTally();
  for await (const record of desk.reader.journal({ from: BEGINS, to: minutesAfter(to, -1) }))
    tally.add(record);
  return {
    entries: tally.entries,
    exits: tally.exits.sorted(),
    fidelity: tally.fidelityMedian,
    hash: tally.hash(),
  };
}

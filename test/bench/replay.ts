/**
 * The replay's own speed, each run in a process of its own: symbol-candles a second with predictions made ahead, how it grows
 * with time and coins, and a year of thirty coins from files to report.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '../../lib/desk/units.ts';
import { bundledThread } from '../../lib/operator/thread-bundle.ts';
import { writeCandleFiles } from '../kit/candle-files.ts';
import { medianOf } from './median.ts';
import { manyCoins } from './replay/many-coins.ts';
import type { ReplayRun } from './replay/one-run.ts';
import { yearFolder } from './replay/year-folder.ts';

const ROUNDS = 3;
const LEAD_DAYS = 34;
const [COINS, DAYS] = [50, 10];

async function run(folder: string, days: number, ...how: readonly string[]): Promise<ReplayRun> {
  // From a bundle, as the command does.
  const script = await bundledThread('test/bench/replay/one-run.ts');
  const child = fork(script, [folder, String(days), String(LEAD_DAYS), ...how]);
  const [answer] = (await once(child, 'message')) as [ReplayRun];
  await once(child, 'exit');
  return answer;
}

async function median(folder: string, days: number): Promise<ReplayRun & { readonly own: number }> {
  const runs: ReplayRun[] = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await run(folder, days, 'warm'));
  const own = medianOf(runs.map(({ phases }) => phases.universe + phases.minutes));
  return { ...(runs[0] as ReplayRun), own };
}

const millions = (candles: number, seconds: number) => `${(candles / seconds / 1e6).toFixed(2)} M`;

function printRow(
  name: string,
  { coins, candles, trades, minutesRun, minutes, own }: ReplayRun & { own: number },
) {
  console.log(
    [
      millions(candles, own).padStart(8),
      ' candles/s  ',
      `${name.padEnd(24)} ${coins} coins, ${(candles / 1e3).toFixed(0)} k candles, ${trades} trades, `,
      `${minutesRun} of ${minutes} minutes in full`,
    ].join(''),
  );
}

export async function benchReplay(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'perpdesk-replay-'));
  try {
    console.log(
      'replay, seconds of processor time, of universe and minutes, predictions made ahead, journal and traces on',
    );
    for (const [name, coins, days] of [
      ['all', COINS, DAYS],
      ['half the days', COINS, DAYS / 2],
      ['half the coins', COINS / 2, DAYS],
    ] as const) {
      const folder = join(scratch, `${coins}`);
      const market = manyCoins(coins, DAYS);
      if (name !== 'half the days')
        writeCandleFiles(market, folder, '1m', market.startsAt - LEAD_DAYS * DAY_MS, market.endsAt);
      printRow(name, await median(folder, days));
    }
    const year = yearFolder(join(scratch, 'year'), 30, 96 * (365 + LEAD_DAYS));
    const { coins, candles, trades, wallSeconds, load, phases, report } = await run(year, 365);
    console.log(
      `a year of ${coins} coins at 15 m, ${trades} trades, from files to report: ${wallSeconds.toFixed(1)} s by the clock (aim 30 s)`,
    );
    console.log(
      `  of ${(candles / 1e6).toFixed(2)} M candles; processor: files ${load.toFixed(1)} s, universe ${phases.universe.toFixed(1)} s, predictions ${phases.predictions.toFixed(1)} s, minutes ${phases.minutes.toFixed(1)} s, report ${report.toFixed(1)} s`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

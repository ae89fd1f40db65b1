/**
 * A process of the embedded desk, to be killed: it runs the functions of the minutes that its parent names, over HTTP
 * and by the entry files that AWS runs, with nothing of the test in it.
 */
import type { Minute } from '../../../lib/desk/units.ts';
import { epochMs } from '../../../lib/desk/units.ts';
import { importFunctions, minuteRun } from '../../../lib/local/handlers.ts';
import { liveInMarketTime } from '../../../lib/local/market-clock.ts';

/** What the parent asks: the minute of all functions that are due, or of some. */
export interface Order {
  readonly minute: Minute;
  readonly only?: readonly string[];
}

/** What it answers: what the functions threw. */
export type Done = readonly { readonly handler: string; readonly because: string }[];

const clock = liveInMarketTime(epochMs(0));
const functions = await importFunctions();

async function carryOut({ minute, only }: Order): Promise<Done> {
  clock.set(epochMs(minute));
  const run = minuteRun(functions.filter(({ name }) => only === undefined || only.includes(name)));
  return await run(minute);
}

process.on('message', (order: Order) => {
  void carryOut(order).then(done => process.send?.(done));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

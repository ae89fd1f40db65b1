/** What `npm run desk -- cost` reckons a month from: seconds and units of an average minute, signal bars among them. */
import { FUNCTIONS, type FunctionName, type MinuteRun, tickDesk, WARM_AT } from './tick/desk.ts';

const [SYMBOLS, POSITIONS] = [50, 5] as const;
/** The table in the same region; the venue, in Tokyo, as far as it is from Frankfurt. */
const [STORE_MS, VENUE_MS] = [10, 250] as const;
/** Two signal bars' time. */
const MINUTES = 30;

/** Prints the section. */
export async function benchMonth(): Promise<void> {
  const held = await run(POSITIONS);
  const none = await run(0);
  const mean = (runs: readonly MinuteRun[], figure: (run: MinuteRun) => number) =>
    runs.reduce((sum, each) => sum + figure(each), 0) / runs.length;
  console.log(
    `an average minute of a paper desk: ${SYMBOLS} symbols, ${POSITIONS} positions, ${MINUTES} minutes; stores ${STORE_MS} ms away, the venue ${VENUE_MS} ms`,
  );
  for (const name of FUNCTIONS) {
    const cpu = mean(held, each => each[name].cpuMs) / 1_000;
    const wait = mean(held, each => each[name].wallMs) / 1_000 - cpu;
    console.log(
      `${name.padEnd(10)}${cpu.toFixed(3).padStart(7)} s CPU${wait.toFixed(2).padStart(7)} s waiting`,
    );
  }
  const units = (runs: readonly MinuteRun[], figure: 'reads' | 'writes') =>
    mean(runs, each => FUNCTIONS.reduce((sum, name: FunctionName) => sum + each[name][figure], 0));
  for (const figure of ['reads', 'writes'] as const) {
    const [with5, without] = [units(held, figure), units(none, figure)];
    const each = (with5 - without) / POSITIONS;
    console.log(
      `${figure.padEnd(10)}${without.toFixed(1).padStart(7)} units, and ${each.toFixed(2)} for each open position`,
    );
  }
}

async function run(positions: number): Promise<readonly MinuteRun[]> {
  const order = { paper: true, coins: SYMBOLS, delayMs: STORE_MS, venueDelayMs: VENUE_MS };
  const desk = await tickDesk({ ...order, positions });
  const runs: MinuteRun[] = [];
  try {
    for (let minute = 0; minute < WARM_AT + MINUTES; minute += 1) {
      const each = await desk.minute();
      if (minute >= WARM_AT) runs.push(each);
    }
    return runs;
  } finally {
    await desk.close();
  }
}

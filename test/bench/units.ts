/** What a quiet minute of the four functions costs in units of DynamoDB: it grows with open positions, not with symbols. */
import { medianOf } from './median.ts';
import { FUNCTIONS, type MinuteRun, tickDesk, WARM_AT } from './tick/desk.ts';
import type { Units } from './tick/units.ts';

const SYMBOLS = [10, 100, 500] as const;
const POSITIONS = [0, 5, 15] as const;
/** Minutes that are measured, all of them between two signal bars. */
const MEASURED = 7;

/** Units of a quiet minute; undefined where so many positions do not fit into so many symbols. */
export async function unitsOf(symbols: number, positions: number): Promise<Units | undefined> {
  if (positions >= symbols) return undefined;
  const desk = await tickDesk({ coins: symbols, positions, delayMs: 0 });
  try {
    const runs: MinuteRun[] = [];
    for (let minute = 0; minute < WARM_AT + MEASURED; minute += 1) {
      const run = await desk.minute();
      if (minute >= WARM_AT) runs.push(run);
    }
    const open = await desk.positions();
    if (open !== positions) throw new Error(`${open} of ${positions} positions are open`);
    const sum = (run: MinuteRun, figure: 'reads' | 'writes') =>
      FUNCTIONS.reduce((total, name) => total + run[name][figure], 0);
    return {
      read: medianOf(runs.map(run => sum(run, 'reads'))),
      written: medianOf(runs.map(run => sum(run, 'writes'))),
    };
  } finally {
    await desk.close();
  }
}

/** Prints the section. */
export async function benchUnits(): Promise<void> {
  console.log('units of DynamoDB in a quiet minute, of all four functions: read / written');
  console.log(`${'symbols'.padEnd(10)}${POSITIONS.map(n => `${n} positions`.padStart(16)).join('')}`);
  for (const symbols of SYMBOLS) {
    const cells: string[] = [];
    for (const positions of POSITIONS) {
      const units = await unitsOf(symbols, positions);
      cells.push(units === undefined ? '-' : `${units.read.toFixed(1)} / ${units.written.toFixed(1)}`);
    }
    console.log(`${String(symbols).padEnd(10)}${cells.map(cell => cell.padStart(16)).join('')}`);
  }
}

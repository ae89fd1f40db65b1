/** Request weight of a minute that is quiet, of one at a signal bar, and of one in new containers at a signal bar. */
import { FUNCTIONS, type MinuteRun, tickDesk } from './tick/desk.ts';

const COINS = 500;
const POSITIONS = 15;
/** Of the desk's minutes: all is open and read by then. The deployment is at a signal bar, when most is read. */
const SHOWN = [
  ['quiet', 29],
  ['a signal bar has closed', 30],
  ['the same, deployed just then', 45],
  ['the first of a UTC day', 105],
] as const;
const DEPLOYED_AT = 45;

/** Prints the section. `minutes`: how many of the desk are run. */
export async function benchWeight(minutes = 106): Promise<void> {
  const desk = await tickDesk({ coins: COINS, positions: POSITIONS, delayMs: 0 });
  try {
    const runs: MinuteRun[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      if (minute === DEPLOYED_AT) await desk.deploy();
      runs.push(await desk.minute());
    }
    console.log(`request weight: ${COINS} symbols, ${await desk.positions()} positions`);
    for (const [what, minute] of SHOWN) {
      const run = runs[minute];
      if (run !== undefined) print(what, run);
    }
  } finally {
    await desk.close();
  }
}

function print(what: string, run: MinuteRun): void {
  const each = FUNCTIONS.map(name => `${name} ${run[name].weight}`).join(', ');
  const sum = FUNCTIONS.reduce((total, name) => total + run[name].weight, 0);
  console.log(`${what.padEnd(30)}${String(sum).padStart(6)}   ${each}`);
}

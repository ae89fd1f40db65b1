/** A warm minute of 500 symbols over HTTP, the servers 10 ms away: processor time, time and request weight. */
import { medianOf } from './median.ts';
import { FUNCTIONS, type FunctionName, type MinuteRun, tickDesk, WARM_AT } from './tick/desk.ts';

const COINS = 500;
const POSITIONS = 5;
const DELAY_MS = 10;
/** A quiet minute, and one in which a signal bar has just closed: bars and books are read anew. */
const isSignalBar = (minute: number): boolean => minute % 15 === 0;
const MINUTES = 80;

const THE_THREE = ['monitor', 'entry', 'scan'] as const satisfies readonly FunctionName[];

/** Prints the section. `minutes`: how many of the desk are run; the first twenty do not count. */
export async function benchTick(minutes = MINUTES): Promise<void> {
  const desk = await tickDesk({ coins: COINS, positions: POSITIONS, delayMs: DELAY_MS });
  const runs: { readonly minute: number; readonly run: MinuteRun }[] = [];
  try {
    for (let minute = 0; minute < minutes; minute += 1) {
      const run = await desk.minute();
      if (minute >= WARM_AT) runs.push({ minute, run });
    }
    const open = await desk.positions();
    console.log(
      `a warm minute: ${COINS} symbols, ${open} positions, each server ${DELAY_MS} ms away; medians`,
    );
    print(
      'quiet',
      runs.filter(({ minute }) => !isSignalBar(minute)).map(({ run }) => run),
    );
    print(
      'signal bar',
      runs.filter(({ minute }) => isSignalBar(minute)).map(({ run }) => run),
    );
    console.log('aims, of monitor, entry and scan: below 150 ms of processor, 1 s, at most 600 weight');
  } finally {
    await desk.close();
  }
}

function print(what: string, runs: readonly MinuteRun[]): void {
  const row = (name: string, cpu: number, wall: number, weight: number) =>
    console.log(
      `${what.padEnd(12)}${name.padEnd(10)}${cpu.toFixed(1).padStart(8)} ms CPU${wall.toFixed(0).padStart(7)} ms${weight.toFixed(0).padStart(7)} weight`,
    );
  for (const name of FUNCTIONS) {
    const of = (figure: 'cpuMs' | 'wallMs' | 'weight') => medianOf(runs.map(run => run[name][figure]));
    row(name, of('cpuMs'), of('wallMs'), of('weight'));
  }
  const sum = (run: MinuteRun, figure: 'cpuMs' | 'wallMs' | 'weight') =>
    THE_THREE.reduce((total, name) => total + run[name][figure], 0);
  const of = (figure: 'cpuMs' | 'wallMs' | 'weight') => medianOf(runs.map(run => sum(run, figure)));
  row('the three', of('cpuMs'), of('wallMs'), of('weight'));
}

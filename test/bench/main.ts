/**
 * `npm run bench`: what the desk takes, in time, processor, request weight, units and dollars; medians, and ratios
 * within one run. `npm run bench -- start tick` runs these sections alone; a number is how many minutes the desk is run for.
 */
import { benchBallot } from './ballot.ts';
import { benchIndicators } from './indicators.ts';
import { benchMinute } from './minute.ts';
import { benchMonth } from './month.ts';
import { benchNets } from './nets.ts';
import { benchReplay } from './replay.ts';
import { benchStart } from './start.ts';
import { benchSynth } from './synth.ts';
import { benchTick } from './tick.ts';
import { benchTrees, type Timing } from './trees.ts';
import { benchUnits } from './units.ts';
import { benchWeight } from './weight.ts';

const DESK_MINUTES = 400;

/** Each section, in the order in which all are run. */
const SECTIONS: Readonly<Record<string, (minutes: number | undefined) => Promise<void>>> = {
  start: () => benchStart(),
  synth: () => benchSynth(),
  tick: () => benchTick(),
  weight: () => benchWeight(),
  units: () => benchUnits(),
  indicators: () => benchIndicators(),
  month: () => benchMonth(),
  minute: (minutes = DESK_MINUTES) => benchMinute(minutes),
  replay: () => benchReplay(),
  ballot: async () => printTimings('a signal bar, one thread, warm, medians', await benchBallot()),
  trees: async () => printTimings('boosted trees, one thread, medians', benchTrees()),
  nets: async () => printTimings('nets, one thread, medians', await benchNets()),
};

function printTimings(title: string, timings: readonly Timing[]): void {
  console.log(title);
  for (const { name, median, unit } of timings)
    console.log(`${median.toFixed(2).padStart(9)} ${unit.padEnd(6)} ${name}`);
}

const words = process.argv.slice(2);
const minutes = words.map(Number).find(Number.isFinite);
const asked = words.filter(word => !Number.isFinite(Number(word)));
const unknown = asked.find(word => !(word in SECTIONS));
if (unknown !== undefined) {
  console.error(`${unknown}: there is no such section; they are ${Object.keys(SECTIONS).join(', ')}`);
  process.exit(2);
}
for (const [n, name] of (asked.length === 0 ? Object.keys(SECTIONS) : asked).entries()) {
  if (n > 0) console.log();
  await SECTIONS[name]?.(minutes);
}

/**
 * `npm run bench:retraining -- [--coins N] [--days N] [--kinds a,b] [--table]`: what one night of learning takes here.
 * Processor time is what counts on a machine that does other things as well; wall time is what Lambda cuts off.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MODEL_KINDS } from '../../../lib/models/ensemble.ts';
import type { Lap } from './night.ts';

/** Rows of the table in docs/models.md, smallest first: whoever runs out of patience keeps what is printed. */
const TABLE = [
  [10, 90],
  [30, 90],
  [50, 90],
  [30, 180],
  [30, 365],
] as const;

const { values: options } = parseArgs({
  options: {
    coins: { type: 'string', default: '30' },
    days: { type: 'string', default: '90' },
    kinds: { type: 'string', default: MODEL_KINDS.join(',') },
    table: { type: 'boolean', default: false },
  },
});

const asked = [Number(options.coins), Number(options.days)] as const;
const known = options.kinds.split(',').every(kind => MODEL_KINDS.some(each => each === kind));
if (!known || !asked.every(number => Number.isInteger(number) && number >= 1)) {
  console.error(`--coins and --days are whole numbers, --kinds some of ${MODEL_KINDS.join(',')}`);
  process.exit(2);
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The parts of a night of so many coins and days, measured in a process that does nothing else. */
async function night(coins: number, days: number): Promise<readonly Lap[]> {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-retraining-'));
  const file = join(folder, 'bars');
  try {
    const [made] = (await once(fork(script('./bars.ts'), [file, `${coins}`, `${days}`]), 'exit')) as [number];
    if (made !== 0) throw new Error('the bars could not be made');
    const child = fork(script('./night.ts'), [file, `${days}`, options.kinds]);
    let laps: readonly Lap[] = [];
    child.on('message', message => {
      laps = message as readonly Lap[];
    });
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error(`the night of ${coins} coins x ${days} days ended with ${code}`);
    return laps;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a night is made of: each kind, then what they are worth together. */
const PARTS = [...MODEL_KINDS, 'ensemble'] as const;

const sum = (laps: readonly Lap[], of: (lap: Lap) => number): number =>
  laps.reduce((total, lap) => total + of(lap), 0);
const minutes = (ms: number): string => (ms / 60_000).toFixed(1);
const peak = (laps: readonly Lap[]): number => Math.max(...laps.map(({ peakMb }) => peakMb));
const rowsOf = (laps: readonly Lap[]): string => (laps[0]?.rows ?? 0).toLocaleString('en');

function printNight(coins: number, days: number, laps: readonly Lap[]): void {
  console.log(`${coins} coins x ${days} days, ${rowsOf(laps)} rows of 15-minute bars, every fourth`);
  console.log('             wall min   processor min   peak MB until then');
  const line = (what: string, wallMs: number, processorMs: number, peakMb: number) =>
    console.log(
      `${what.padEnd(10)}${minutes(wallMs).padStart(11)}${minutes(processorMs).padStart(16)}${peakMb.toFixed(0).padStart(21)}`,
    );
  for (const { what, wallMs, processorMs, peakMb } of laps) line(what, wallMs, processorMs, peakMb);
  line(
    'in all',
    sum(laps, lap => lap.wallMs),
    sum(laps, lap => lap.processorMs),
    peak(laps),
  );
}

function printTableHead(): void {
  console.log(`| coins x days | rows | ${PARTS.join(' | ')} | all, processor | all, wall | peak memory |`);
  console.log(`|${'---|'.repeat(PARTS.length + 5)}`);
}

function printTableRow(coins: number, days: number, laps: readonly Lap[]): void {
  const parts = PARTS.map(part => laps.find(({ what }) => what === part)).map(lap =>
    lap === undefined ? '' : `${minutes(lap.processorMs)} min`,
  );
  const [processor, wall] = [sum(laps, lap => lap.processorMs), sum(laps, lap => lap.wallMs)].map(minutes);
  console.log(
    `| ${coins} x ${days} | ${rowsOf(laps)} | ${parts.join(' | ')} | ${processor} min | ${wall} min | ${(peak(laps) / 1024).toFixed(1)} GB |`,
  );
}

const machine = `${availableParallelism()} x ${cpus()[0]?.model ?? 'a processor'}, Node ${process.version}`;
if (options.table) {
  console.log(`${machine}\n`);
  printTableHead();
  for (const [coins, days] of TABLE) printTableRow(coins, days, await night(coins, days));
} else {
  console.log(machine);
  printNight(...asked, await night(...asked));
}

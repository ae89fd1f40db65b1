/** How long `npm run synth` takes: the assembly of cdk.json's desks, bundles included, in fresh processes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';
import { synth } from '../kit/synth.ts';
import { medianOf } from './median.ts';

const RUNS = 3;
/** What of it is the library's: a process that loads it and does nothing. */
const LOADING = "await import('aws-cdk-lib'); console.log(JSON.stringify(process.cpuUsage()))";

/** Prints the section: medians by the clock and of the processor, and the ratio to loading `aws-cdk-lib` alone. */
export async function benchSynth(): Promise<void> {
  const whole = Array.from({ length: RUNS }, () => ({ ...synthesised(), loading: loading() }));
  const [wall, processor, floor] = (['wall', 'processor', 'loading'] as const).map(of =>
    medianOf(whole.map(run => run[of])),
  ) as [number, number, number];
  console.log(`synth of cdk.json's desks, fresh processes, medians of ${RUNS}`);
  const line = (seconds: number, what: string): void =>
    console.log(`${seconds.toFixed(1).padStart(9)} s      ${what}`);
  line(wall, 'by the clock');
  line(processor, 'of a processor');
  line(
    floor,
    `of a processor to load aws-cdk-lib alone: synth takes ${(processor / floor).toFixed(1)} of it`,
  );
}

function synthesised() {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-synth-'));
  try {
    return synth(process.execPath, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function loading(): number {
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', LOADING], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  });
  const { user, system } = JSON.parse(told) as NodeJS.CpuUsage;
  return (user + system) / 1e6;
}

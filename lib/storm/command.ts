import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { bundled } from './bundle.ts';
import { runCampaign } from './campaign.ts';
import { Progress } from './progress.ts';
import { type Summary, summaryLines, summaryOf } from './summary.ts';

export interface StormConsole {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

interface Flags {
  readonly seeds: number;
  readonly seed?: number;
  readonly days: number;
  readonly threads: number;
  readonly json?: boolean;
}

const SEED_MAX = 2 ** 31 - 1;
const SHORT_STORIES = 3;
const HEARD_EVERY_MS = 15_000;

/** A whole number between two others, or commander's refusal. */
const whole = (least: number, most: number) => (text: string) => {
  const n = Number(text);
  if (Number.isInteger(n) && n >= least && n <= most) return n;
  throw new InvalidArgumentError(`a whole number from ${least} to ${most} is wanted`);
};

/**
 * `npm run storm`. Answers the exit code: 0 when every invariant held, 1 when one broke, 2 when the command was not
 * understood, of which one line on the error output tells.
 */
export async function stormCommand(args: readonly string[], { out, err }: StormConsole): Promise<0 | 1 | 2> {
  const program = new Command('storm')
    .description(
      'Tells whole days of a desk under faults, each drawn from a seed, and checks what must hold throughout.',
    )
    .option('--seeds <N>', 'how many', whole(1, 1_000_000), 20)
    .option('--seed <S>', 'the first one (default: by chance, printed)', whole(1, SEED_MAX))
    .option('--days <D>', 'days of each', whole(1, 30), 1)
    .option('--threads <N>', 'worker threads', whole(1, 64), availableParallelism())
    .option('--json', 'the summary as JSON')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: text => out(text.trimEnd()), writeErr: () => {} });
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    err(`${error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ')}. See npm run storm -- --help`);
    return 2;
  }
  return await storm(program.opts<Flags>(), { out, err });
}

async function storm(flags: Flags, { out, err }: StormConsole): Promise<0 | 1> {
  const { seeds: n, seed: first = 1 + Math.floor(Math.random() * 1_000_000), days, threads, json } = flags;
  const seeds = Array.from({ length: n }, (_, i) => first + i);
  err(`seeds ${first} to ${first + n - 1}, ${days} ${days === 1 ? 'day' : 'days'} each, ${threads} threads`);
  const scratch = mkdtempSync(join(tmpdir(), 'perpdesk-storm-'));
  const startedAt = performance.now();
  const progress = new Progress(first, n);
  let heardAt = startedAt;
  try {
    const worker = await bundled('lib/storm/worker.ts', scratch);
    const { results, told } = await runCampaign({
      seeds,
      days,
      threads,
      worker,
      tellings: SHORT_STORIES,
      onResult: result => {
        const { seed, broken } = result;
        progress.hear(result);
        if (broken !== undefined) err(`seed ${seed}: ${broken.invariant}: ${broken.because}`);
        if (performance.now() - heardAt < HEARD_EVERY_MS) return;
        heardAt = performance.now();
        err(progress.line((heardAt - startedAt) / 1_000));
      },
    });
    const summary: Summary = summaryOf(results, days, (performance.now() - startedAt) / 1_000);
    for (const line of json === true ? [JSON.stringify(summary, undefined, 2)] : summaryLines(summary))
      out(line);
    for (const text of told) out(`\n${text}`);
    return summary.failed.length === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SeedResult } from './one-seed.ts';
import type { Answer, Order } from './worker.ts';

export interface Campaign {
  readonly seeds: readonly number[];
  readonly days: number;
  readonly threads: number;
  /** The bundled worker. */
  readonly worker: string;
  /** Failures whose shortest story is looked for; more of them would say the same. */
  readonly tellings: number;
  /** No further seed is begun once one has failed. */
  readonly stopsAtFailure?: boolean;
  /** Hears of each seed as it ends. */
  readonly onResult: (result: SeedResult) => void;
}

/** Most of what a story makes is forgotten within its minute: with room enough it is never copied. */
const YOUNG_MB = 64;

export interface CampaignEnd {
  readonly results: readonly SeedResult[];
  /** The shortest stories of failures. */
  readonly told: readonly string[];
}

/** Runs seeds over threads, each thread taking the next one when it has ended the last; then looks for short stories. */
export async function runCampaign(campaign: Campaign): Promise<CampaignEnd> {
  const { seeds, days, threads, worker, tellings, stopsAtFailure = false, onResult } = campaign;
  const workers = Array.from(
    { length: Math.min(threads, seeds.length) },
    () =>
      new Worker(worker, {
        execArgv: ['--enable-source-maps'],
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      }),
  );
  try {
    const results: SeedResult[] = [];
    await spread(
      workers,
      seeds.map(seed => ({ type: 'run', seed, days })),
      answer => {
        if (answer.type !== 'result') return true;
        results.push(answer.result);
        onResult(answer.result);
        return !stopsAtFailure || answer.result.broken === undefined;
      },
    );
    const failed = results.filter(({ broken }) => broken !== undefined).slice(0, tellings);
    const told: string[] = [];
    await spread(
      workers,
      failed.map(({ seed }) => ({ type: 'shrink', seed, days })),
      answer => {
        if (answer.type === 'told') told.push(answer.text);
        return true;
      },
    );
    return { results: results.toSorted((a, b) => a.seed - b.seed), told };
  } finally {
    await Promise.all(workers.map(each => each.terminate()));
  }
}

/** Hands orders out one by one, until `hear` says that it is enough; rejects where a thread dies. */
async function spread(
  workers: readonly Worker[],
  orders: readonly Order[],
  hear: (answer: Answer) => boolean,
): Promise<void> {
  const left = [...orders];
  await Promise.all(
    workers.map(async worker => {
      for (let order = left.shift(); order !== undefined; order = left.shift()) {
        const answer = once(worker, 'message');
        worker.postMessage(order);
        const [said] = (await answer) as [Answer];
        if (!hear(said)) left.length = 0;
      }
    }),
  );
}

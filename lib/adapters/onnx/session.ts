import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { oneLine } from '../../desk/words.ts';
import type { NamedTensors } from '../../models/work.ts';
import { PortError } from '../../ports.ts';

/** A graph that is open: what it is asked it answers one after the other, and it closes when all is answered. */
export class Session {
  readonly #opening: Promise<Opened>;
  /** Settles, and never fails, when the last that was asked is answered. */
  #answered: Promise<unknown>;

  constructor(graph: Uint8Array, threads: number) {
    this.#opening = opened(graph, threads);
    this.#answered = this.#opening.catch(() => undefined);
  }

  /** @throws PortError for a graph that cannot be opened, or does not take what it is fed */
  run(feeds: NamedTensors): Promise<NamedTensors> {
    const answer = this.#answered.then(() => this.#run(feeds));
    this.#answered = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    await this.#answered;
    const opened = await this.#opening.catch(() => undefined);
    await opened?.session.release();
  }

  async #run(feeds: NamedTensors): Promise<NamedTensors> {
    const { runtime, session } = await this.#opening.catch((error: unknown) => {
      throw refusal('cannot be opened', error);
    });
    try {
      return plain(await session.run(fed(runtime, feeds)));
    } catch (error) {
      throw refusal('cannot be run', error);
    }
  }
}

type Runtime = typeof import('onnxruntime-node');

interface Opened {
  readonly runtime: Runtime;
  readonly session: InferenceSession;
}

/** The library is loaded when a net is first run: a desk without nets starts sooner, and where there is no binary. */
async function opened(graph: Uint8Array, threads: number): Promise<Opened> {
  const runtime = await import('onnxruntime-node');
  const session = await runtime.InferenceSession.create(graph, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Errors come back as errors; its own lines would be noise in a function's log.
    logSeverityLevel: 4,
  });
  return { runtime, session };
}

const fed = (runtime: Runtime, feeds: NamedTensors): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { shape, values }]) => [
      name,
      new runtime.Tensor('float32', values, shape),
    ]),
  );

function plain(outputs: Readonly<Record<string, Tensor>>): NamedTensors {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dims, data }]) => {
      if (data instanceof Float32Array) return [name, { shape: dims, values: data }];
      throw new Error(`its output ${name} holds no 32-bit floats`);
    }),
  );
}

const refusal = (what: string, error: unknown): PortError =>
  new PortError(
    'malformed',
    `the net ${what}: ${oneLine(error instanceof Error ? error.message : String(error))}`,
    { cause: error },
  );

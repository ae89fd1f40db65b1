import type { Tensors } from '../../ports.ts';
import { Session } from './session.ts';

export interface OnnxOptions {
  /** Threads that one graph runs on: one while serving, all cores in training. */
  readonly threads: number;
  /** Sessions kept open; the one that was longest not asked goes first. Eight when left out. */
  readonly sessionsMax?: number;
}

/** ONNX Runtime in this process, on the CPU. */
export function onnxTensors({ threads, sessionsMax = 8 }: OnnxOptions): Tensors {
  /** In the order in which they were last asked. */
  const sessions = new Map<Uint8Array, Session>();

  const release = async (graph: Uint8Array): Promise<void> => {
    const session = sessions.get(graph);
    sessions.delete(graph);
    await session?.close();
  };

  return {
    run: async (graph, feeds) => {
      const session = sessions.get(graph) ?? new Session(graph, threads);
      sessions.delete(graph);
      sessions.set(graph, session);
      const answer = session.run(feeds);
      const [oldest] = sessions.keys();
      const [outputs] = await Promise.all([
        answer,
        sessions.size > sessionsMax && oldest !== undefined ? release(oldest) : undefined,
      ]);
      return outputs;
    },
    release,
  };
}

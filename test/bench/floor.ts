import { Agent, request as send } from 'node:http';
import { grouped, type Recorded } from './recorder.ts';

export interface Replay {
  readonly seconds: number;
  /** Kind of request → milliseconds waited for its answers, all together. */
  readonly msOf: ReadonlyMap<string, number>;
}

/**
 * Sends recorded requests again, wave after wave, to servers in the state that the recording began with: what the same
 * run costs in input and output alone, without SDK, without ccxt, without a decision.
 */
export async function replay(requests: readonly Recorded[], servers: readonly string[]): Promise<Replay> {
  const msOf = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const one = ({ server, kind, method, path, headers, body }: Recorded) =>
    new Promise<void>((resolve, reject) => {
      const sentMs = performance.now();
      const url = `${servers[server] ?? ''}${path}`;
      const sent = send(url, { method, headers: { ...headers, connection: 'keep-alive' }, agent }, answer => {
        answer.resume().on('end', () => {
          msOf.set(kind, (msOf.get(kind) ?? 0) + performance.now() - sentMs);
          resolve();
        });
      });
      sent.on('error', reject).end(body);
    });
  const beganMs = performance.now();
  for (const wave of grouped(requests, each => each.wave).values()) await Promise.all(wave.map(one));
  agent.destroy();
  return { seconds: (performance.now() - beganMs) / 1_000, msOf };
}

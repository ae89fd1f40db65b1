import { createServer, type IncomingHttpHeaders, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it went over the wire. `server` is the index of the server it was for. */
export interface Recorded {
  readonly server: number;
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Requests with equal numbers were under way at the same time. */
  readonly wave: number;
}

export interface Recorder {
  /** Addresses that stand in for the servers', in their order. */
  readonly urls: readonly string[];
  readonly requests: readonly Recorded[];
  close(): void;
}

/** `GET /fapi/v1/klines`, or the operation that an AWS request names. */
const kindOf = (method: string, path: string, headers: IncomingHttpHeaders): string => {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.replace(/_?\d*\./, ' ') : `${method} ${path.split('?')[0]}`;
};

/** Stands between a desk and its servers, hands everything on, and remembers it. */
export async function record(servers: readonly string[]): Promise<Recorder> {
  const requests: Recorded[] = [];
  let [wave, waveIsOver] = [0, true];
  const proxies = servers.map((target, server) =>
    createServer((incoming, answer) => {
      // A wave ends with the first answer in it; what is sent after that may have depended on it.
      if (waveIsOver) wave += 1;
      waveIsOver = false;
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        const { method = 'GET', url: path = '/', headers } = incoming;
        const body = Buffer.concat(parts).toString('utf8');
        requests.push({ server, kind: kindOf(method, path, headers), method, path, headers, body, wave });
        const passed = send(`${target}${path}`, { method, headers }, reply => {
          waveIsOver = true;
          answer.writeHead(reply.statusCode ?? 500, reply.headers);
          reply.pipe(answer);
        });
        passed.end(body);
      });
    }),
  );
  const urls = await Promise.all(
    proxies.map(
      proxy =>
        new Promise<string>(resolve => {
          proxy.listen(0, '127.0.0.1', () =>
            resolve(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`),
          );
        }),
    ),
  );
  return {
    urls,
    requests,
    close: () => {
      for (const proxy of proxies) {
        proxy.close();
        proxy.closeAllConnections();
      }
    },
  };
}

/** Things by a key, in the order in which the keys first came. */
export function grouped<T, K>(things: readonly T[], keyOf: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group === undefined) groups.set(keyOf(thing), [thing]);
    else group.push(thing);
  }
  return groups;
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type BinanceClient,
  type BinanceOptions,
  binanceClient,
} from '../../../lib/adapters/binance/client.ts';

export const API_KEY = 'key-Vn4uTq8d';
export const SECRET = 'secret-9sKxPz2w';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly params: URLSearchParams;
  readonly raw: string;
  readonly apiKey: string | undefined;
}

/** An answer; `hang` never answers, `stall` sends the head of one and then nothing, `reset` drops the connection. */
export type Scripted =
  | { readonly status?: number; readonly json?: unknown; readonly text?: string; readonly weight?: number }
  | 'hang'
  | 'stall'
  | 'reset';

/** A venue that answers as a test tells it to, and remembers what it was asked. Time requests are not remembered. */
export async function scriptedServer(
  answer: (asked: Asked, nth: number) => Scripted,
  options: Partial<BinanceOptions> & { readonly time?: () => number } = {},
): Promise<{
  client: BinanceClient;
  asked: Asked[];
  times: number[];
  url: string;
  connections: () => number;
  close: () => Promise<void>;
  /** What a request for the time is answered with, where it is not the time. */
  timeText: string | undefined;
}> {
  const asked: Asked[] = [];
  const times: number[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    void handle(request).then(one => {
      if (one.path === '/fapi/v1/time') {
        const serverTime = options.time?.() ?? Date.now();
        times.push(serverTime);
        reply(response, venue.timeText === undefined ? { json: { serverTime } } : { text: venue.timeText });
        return;
      }
      asked.push(one);
      reply(response, answer(one, asked.length));
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const { time: _, ...rest } = options;
  const client = binanceClient({ baseUrl: url, apiKey: API_KEY, secret: SECRET, timeoutMs: 2_000, ...rest });
  const venue = {
    client,
    asked,
    times,
    url,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await client.close();
    },
    timeText: undefined as string | undefined,
  };
  return venue;
}

async function handle(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://venue');
  const body = Buffer.concat(chunks).toString();
  const raw = body === '' ? url.search.slice(1) : body;
  const apiKey = request.headers['x-mbx-apikey'];
  return {
    method: request.method ?? '',
    path: url.pathname,
    params: new URLSearchParams(raw),
    raw,
    apiKey: typeof apiKey === 'string' ? apiKey : undefined,
  };
}

function reply(response: ServerResponse, scripted: Scripted): void {
  if (scripted === 'hang') return;
  if (scripted === 'reset') {
    response.destroy();
    return;
  }
  if (scripted === 'stall') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{');
    return;
  }
  const { status = 200, json, text, weight } = scripted;
  if (weight !== undefined) response.setHeader('X-MBX-USED-WEIGHT-1M', String(weight));
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(text ?? JSON.stringify(json ?? {}));
}

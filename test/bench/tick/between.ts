import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy does to what goes through it. */
export interface Between {
  /** Milliseconds that each request waits before it is handed on. */
  readonly delayMs: number;
  /** What is handed on in place of a body. */
  readonly asked?: (body: string, kind: string) => string;
  /** Hears each answer. */
  readonly answered?: (body: string, kind: string) => void;
}

/** A server that hands everything on to another, late; answers its address. It ends with its process, or when it is closed. */
export async function standBetween(
  target: string,
  { delayMs, asked = body => body, answered = () => {} }: Between,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer({ keepAlive: true, noDelay: true }, (incoming, answer) => {
    void textOf(incoming).then(text => {
      const { method = 'GET', url: path = '/', headers } = incoming;
      const kind = kindOf(incoming);
      const body = asked(text, kind);
      const hand = () => {
        const options = { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } };
        const passed = send(`${target}${path}`, options, reply => {
          void textOf(reply).then(said => {
            answered(said, kind);
            answer.writeHead(reply.statusCode ?? 500, reply.headers).end(said);
          });
        });
        passed.on('error', () => answer.destroy()).end(body);
      };
      if (delayMs > 0) setTimeout(hand, delayMs);
      else hand();
    });
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** `GET /fapi/v1/klines`, or the operation that an AWS request names. */
function kindOf({ method = 'GET', url = '/', headers }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string'
    ? target.slice(target.indexOf('.') + 1)
    : `${method} ${url.split('?')[0] ?? ''}`;
}

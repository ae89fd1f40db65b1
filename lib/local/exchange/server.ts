import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Exchange, type ExchangeOptions } from './exchange.ts';

export interface ExchangeServer {
  readonly url: string;
  readonly exchange: Exchange;
  close(): Promise<void>;
}

/**
 * The simulated exchange on localhost, speaking Binance USD-M futures over HTTP. `port` 0 or none takes a free one.
 * Throws an ExchangeStateError when the state folder belongs to another market.
 */
export async function startExchange(
  options: ExchangeOptions & { readonly port?: number },
): Promise<ExchangeServer> {
  const exchange = new Exchange(options);
  const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
    serve(exchange, request, response);
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exchange,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function serve(exchange: Exchange, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const raw = [mark < 0 ? '' : url.slice(mark + 1), Buffer.concat(chunks).toString('utf8')];
    const sent = raw.filter(part => part !== '').join('&');
    reply(response, () => exchange.handle(request.method ?? 'GET', path, sent, request.headers));
  });
}

/** A bug in the exchange must not look like an answer of the venue: it is a 500 with its stack, and said aloud. */
function reply(response: ServerResponse, handle: () => ReturnType<Exchange['handle']>): void {
  try {
    const answer = handle();
    if (answer.drop) {
      response.socket?.destroy();
      return;
    }
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-length': Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  } catch (error) {
    console.error('simulated exchange:', error);
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
  }
}

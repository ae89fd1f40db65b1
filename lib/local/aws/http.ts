import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** A local service: where it listens, and how it stops (requests under way are finished first). */
export interface LocalService {
  readonly url: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** How long a request under way may keep a closing service waiting. */
const CLOSE_GRACE_MS = 1000;

/**
 * Starts a server on this machine alone. Port 0 is any free one; a taken port rejects. `release` is called when it
 * has closed, or could not be started.
 */
export async function listen(server: Server, port: number, release = async () => {}): Promise<LocalService> {
  try {
    await bind(server, port);
  } catch (error) {
    await release();
    throw error;
  }
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://${HOST}:${boundPort}`, close: () => close(server, release) };
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server, release: () => Promise<void>): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      server.close(error => (error ? reject(error) : resolve()));
      server.closeIdleConnections();
    });
  } finally {
    clearTimeout(late);
    await release();
  }
}

/** The body of a request as text. Rejects when the client goes away in the middle of it. */
export async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString('utf8');
}

/** Answers with a JSON body. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json',
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** `GetItem` of the header `X-Amz-Target: DynamoDB_20120810.GetItem`. */
export function operationOf(request: IncomingMessage): string {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? target.slice(target.indexOf('.') + 1) : '';
}

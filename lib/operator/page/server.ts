import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerJson, type LocalService, listen, readText } from '../../local/aws/http.ts';
import { Refusal, refusalLine } from '../../local/refusal.ts';
import type { NowView } from './api.ts';
import type { Asset } from './assets.ts';
import { HEADERS, turnedAway } from './gate.ts';
import { editLimit, READS, type Site } from './routes.ts';
import type { Watch } from './watch.ts';

/** A limit's value is short; whatever is longer is no edit. */
const EDIT_BYTES_MAX = 4_000;
/** A silent stream is closed by proxies and by laptops that slept; a comment keeps it open. */
const KEEP_OPEN_MS = 15_000;

export interface PageParts {
  readonly site: Site;
  readonly watch: Watch;
  readonly assets: ReadonlyMap<string, Asset>;
}

/** Serves the page on this machine alone. Rejects with a Refusal where the port is taken. `port` 0 is any free one. */
export async function servePage(parts: PageParts, port: number): Promise<LocalService> {
  let bound = port;
  const server = createServer((request, response) => {
    void answer(parts, bound, request, response);
  });
  try {
    const service = await listen(server, port);
    bound = Number(new URL(service.url).port);
    return service;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Refusal(
      `--port ${port}: another program listens there; give another port, or 0 for a free one`,
      {
        cause: error,
      },
    );
  }
}

async function answer(
  parts: PageParts,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const turned = turnedAway(request, port);
  if (turned !== undefined) return answerJson(response, turned.status, { because: turned.because });
  const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
  try {
    if (url.pathname === '/api/live') return stream(parts.watch, response);
    if (url.pathname.startsWith('/api/')) return await answerApi(parts.site, request, url, response);
    const asset = parts.assets.get(url.pathname);
    if (asset === undefined) return answerJson(response, 404, { because: 'there is no such page' });
    response.writeHead(200, { 'content-type': asset.type, 'content-length': Buffer.byteLength(asset.body) });
    response.end(asset.body);
  } catch (error) {
    // The world's failures and the user's mistakes in their own words; a bug is told as one.
    const line = refusalLine(error);
    const because = line ?? (error instanceof Error ? error.message : String(error));
    if (!response.headersSent) answerJson(response, line === undefined ? 500 : 422, { because });
    else response.end();
  }
}

async function answerApi(
  site: Site,
  request: IncomingMessage,
  { pathname, searchParams }: URL,
  response: ServerResponse,
): Promise<void> {
  const [, kind = '', rest = ''] = /^\/api\/([a-z-]+)(?:\/(.*))?$/.exec(pathname) ?? [];
  const name = decodeURIComponent(rest);
  if (request.method === 'POST') {
    if (kind !== 'limits') return answerJson(response, 404, { because: 'nothing there can be changed' });
    return answerJson(response, 200, await editLimit(site, name, await given(request)));
  }
  const read = Object.hasOwn(READS, kind) ? READS[kind] : undefined;
  if (read === undefined) return answerJson(response, 404, { because: `there is no /api/${kind}` });
  answerJson(response, 200, await read(site, searchParams, name));
}

async function given(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > EDIT_BYTES_MAX)
    throw new Refusal('the edit is too long');
  try {
    return JSON.parse(await readText(request));
  } catch {
    throw new Refusal('the edit is no JSON');
  }
}

/** Server-sent events: the desk as it stands, at once and at each change. */
function stream(watch: Watch, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const send = (now: NowView) => void response.write(`data: ${JSON.stringify(now)}\n\n`);
  const { now } = watch;
  if (now !== undefined) send(now);
  const done = watch.onChange(send);
  const open = setInterval(() => void response.write(':\n\n'), KEEP_OPEN_MS);
  response.on('close', () => {
    clearInterval(open);
    done();
  });
}

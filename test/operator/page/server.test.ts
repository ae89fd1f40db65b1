import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../lib/operator/connection.ts';
import { connectEmbedded } from '../../../lib/operator/embedded.ts';
import type {
  EditAnswer,
  LogPage,
  NotTakenRow,
  NowView,
  PositionDetail,
} from '../../../lib/operator/page/api.ts';
import { openDashboard } from '../../../lib/operator/page/command.ts';
import { openPage, type Page } from '../../../lib/operator/page/open.ts';
import { runCommand } from '../../../lib/operator/program.ts';
import { aStateFolder, removeFolder } from '../fixture.ts';

let folder: string;
let desk: Connection;
let page: Page;

beforeAll(async () => {
  folder = await aStateFolder();
  desk = await connectEmbedded({ state: folder, desk: undefined });
  page = await openPage(desk, { place: 'embedded', port: 0 });
});
afterAll(async () => {
  await page?.close();
  await desk?.close();
  removeFolder(folder);
});

const get = async <T>(path: string): Promise<T> =>
  (await fetch(new URL(path, page.url))).json() as Promise<T>;
const edit = async (name: string, text: string, headers = {}): Promise<Response> =>
  fetch(new URL(`api/limits/${name}`, page.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(page.url).origin, ...headers },
    body: JSON.stringify({ text }),
  });

/** What the stream says of the desk once it has read it. Events come in pieces, or several in one. */
async function firstNow(): Promise<NowView> {
  const abort = new AbortController();
  const response = await fetch(new URL('api/live', page.url), { signal: abort.signal });
  const decoder = new TextDecoder();
  let said = '';
  try {
    for await (const piece of response.body ?? []) {
      said += decoder.decode(piece as Uint8Array, { stream: true });
      const events = said
        .split('\n\n')
        .slice(0, -1)
        .filter(event => event.startsWith('data: '));
      const found = events.map(event => JSON.parse(event.slice(6)) as NowView).find(now => !now.reading);
      if (found !== undefined) return found;
    }
  } finally {
    abort.abort();
  }
  throw new Error(`the stream ended: ${said}`);
}

describe('the page’s server', () => {
  test('tells how the desk stands: its position with stop and targets, and who cut its size', async () => {
    const now = await firstNow();
    expect(now).toMatchObject({ place: 'embedded', silent: null, status: { desk: 'main', state: 'active' } });
    const [position] = now.positions;
    expect(position).toMatchObject({ symbol: 'HOLDUSDT', phase: 'protected', stopsLive: 2, markPrice: 100 });
    expect(position?.size).toMatch(/planned, .* executed: Risk Guard/);
  });

  test('answers what a trade’s waterfall is made of, taken or not', async () => {
    const [open] = (await firstNow()).positions;
    const detail = await get<PositionDetail>(`api/position/${open?.id}`);
    expect(detail.position.trace.length).toBeGreaterThan(5);
    expect(detail.path.mark.length).toBeGreaterThan(0);
    const refused = await get<readonly NotTakenRow[]>('api/not-taken');
    expect(refused.map(({ symbol, code }) => `${symbol} ${code}`)).toContain('HOLDUSDT symbol-busy');
    expect(await get(`api/not-taken/${refused[0]?.key}`)).toMatchObject({
      kind: 'not-taken',
      symbol: refused[0]?.symbol,
    });
  });

  test.each([
    'equity',
    'paths',
    'trades',
    'money',
    'price-tags',
    'report',
    'universe',
    'models',
    'doctor',
    'limits',
    'alarms',
  ])('answers /api/%s', async path => {
    const response = await fetch(new URL(`api/${path}`, page.url));
    expect(response.status).toBe(200);
    expect(await response.json()).toBeTruthy();
  });

  test('finds lines of the log', async () => {
    const { lines, total } = await get<LogPage>('api/log?types=entry&text=holdusdt');
    expect(total).toBe(1);
    expect(lines[0]?.text).toMatch(/^HOLDUSDT opened long/);
  });

  test('sets a limit that passes its checks, as the command line then says', async () => {
    const answer = (await (await edit('risk/positions-max', '9')).json()) as EditAnswer;
    expect(answer).toMatchObject({ type: 'set', after: '9' });
    expect(await desk.limits.get('risk/positions-max')).toMatchObject({ text: '9' });
  });

  test.each([
    ['a value out of its range', 'risk/positions-max', '4000', /0 to 40/],
    ['no number', 'risk/positions-max', 'many', /positions-max/],
  ])('refuses %s, and writes nothing', async (_what, name, text, says) => {
    const before = await desk.limits.get(name);
    expect(await (await edit(name, text)).json()).toMatchObject({
      type: 'refused',
      problems: [expect.stringMatching(says)],
    });
    expect(await desk.limits.get(name)).toEqual(before);
  });

  test.each([
    ['a limit that there is not', 'risk/position-max', '3', 422, /risk\/positions-max/],
    ['a secret', '../secrets/live-key', 'x', 422, /no such limit|nothing/],
    ['nothing', 'risk/positions-max', '', 422, /give the value/],
  ])('refuses an edit of %s', async (_what, name, text, status, says) => {
    const response = await edit(encodeURIComponent(name), text);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { because: string }).because).toMatch(says);
  });

  test('lets no other site edit a limit or read the desk', async () => {
    const before = await desk.limits.get('risk/positions-max');
    expect((await edit('risk/positions-max', '3', { origin: 'https://evil.example' })).status).toBe(403);
    expect(await statusAs('evil.example')).toBe(421);
    expect(await desk.limits.get('risk/positions-max')).toEqual(before);
  });

  test('says in one line what is asked for and is not there', async () => {
    for (const path of ['api/position/NOSUCH-1', 'api/not-taken/nosuch', 'api/money?from=tomorrow'])
      expect((await fetch(new URL(path, page.url))).status, path).toBe(422);
    for (const path of ['api/nosuch', 'api/__proto__', 'nosuch.html', '../package.json'])
      expect((await fetch(new URL(path, page.url))).status, path).toBe(404);
  });

  test('of a desk in the cloud writes nothing, and gives the commands', async () => {
    const cloud = await openPage(desk, { place: 'cloud', port: 0, flags: ' --region eu-central-1' });
    const before = await desk.limits.get('risk/positions-max');
    const response = await fetch(new URL('api/limits/risk/positions-max', cloud.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(cloud.url).origin },
      body: JSON.stringify({ text: '11' }),
    });
    expect(await response.json()).toEqual({
      type: 'command',
      commands: [
        'npm run desk -- limits set risk/positions-max 11 --aws --desk main --region eu-central-1',
        'aws ssm put-parameter --overwrite --name /perpdesk/main/limits/risk/positions-max --value 11 --region eu-central-1',
      ],
    });
    expect(await desk.limits.get('risk/positions-max')).toEqual(before);
    await cloud.close();
  });

  test('refuses a port that is taken, in one line with exit code 2', async () => {
    const { port } = new URL(page.url);
    const said: string[] = [];
    const err = { write: (text: string) => said.push(text) > 0 } as unknown as NodeJS.WritableStream;
    const console = { out: err, err, env: {} };
    const other = await aStateFolder();
    expect(await runCommand(['dashboard', '--state', other, '--port', port], console)).toBe(2);
    expect(said).toEqual([
      `--port ${port}: another program listens there; give another port, or 0 for a free one\n`,
    ]);
    removeFolder(other);
  });
});

test('the page of a desk at rest lets other commands in beside it, and says that the desk does not run', async () => {
  const other = await aStateFolder();
  const where = {
    state: other,
    aws: false,
    desk: undefined,
    region: undefined,
    profile: undefined,
    table: undefined,
    bucket: undefined,
  };
  const dashboard = await openDashboard(where, 0, true);
  const beside = await connectEmbedded({ state: other, desk: undefined });
  expect(beside.atRest).toMatch(/not running: npm start/);
  expect((await beside.limits.set('risk/positions-max', '8')).type).toBe('set');
  await beside.close();
  expect(await (await fetch(new URL('api/limits', dashboard.page.url))).json()).toContainEqual(
    expect.objectContaining({ name: 'risk/positions-max', text: '8' }),
  );
  await dashboard.close();
  const after = await connectEmbedded({ state: other, desk: undefined });
  expect(await after.limits.get('risk/positions-max')).toMatchObject({ text: '8' });
  await after.close();
  removeFolder(other);
});

/** The status that a request by another name of this machine gets. */
const statusAs = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(new URL('api/limits', page.url), { headers: { host } }, response => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });

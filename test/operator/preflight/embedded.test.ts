import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { markFolder, writeServers } from '../../../lib/local/state-folder.ts';
import { aSignalAt, coinMarket, WARM } from '../../kit/desk.ts';
import { type Embedded, embedded } from '../../kit/embedded.ts';
import { flat } from '../../kit/scripted-market.ts';
import { emptyFolder, removeFolder } from '../fixture.ts';
import { type Preflight, run, seenIn, statesOf } from './kit.ts';

/** The preflight of a desk that runs on this machine, against the simulated exchange, as it is typed. */

const folder = emptyFolder();
let desk: Embedded;
beforeAll(async () => {
  desk = await embedded({
    market: coinMarket(flat(100, 300)),
    startAt: WARM,
    equityUsd: 15_000,
    profile: 'math-ai',
    signals: [aSignalAt(0)],
  });
  markFolder(folder, { desk: 'test', market: 'simple' });
  writeServers(folder, { pid: process.pid, ...desk.urls });
});
afterAll(async () => {
  await desk.close();
  removeFolder(folder);
});

async function preflight(...words: readonly string[]) {
  const { code, out, err } = await run(['preflight', '--json', '--state', folder, ...words]);
  expect(err).toBe('');
  return { code, found: JSON.parse(out) as Preflight };
}
const destroy = () => preflight('--destroy');

describe('of a running embedded desk', () => {
  test('venue, clock, key, limits and models are looked at', async () => {
    const { code, found } = await preflight();
    const { limits, ...states } = statesOf(found);
    expect(states).toEqual({
      clock: 'ok',
      venue: 'ok',
      'key stored': 'ok',
      'account mode': 'ok',
      brackets: 'ok',
      xgboost: 'warning',
      lightgbm: 'warning',
      nhits: 'warning',
      patchtst: 'warning',
    });
    expect(['ok', 'warning']).toContain(limits);
    expect(code).toBe(0);
    expect(seenIn(found, 'brackets')).toMatch(/^of \d+ coins?, all allow/);
  });

  test('an account in hedge mode is refused', async () => {
    const { engine } = desk.exchange;
    const was = engine.state.hedgeMode;
    Object.assign(engine.state, { hedgeMode: true });
    onTestFinished(() => void Object.assign(engine.state, { hedgeMode: was }));
    const { code, found } = await preflight();
    expect([code, statesOf(found)['account mode']]).toEqual([1, 'refused']);
  });

  test('as lines it fits a terminal of 80 columns, with what to do under each', async () => {
    const { out } = await run(['preflight', '--state', folder]);
    const lines = out.split('\n');
    expect(lines[0]).toBe('Desk test on this machine, against the simulated exchange');
    expect(out).toMatch(/^venue {9}ok {11}127\.0\.0\.1:\d+ answers in \d+ ms$/m);
    const prose = lines.filter(line => !line.includes('→ npm'));
    expect(Math.max(...prose.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

describe('a desk is taken away', () => {
  const states = async () => {
    const { code, found } = await destroy();
    return { code, ...statesOf(found) };
  };
  const all = (state: string, code: number) => ({
    code,
    'test halted': state,
    'test book': state,
    'test venue': state,
  });

  test('not while it is active and a position is open, by its book and at the venue, which is named', async () => {
    await desk.minutes(3);
    expect((await desk.reader.load()).positions).toHaveLength(1);
    expect(await states()).toEqual(all('refused', 1));
    const { found } = await destroy();
    expect(seenIn(found, 'test book')).toMatch(/^COINUSDT-\d+T\d+ long, protected$/);
    expect(seenIn(found, 'test venue')).toMatch(
      /^COINUSDT long [\d.]+; COINUSDT stop-market x 2; COINUSDT take-profit-market/,
    );
  });

  test('not where the venue answers nothing, however empty the book', async () => {
    await run(['halt', '--flatten', '--state', folder]);
    await desk.minutes(3);
    expect(await states()).toEqual(all('ok', 0));
    await desk.sim('/sim/faults', [{ match: 'GET /fapi/v3/positionRisk', times: 50, status: 503 }]);
    onTestFinished(async () => void (await desk.sim('/sim/faults', [])));
    expect(await states()).toEqual({ ...all('ok', 1), 'test venue': 'not-checked' });
  });
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../lib/operator/program.ts';
import type { ReplayResult } from '../../lib/replay/result.ts';
import { sweptMarket } from '../kit/swept-market.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

const root = emptyFolder();
afterAll(() => removeFolder(root));
const file = (name: string) => join(root, name);
const resultIn = (name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as ReplayResult;

/** Runs a line, with Ctrl-C as soon as its progress says something. */
async function endedAt(words: string, line: string) {
  let told = '';
  const out = new PassThrough({ encoding: 'utf8' });
  const err = {
    write: (text: string) => {
      told += text;
      if (text.includes(words)) process.emit('SIGINT');
      return true;
    },
  } as unknown as NodeJS.WritableStream;
  const code = await runCommand(line.split(' '), { out, err, env: {} });
  return { code, out: String(out.read() ?? ''), err: told };
}

const DAY = 'replay --synthetic 7 --days 1';
/** Four hours of it, in which positions are opened and closed. */
const PART = '--from 2026-01-05T09:00Z --to 2026-01-05T13:00Z';
const HOURS = `${DAY} ${PART}`;

describe('a replay of the synthetic market', async () => {
  const told = await run(`${HOURS} --json ${file('a.json')} --report ${file('a.html')}`);

  test('trades on the word of the model that comes along, and says how it went', () => {
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/^Replay of 24 coins in bars of 1m, 2026-01-05 09:00 to 2026-01-05 13:00 UTC/);
    expect(told.out).toMatch(/^Trades +\d+/m);
    expect(told.out).toMatch(/^Journal hash [0-9a-f]{16}/m);
    expect(told.err).toMatch(/3 of 3 .* the minutes of the desk/);
  });

  test('has every dollar of each trade in its result', () => {
    const { trades, walletUsd, account, complete } = resultIn('a.json');
    expect(complete).toBe(true);
    expect(trades.length).toBeGreaterThan(3);
    const closed = trades.filter(({ closedAt }) => closedAt !== undefined);
    for (const { fills, fundingUsd, netUsd, trace, stops } of closed) {
      const realised = fills.reduce((sum, fill) => sum + fill.realisedUsd - fill.commissionUsd, fundingUsd);
      expect(netUsd).toBeCloseTo(realised, 6);
      expect(trace.length).toBeGreaterThan(5);
      expect(stops.length).toBeGreaterThan(0);
    }
    if (closed.length === trades.length) {
      const net = trades.reduce((sum, trade) => sum + trade.netUsd, walletUsd);
      expect(account.at(-1)?.equityUsd).toBeCloseTo(net, 2);
    }
  });

  test('writes a page that needs nothing else', () => {
    const page = readFileSync(file('a.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    expect(page).toContain(resultIn('a.json').hash.slice(0, 16));
  });

  test('is the same each time, whether still minutes are run or not', async () => {
    await run(`${HOURS} --every-minute --json ${file('each.json')}`);
    expect(resultIn('each.json').hash).toBe(resultIn('a.json').hash);
    expect(resultIn('each.json').ran.minutesRun).toBe(4 * 60);
    expect(resultIn('a.json').ran.minutesRun).toBeLessThan(4 * 60);
  });

  test('is set beside one under another limit', async () => {
    await run(`${HOURS} --set risk/trade-notional-usd-max=300 --json ${file('small.json')}`);
    const { code, out } = await run(`replay --compare ${file('a.json')} ${file('small.json')}`);
    expect(code).toBe(0);
    expect(out).toMatch(/risk\/trade-notional-usd-max +5000 +300/);
    expect(out).toMatch(/Risk Guard: per-trade cap/);
  });

  test('that is ended early says so, in its figures and its report', async () => {
    const line = `${DAY} --json ${file('ended.json')} --report ${file('ended.html')}`;
    const { code, out } = await endedAt('3 of 3', line);
    expect(code).toBe(1);
    const { complete, endedBecause, to } = resultIn('ended.json');
    expect([complete, to < Date.UTC(2026, 0, 6)]).toEqual([false, true]);
    expect(endedBecause).toMatch(/^ended by hand at 2026-01-05 \d\d:\d\d, of 2026-01-06 00:00 UTC$/);
    expect(out).toMatch(/ended by hand/);
    expect(readFileSync(file('ended.html'), 'utf8')).toMatch(/ended by hand/);
  });
});

const { candles, list } = sweptMarket();
const RECORDED = `replay --data ${candles} --from 2026-01-05 --to 2026-01-06`;

test.each(['look-ahead', 'start-up'])('%s shows nothing where nothing could be opened', async check => {
  const line = `${RECORDED} --force-signals ${list} --check ${check} --set control/state=halted`;
  const { code, out } = await run(line);
  expect(code).toBe(1);
  expect(out).toMatch(/^Nothing was opened, so nothing is shown: /m);
});

test('results of other prices are not set side by side', async () => {
  await run(`replay --synthetic 8 --days 1 ${PART} --json ${file('other-seed.json')}`);
  const { code, err } = await run(`replay --compare ${file('a.json')} ${file('other-seed.json')}`);
  expect(code).toBe(2);
  expect(err).toMatch(
    /not of the same bars: coins, span and length are the same, and the prices or volumes are not/,
  );
});

test('a replay that is ended before its first minute writes nothing', async () => {
  const { code, out, err } = await endedAt('1 of 3', `${DAY} --json ${file('early.json')}`);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^replay: ended by hand before its first minute; nothing is written$/m);
  expect(existsSync(file('early.json'))).toBe(false);
});

test('a check that is ended by hand says nothing', async () => {
  const { code, out, err } = await endedAt('1 of 3', `${DAY} --check look-ahead`);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^--check look-ahead: ended by hand; a check that is not whole says nothing$/m);
});

describe('a replay of recorded bars', () => {
  test('without a model trades nothing, and says why', async () => {
    const { code, out } = await run(`${RECORDED} --json ${file('none.json')}`);
    expect(code).toBe(0);
    expect(out).toMatch(/no model may vote here, so nothing was traded/);
    expect(resultIn('none.json').trades).toEqual([]);
  });

  test('trades a list of signals', async () => {
    writeFileSync(
      file('list.csv'),
      'time,symbol,side\n2026-01-05T03:00:00Z,SOLUSDT,long\n2026-01-05T06:00:00Z,ETHUSDT,short\n',
    );
    await run(`${RECORDED} --force-signals ${file('list.csv')} --json ${file('list.json')}`);
    expect(resultIn('list.json').trades.map(({ symbol, side }) => [symbol, side])).toEqual([
      ['SOLUSDT', 'long'],
      ['ETHUSDT', 'short'],
    ]);
  });

  test('names what is odd about them', async () => {
    const gappy = file('gappy');
    mkdirSync(gappy);
    const row = (at: number) => `${at},100,101,99,100,5000`;
    const from = Date.UTC(2026, 0, 1);
    const rows = Array.from({ length: 200 }, (_, n) => from + n * 900_000).filter((_, n) => n < 50 || n > 59);
    writeFileSync(
      join(gappy, 'BTCUSDT-15m.csv'),
      `ts,open,high,low,close,volume\n${rows.map(row).join('\n')}\n`,
    );
    const { out } = await run(`replay --data ${gappy}`);
    expect(out).toMatch(/BTCUSDT: .*gap/);
  });
});

describe('what cannot be replayed is refused in one line, and nothing is written', () => {
  const broken = file('broken');
  mkdirSync(broken);
  writeFileSync(
    join(broken, 'BTCUSDT-15m.csv'),
    'ts,open,high,low,close,volume\n1767225600000,1,2,1,1,1\n1767225600000,1,2,1,1,1\n',
  );
  writeFileSync(file('other.json'), '{"format":"something"}');
  test.each<[string, RegExp]>([
    ['replay', /^replay: say what to replay, either --data DIR or --synthetic SEED$/m],
    ['replay --data nowhere', /^nowhere: cannot be read .* Give a folder that exists\.$/m],
    [`replay --data ${broken}`, /BTCUSDT-15m\.csv:3: .*stands there twice/],
    [`${DAY} --from 2027-01-01`, /^--from 2027-01-01: outside the data, which goes from 2026-01-05/m],
    [`${DAY} --from 2026-01-05T06:00Z --to 2026-01-05T05:00Z`, /is not after --from/],
    [`${DAY} --from yesterday`, /^--from yesterday: not a date/m],
    [`${DAY} --set risk/positions-max=0.5`, /^--set risk\/positions-max: /m],
    [`${DAY} --set no/such=1`, /no\/such/],
    [`${DAY} --profile none`, /^--profile none: there is no such profile/m],
    [`${DAY} --models ${broken}`, /holds no roster\.json/],
    [`${DAY} --limits ${file('other.json')}`, /is no backup of limits/],
    [`${DAY} --account cash`, /^--account cash: choose/m],
    [`${DAY} --equity 0`, /--equity/],
    [`${DAY} --funding x`, /^replay: --funding goes with --data/m],
    [
      `${DAY} --force-signals ${file('other.json')} --as-if-licensed`,
      /leave --models and --as-if-licensed out/,
    ],
    [`${DAY} --json ${join(root, 'no', 'where.json')}`, /its folder is not there; make it first/],
    [`${DAY} --report ${root}`, /is a folder; name a file in it/],
    [`${DAY} --check bias`, /^--check bias: there is no such check; choose look-ahead or start-up$/m],
    [
      `${DAY} --check start-up --report ${file('no.html')}`,
      /^replay: --compare and --check answer, and write no /m,
    ],
    [`replay --compare ${file('other.json')}`, /--compare takes two files/],
    [`replay --compare ${file('other.json')} ${file('other.json')}`, /is no result of a replay, at format/],
  ])('%s', async (line, words) => {
    const { code, out, err } = await run(line);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(
      err
        .trimEnd()
        .split('\n')
        .filter(each => !each.includes('█') && !each.includes('░')),
    ).toHaveLength(1);
    expect(err).toMatch(words);
    expect(existsSync(join(root, 'no'))).toBe(false);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { planOf } from '../../lib/operator/sweeping/plan.ts';
import type { ReplayResult } from '../../lib/replay/result.ts';
import type { SweepResult } from '../../lib/replay/sweep/result.ts';
import { sweptMarket } from '../kit/swept-market.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

const root = emptyFolder();
afterAll(() => removeFolder(root));
const file = (name: string) => join(root, name);
const read = <T>(name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as T;

const { candles, list } = sweptMarket();
const WHAT = `--data ${candles} --from 2026-01-05 --force-signals ${list}`;
const SPAN = `sweep ${WHAT} --folds 1`;
const GRID = '--grid risk/positions-max=1,15 --grid universe/size-max=5';

describe('a sweep of recorded bars', async () => {
  const told = await run(`${SPAN} ${GRID} --threads 2 --json ${file('swept.json')}`);
  const swept = () => read<SweepResult>('swept.json');

  test('replays what the limits are and each combination, and says how it went', () => {
    expect(told.code, told.err).toBe(0);
    expect(swept().paths.map(({ n, changes }) => [n, changes])).toEqual([
      [0, {}],
      [1, { 'risk/positions-max': '1', 'universe/size-max': '5' }],
      [2, { 'risk/positions-max': '15', 'universe/size-max': '5' }],
    ]);
    expect(swept().paths[1]?.trades).toBeLessThan(swept().paths[2]?.trades ?? 0);
    expect(told.out).toContain('Nothing is concluded from 5 days: it takes 30.');
    expect(told.err).toMatch(/100 % of the combinations/);
  });

  test('comes to what a replay of the same limits comes to', async () => {
    const sets = '--set risk/positions-max=1 --set universe/size-max=5';
    await run(`replay ${WHAT} ${sets} --json ${file('replay.json')}`);
    const replayed = read<ReplayResult>('replay.json');
    const path = swept().paths[1];
    expect(path?.hash).toBe(replayed.hash);
    expect(path?.trades).toBe(replayed.trades.length);
    const growth = path?.returns.reduce((worth, each) => worth * (1 + each), 1) ?? 0;
    expect(growth * 10_000).toBeCloseTo(replayed.account.at(-1)?.equityUsd ?? 0, 4);
  });
});

test('combinations that share a universe come one after the other, however they are typed', async () => {
  const { combinations } = await planOf({
    grid: ['risk/positions-max=1,3', 'universe/size-max=5,6'],
    set: [],
    data: candles,
    from: '2026-01-05',
    forceSignals: list,
    folds: 1,
    metric: 'sharpe',
    threads: 1,
    equity: 10_000,
    account: 'usdt-isolated',
  });
  expect(combinations.map(({ 'universe/size-max': size }) => size)).toEqual([undefined, '5', '5', '6', '6']);
});

const many = Array.from({ length: 21 }, (_, i) => i + 1).join(',');

test.each([
  ['no grid', SPAN, 'sweep: say what to try'],
  ['a line that is none', `${SPAN} --grid leverage`, 'write it as NAME=V1,V2'],
  ['a limit that is none', `${SPAN} --grid plan/leverage-mx=1`, 'did you mean plan/leverage-max'],
  [
    'a value that is none',
    `${SPAN} --grid plan/leverage-max=much`,
    'plan/leverage-max: "much" is not a plain',
  ],
  ['a value that is empty', `${SPAN} --grid plan/leverage-max=2,`, 'plan/leverage-max: "" is not a plain'],
  ['a value twice', `${SPAN} --grid risk/positions-max=3,3`, '3 is there twice'],
  ['a limit twice', `${SPAN} --grid risk/positions-max=3 --grid risk/positions-max=4`, 'is there twice'],
  [
    'too many',
    `${SPAN} --grid risk/positions-max=${many} --grid universe/size-max=${many}`,
    '441 combinations',
  ],
  ['what is already', `${SPAN} --grid risk/positions-max=6 --set risk/positions-max=6`, 'all of it is what'],
  ['a measure that is none', `${SPAN} ${GRID} --metric luck`, 'choose sharpe, growth, calmar'],
  ['too many folds', `sweep ${WHAT} --folds 2 ${GRID}`, 'needs 15 whole days'],
  ['no market', `sweep ${GRID}`, 'say what to replay'],
  ['no place to write', `${SPAN} ${GRID} --json ${join('nowhere', 'x.json')}`, 'its folder is not there'],
])('%s is refused in one line, before the first replay', async (_name, line, words) => {
  const { code, out, err } = await run(line);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(words);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

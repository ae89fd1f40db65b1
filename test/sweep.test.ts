import { describe, expect, test } from 'vitest';
import { conclude } from '../lib/replay/sweep/conclude.ts';
import type { Changes } from '../lib/replay/sweep/grid.ts';
import type { SweepPath, SweepSpec } from '../lib/replay/sweep/result.ts';
import { RUN_FORMAT, runId, type SweepRun } from '../lib/replay/sweep/run.ts';
import { type SweepDesk, sweep } from '../lib/sweep.ts';
import { memorySweepStore } from './kit/sweep-store.ts';

const DAYS = 40;
const SPEC: SweepSpec = {
  from: Date.UTC(2026, 0, 1),
  to: Date.UTC(2026, 0, 1 + DAYS),
  symbols: ['BTCUSDT'],
  interval: '15m',
  walletUsd: 10_000,
  limits: [],
  models: [],
  metric: 'sharpe',
  folds: 2,
  leftOut: [],
  warnings: ['a gap'],
};
const COMBINATIONS: readonly Changes[] = [{}, { 'risk/positions-max': '1' }, { 'risk/positions-max': '2' }];
const CODE = 'the function:3';
const RUN: SweepRun = {
  format: RUN_FORMAT,
  code: CODE,
  asked: {},
  files: [],
  spec: SPEC,
  combinations: COMBINATIONS,
};

const pathOf = (n: number, changes: Changes): SweepPath => ({
  n,
  changes,
  hash: `of ${n}`,
  trades: n,
  feesUsd: n / 3,
  maxDrawdownFraction: 0,
  haltedFraction: 0,
  returns: Array.from({ length: DAYS }, (_, day) => Math.sin(day * (n + 1)) / 100),
});

/** A desk that has a run, and says what it replayed. */
function aDesk(run: object = RUN) {
  const { store, texts } = memorySweepStore();
  const text = JSON.stringify(run);
  const id = runId(text);
  texts.set(`${id}/run.json`, text);
  const replayed: number[] = [];
  const desk: SweepDesk = {
    store,
    replayerOf: async () => ({
      path: async (n, changes) => {
        replayed.push(n);
        return pathOf(n, changes);
      },
    }),
  };
  return { desk, id, texts, replayed, path: (n: number) => sweep(desk, { type: 'path', run: id, n }, CODE) };
}

describe('a combination', () => {
  test('is replayed with what it changes, and kept', async () => {
    const { path, id, texts } = aDesk();
    expect(await path(2)).toEqual({ run: id, n: 2 });
    expect(texts.get(`${id}/paths/2.json`)).toBe(JSON.stringify(pathOf(2, { 'risk/positions-max': '2' })));
  });

  test('that is kept is not replayed again', async () => {
    const { path, replayed } = aDesk();
    await path(1);
    await path(1);
    expect(replayed).toEqual([1]);
  });

  test('that the run does not have is none', async () => {
    const { path, id } = aDesk();
    await expect(path(3)).rejects.toThrow(`run ${id} has 3 combinations, and no #3`);
  });

  test('is not replayed of a run that is not what its command wrote', async () => {
    const { path, id, texts } = aDesk();
    texts.set(
      `${id}/run.json`,
      JSON.stringify({ ...RUN, combinations: [{}, { 'risk/positions-max': '50' }] }),
    );
    await expect(path(1)).rejects.toThrow(`run ${id} is not what its command wrote`);
  });

  test('is not replayed of a run that is not there, or of another version', async () => {
    const { desk } = aDesk();
    await expect(sweep(desk, { type: 'path', run: 'none', n: 0 }, CODE)).rejects.toThrow(
      'there is no run none',
    );
    await expect(aDesk({ ...RUN, format: 'perpdesk-sweep-run-9' }).path(0)).rejects.toThrow(
      /was written by another version of the command/,
    );
  });
});

test.each(['path', 'conclude'] as const)('other code than the run is for does not %s', async type => {
  const { desk, id, path, replayed, texts } = aDesk();
  for (const n of [0, 1]) await path(n);
  await expect(sweep(desk, { type, run: id, n: 2 }, 'the function:4')).rejects.toThrow(
    `run ${id} is not for version 4: when the deployment has ended, type the command again`,
  );
  expect(replayed).toEqual([0, 1]);
  expect(texts.has(`${id}/result.json`)).toBe(false);
});

describe('the conclusion', () => {
  const concluded = async (order: readonly number[]) => {
    const { desk, path, id, texts } = aDesk();
    for (const n of order) await path(n);
    expect(await sweep(desk, { type: 'conclude', run: id }, CODE)).toEqual({ run: id });
    return texts.get(`${id}/result.json`);
  };

  test('is what a sweep on one machine comes to, to the byte, in whatever order they were replayed', async () => {
    const here = conclude(
      SPEC,
      COMBINATIONS.map((changes, n) => pathOf(n, changes)),
    );
    expect(await concluded([0, 1, 2])).toBe(`${JSON.stringify(here)}\n`);
    expect(await concluded([2, 0, 1])).toBe(`${JSON.stringify(here)}\n`);
  });

  test('is not drawn from a part of them', async () => {
    const { desk, path, id, texts } = aDesk();
    await path(0);
    await path(2);
    await expect(sweep(desk, { type: 'conclude', run: id }, CODE)).rejects.toThrow(
      `run ${id}: nothing is kept of #1`,
    );
    expect(texts.has(`${id}/result.json`)).toBe(false);
  });
});

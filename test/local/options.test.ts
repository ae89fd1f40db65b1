import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { marketName, marketWords } from '../../lib/local/market.ts';
import { readOptions } from '../../lib/local/options.ts';
import { Refusal } from '../../lib/local/refusal.ts';
import { difference, type KeptTexts, keptTexts, settingsOf } from '../../lib/local/settings.ts';

const given = (...args: string[]): KeptTexts => {
  const asked = readOptions(args);
  if ('help' in asked) throw new Error('help was shown');
  return asked.given;
};
const settings = (...args: string[]) => settingsOf(keptTexts(given(...args), undefined));

test('no option at all is a desk on the synthetic market, with the model that comes along', () => {
  expect(readOptions([])).toEqual({
    given: {},
    start: {
      stateFolder: resolve('.perpdesk'),
      fresh: false,
      minutes: undefined,
      page: 'usual',
      speed: undefined,
      jsonFile: undefined,
    },
  });
  expect(settings()).toEqual({
    desk: 'main',
    market: { kind: 'synthetic', seed: 1, martingale: false },
    from: undefined,
    equityUsd: 10_000,
    account: 'usdt-isolated',
    signals: { kind: 'none' },
    models: expect.stringMatching(/models\/synthetic$/),
    learn: [],
    limits: {},
  });
});

test('a recorded market, a profile and edits over it', () => {
  const read = settings(
    ...'--market recorded --data d --history h --from 2025-05-29 --profile high-leverage'.split(' '),
    ...'--set risk/positions-max=2 --force-signals s.csv --account credits-cross'.split(' '),
  );
  expect(read).toMatchObject({
    market: { kind: 'recorded', data: resolve('d'), history: resolve('h'), funding: undefined },
    from: Date.UTC(2025, 4, 29),
    signals: { kind: 'file', path: resolve('s.csv') },
    account: 'credits-cross',
    limits: { 'sizing/method': 'fixed-margin', 'risk/positions-max': '2' },
  });
});

test.each([
  [['--frm', 'x'], /unknown option '--frm'.*--from.*--help/],
  [['extra'], /too many arguments/],
  [['--market', 'paper'], /--market.*choose synthetic or simple or recorded/],
  [['--seed', '1.5'], /--seed.*whole number/],
  [['--equity', '0'], /--equity.*number from 10/],
  [['--account', 'portfolio'], /--account.*choose usdt-isolated or credits-cross/],
  [['--account'], /--account.*argument missing/],
  [['--minutes', '-3'], /--minutes/],
  [['--speed', 'fast'], /--speed.*'fast'.*number/],
  [['--from', 'yesterday'], /--from.*2025-05-29T00:00:00Z/],
  [['--from', '2025-05-29T00:00:30Z'], /--from.*minute/],
  [['--desk', 'Main Desk'], /--desk.*small letters/],
  [['--data'], /--data.*argument missing/],
  [['--market', 'recorded'], /--data DIR/],
  [['--data', 'd'], /--market recorded/],
  [['--demo', '--force-signals', 's.csv'], /leave out either/],
  [['--demo', '--market', 'recorded', '--data', 'd'], /--force-signals FILE/],
  [['--profile', 'yolo'], /--profile yolo.*math-ai or high-leverage/],
  [['--market', 'simple', '--martingale'], /--martingale.*--market synthetic/],
  [['--demo', '--market', 'synthetic'], /--force-signals FILE/],
  [['--market', 'synthetic', '--data', 'd'], /--market recorded/],
  [['--models', 'no-such-folder'], /--models .*no-such-folder: there is no roster.json/],
  [['--set', 'risk/positions-max'], /NAME=VALUE/],
  [['--set', 'risk/positons-max=3'], /risk\/positons-max: no such limit/],
  [['--set', 'risk/positions-max=1000'], /risk\/positions-max: .*40/],
])('%j is refused with one clear line', (args, line) => {
  const read = () => settings(...args);
  expect(read).toThrow(Refusal);
  expect(read).toThrow(line);
  try {
    read();
  } catch (error) {
    expect(String(error)).not.toContain('\n');
  }
});

test('a start without options goes on with the stored desk, and one that contradicts it asks for another', () => {
  const stored = keptTexts(given('--seed', '7', '--demo'), undefined);
  expect(keptTexts({}, stored)).toEqual(stored);
  expect(keptTexts(given('--seed', '7'), stored)).toEqual(stored);
  expect(difference({}, stored)).toBeUndefined();
  expect(difference(given('--seed', '7'), stored)).toBeUndefined();
  expect(difference(given('--seed', '8'), stored)).toBe('--seed 8 instead of 7');
  expect(difference(given('--profile', 'math-ai'), stored)).toBe('--profile math-ai instead of none');
});

test('an account is of one kind for ever, and a desk from before there was a choice is isolated', () => {
  const stored = keptTexts(given('--account', 'credits-cross'), undefined);
  expect(difference(given('--account', 'usdt-isolated'), stored)).toBe(
    '--account usdt-isolated instead of credits-cross',
  );
  const { account: _, ...older } = keptTexts(given(), undefined);
  expect(settingsOf(older).account).toBe('usdt-isolated');
  expect(difference(given('--account', 'usdt-isolated'), older)).toBeUndefined();
  expect(() => settingsOf({ ...older, account: 'margin' })).toThrow(/--account margin: choose/);
});

test.each([
  [['--market', 'synthetic', '--seed', '7'], 'synthetic', 'synthetic market, seed 7'],
  [['--market', 'synthetic', '--seed', '7', '--martingale'], 'martingale', 'martingale market, seed 7'],
  [[], 'synthetic', 'synthetic market, seed 1'],
  [['--market', 'recorded', '--data', 'd'], 'recorded', 'recorded market'],
])('%j is a market with a name of its own, which licences go by', (args, name, words) => {
  const { market } = settings(...args);
  expect([marketName(market), marketWords(market)]).toEqual([name, words]);
});

test('models are looked for where they are said to be', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-models-'));
  writeFileSync(join(folder, 'roster.json'), '{}');
  expect(settings('--models', folder).models).toBe(folder);
  rmSync(folder, { recursive: true });
});

test('help names every option', () => {
  const asked = readOptions(['--help']);
  expect('help' in asked && asked.help).toMatch(/--force-signals[\s\S]*Ctrl-C/);
});

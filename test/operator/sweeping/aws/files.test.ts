import { createHash } from 'node:crypto';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runFiles } from '../../../../lib/operator/sweeping/aws/files.ts';
import { emptyFolder, removeFolder } from '../../fixture.ts';

const root = emptyFolder();
afterAll(() => removeFolder(root));
const written = (name: string, text = name): string => {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const placesOf = (flags: Parameters<typeof runFiles>[0]) => runFiles(flags).files.map(({ place }) => place);

for (const name of [
  'BTCUSDT-1m.csv.gz',
  'ETHUSDT-1m.csv',
  'BTCUSDT-15m.csv.gz',
  'notes.txt',
  'ADAUSDT-1h.csv.gz',
])
  written(`candles-1m-2025-05/${name}`);
for (const coin of ['BTCUSDT', 'XRPUSDT']) {
  written(`history/${coin}-15m.csv.gz`);
  written(`funding/2025-05/${coin}-funding.csv.gz`);
}
for (const name of ['roster.json', 'xgboost/v1/model.json', 'xgboost/v1/manifest.json'])
  written(`models/${name}`);
const data = join(root, 'candles-1m-2025-05');
const history = join(root, 'history');
const models = join(root, 'models');

describe('the files of a run', () => {
  test('are those that are played, and of the history and the funding those of the same coins', () => {
    expect(placesOf({ data, history })).toEqual([
      'data/BTCUSDT-1m.csv.gz',
      'data/ETHUSDT-1m.csv',
      'history/BTCUSDT-15m.csv.gz',
      'funding/BTCUSDT-funding.csv.gz',
    ]);
  });

  test('are named where they will lie, funding that was found beside the data too', () => {
    const limits = written('my-limits.json');
    const forceSignals = written('my-list.csv');
    expect(runFiles({ data, history, limits, forceSignals }).flags).toEqual({
      data: 'data',
      history: 'history',
      funding: 'funding',
      limits: 'limits.json',
      forceSignals: 'signals.csv',
    });
  });

  test('have the digest of what is in them, whatever they are called', () => {
    const [file] = runFiles({ data, limits: written('other-name.json', 'the limits') }).files.slice(-1);
    expect(file?.digest).toBe(createHash('sha256').update('the limits').digest('hex'));
  });

  test('are all that a folder of models holds', () => {
    expect(placesOf({ models })).toEqual([
      'models/roster.json',
      'models/xgboost/v1/manifest.json',
      'models/xgboost/v1/model.json',
    ]);
  });

  test('are the models that come along, for the market that they have learnt', () => {
    expect(placesOf({})).toContain('models/roster.json');
    expect(placesOf({ data, market: 'synthetic' })).toContain('models/roster.json');
    expect(placesOf({ martingale: true })).toEqual([]);
    expect(placesOf({ forceSignals: written('list.csv') })).toEqual(['signals.csv']);
  });

  test('that have no room on the function’s disk are refused before any is read', () => {
    const large = written('large/BTCUSDT-1m.csv');
    truncateSync(large, 2_100_000_000);
    expect(() => runFiles({ data: dirname(large) })).toThrow(
      '--aws: the files are 2100 MB, and the function has room for 2000: take fewer coins or longer bars, or sweep on this machine',
    );
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { layRun } from '../../lib/adapters/run-folder.ts';
import { memorySweepStore } from '../kit/sweep-store.ts';

const root = mkdtempSync(join(tmpdir(), 'perpdesk-run-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let scratches = 0;
const aScratch = () => join(root, String(scratches++));

describe('a run’s folder', () => {
  test('holds each file where the run says', async () => {
    const { store, shared } = memorySweepStore();
    const files = [shared('data/BTCUSDT-1m.csv.gz', 'bars'), shared('models/xgboost/v1/model.json', '{}')];
    const folder = await layRun(store, files, aScratch());
    expect(readFileSync(join(folder, 'data/BTCUSDT-1m.csv.gz'), 'utf8')).toBe('bars');
    expect(readFileSync(join(folder, 'models/xgboost/v1/model.json'), 'utf8')).toBe('{}');
  });

  test('of the next run has nothing of the one before, and what both read is fetched once', async () => {
    const { store, shared, asked } = memorySweepStore();
    const [bars, list, other] = [
      shared('data/A', 'bars'),
      shared('signals.csv', 'a'),
      shared('signals.csv', 'b'),
    ];
    const scratch = aScratch();
    await layRun(store, [bars, list], scratch);
    const folder = await layRun(store, [bars, other], scratch);
    expect(readdirSync(folder).toSorted()).toEqual(['data', 'signals.csv']);
    expect(readFileSync(join(folder, 'signals.csv'), 'utf8')).toBe('b');
    expect(asked).toEqual([bars.digest, list.digest, other.digest]);
    // What it does not read has made room.
    expect(readdirSync(join(scratch, 'files')).toSorted()).toEqual([bars.digest, other.digest].toSorted());
  });

  test('two places may have the same content', async () => {
    const { store, shared } = memorySweepStore();
    const folder = await layRun(store, [shared('data/A', 'same'), shared('data/B', 'same')], aScratch());
    expect(readdirSync(join(folder, 'data'))).toEqual(['A', 'B']);
  });
});

describe('a file', () => {
  test('that has gone from the bucket is a failure', async () => {
    const { store, shared, files } = memorySweepStore();
    const bars = shared('data/A', 'bars');
    files.clear();
    await expect(layRun(store, [bars], aScratch())).rejects.toThrow('data/A: is not in the bucket any more');
  });

  test('that is another than was uploaded is refused, and left nowhere', async () => {
    const { store, shared, files } = memorySweepStore();
    const bars = shared('data/A', 'bars');
    files.set(bars.digest, { bytes: new TextEncoder().encode('other'), at: 0 });
    const scratch = aScratch();
    await expect(layRun(store, [bars], scratch)).rejects.toThrow('data/A: is not the file that was uploaded');
    expect(readdirSync(join(scratch, 'files'))).toEqual([]);
  });

  test.each(['../../elsewhere', 'data/../../elsewhere'])('at %s is laid nowhere', async place => {
    const { store, shared } = memorySweepStore();
    const scratch = aScratch();
    await expect(layRun(store, [shared(place, 'bars')], scratch)).rejects.toThrow(
      /outside of the run's folder/,
    );
    expect(existsSync(join(root, 'elsewhere'))).toBe(false);
  });
});

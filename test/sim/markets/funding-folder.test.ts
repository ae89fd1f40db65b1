import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fundingFolderFor, fundingNameFor } from '../../../lib/sim/markets/funding-folder.ts';
import { csv, folderWith, minuteRow } from './folders.ts';

describe('the funding that belongs to a folder of candles, by its name,', () => {
  const names = ['2023-07_08', '2023-07_2025-08', '2025-05_06', 'README.md'];
  test.each([
    ['candles-1m-2025-05_06', '2025-05_06'],
    ['candles-1m-2023-07_08', '2023-07_08'],
    ['candles-15m-2024-10_2025-08', '2023-07_2025-08'],
    ['candles-15m-2025-05', '2025-05_06'],
    ['candles-1m-2025-06_07', '2023-07_2025-08'],
    ['candles-1h-2025-09_2025-12', undefined],
    ['candles-1h-2025-08_10', undefined],
    ['my-candles', undefined],
  ])('of %s is %s', (name, expected) => {
    expect(fundingNameFor(name, names)).toBe(expected);
  });
});

describe('the folder of funding', () => {
  /** A folder of candles of Bitcoin, with funding of some coins beside it. */
  function folders(funding: readonly string[] | undefined): { readonly data: string; readonly home: string } {
    const home = folderWith({});
    const data = join(home, 'candles-1m-2025-05_06');
    mkdirSync(data);
    writeFileSync(join(data, 'BTCUSDT-1m.csv'), csv(minuteRow(0, 100)));
    if (funding !== undefined) mkdirSync(join(home, 'funding/2025-05_06'), { recursive: true });
    for (const name of funding ?? [])
      writeFileSync(join(home, 'funding/2025-05_06', name), 'ts,funding_rate\n0,0\n');
    return { data, home };
  }

  test('is found beside the candles', () => {
    const { data, home } = folders(['BTCUSDT-funding.csv', 'ADAUSDT-funding.csv']);
    expect(fundingFolderFor(data)).toBe(join(home, 'funding/2025-05_06'));
    expect(fundingFolderFor(`${data}/`)).toBe(join(home, 'funding/2025-05_06'));
  });

  test.each([
    ['there is none', undefined],
    ['it is empty', []],
    ['it knows other coins alone', ['ADAUSDT-funding.csv']],
  ])('is not made up where %s', (_why, funding) => {
    expect(fundingFolderFor(folders(funding).data)).toBeUndefined();
  });

  test('of a folder that cannot be played is refused', () => {
    expect(() => fundingFolderFor(folderWith({}))).toThrow(/no file SYMBOL-1m/);
  });

  const SHARED = '../shared/data';
  test.skipIf(!existsSync(SHARED))(`of the real quarter hours is the long record [needs ${SHARED}]`, () => {
    const found = fundingFolderFor(join(SHARED, 'candles-15m-2024-10_2025-08'));
    expect(found?.endsWith('funding/2023-07_2025-08')).toBe(true);
  });
});

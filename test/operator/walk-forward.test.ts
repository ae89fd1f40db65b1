import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { emptyFolder, removeFolder } from './fixture.ts';
import { candleFolder, dayAfter, run } from './train-kit.ts';

const root = emptyFolder();
afterAll(() => removeFolder(root));

const DAYS = 45;
const data = candleFolder(join(root, 'data'), { seed: 1, coins: 3, bars: 96 * DAYS, edge: 0.4 });
const asked = `walk-forward --data ${data} --to ${dayAfter(DAYS)} --kind lightgbm --every-bars 8`;

describe('walk-forward', async () => {
  const told = await run(`${asked} --recipe 15m/4h`);

  test('shows what a kind has shown out of sample, and the reason why it may not vote', () => {
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/^binance-usdm, 3 coins, 2025-01-01 to 2025-02-15, out of sample$/m);
    expect(told.out).toMatch(/^lightgbm +[-+]0\.\d{5} 0\.\d{3} /m);
    expect(told.err).toMatch(/15m\/4h lightgbm: fold 6 of 6/);
  });

  test('says the same as JSON, without the days', async () => {
    const { out } = await run(`${asked} --recipe 15m/4h --json`);
    const report = JSON.parse(out);
    expect(report.recipes[0].walked[0]).toMatchObject({
      name: 'lightgbm',
      evaluation: { rows: expect.any(Number) },
    });
    expect(report.recipes[0].walked[0].evaluation.record).toBeUndefined();
  });

  test('and as a table of Markdown, every recipe that is not chosen among them', async () => {
    const { out } = await run(`${asked} --markdown`);
    const rows = out.trimEnd().split('\n');
    expect(rows).toHaveLength(5);
    expect(new Set(rows.map(row => row.split('|').length))).toEqual(new Set([13]));
    expect(rows.slice(2).map(row => row.split(' | ')[0])).toEqual(['| 15m/4h', '| 1h/24h', '| 4h/72h']);
  });
});

test.each([
  ['walk-forward', /^walk-forward: say what to learn from, either --data DIR or --synthetic SEED$/m],
  [`walk-forward --data ${data}`, /^walk-forward: --data wants --to DATE/m],
  [`${asked} --recipe 5m`, /^--recipe 5m: there is no such recipe; choose 15m\/4h, 1h\/24h, 4h\/72h$/m],
  ['walk-forward --synthetic 1 --kind tree', /^--kind tree: there is no such kind/m],
  [`walk-forward --data ${data} --to ${dayAfter(4)}`, /^walk-forward: too little data/m],
])('%s is refused in one line', async (line, words) => {
  const { code, out, err } = await run(line);
  expect(code).not.toBe(0);
  expect(out).toBe('');
  expect(err).toMatch(words);
});

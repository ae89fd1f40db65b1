import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { symbolId } from '../../lib/desk/units.ts';
import { checkFile, readManifest } from '../../lib/models/manifest.ts';
import { syntheticHistory } from '../../lib/operator/training/history.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { championFiles } from '../kit/champion-files.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { candleFolder, dayAfter, run } from './train-kit.ts';

const root = emptyFolder();
afterAll(() => removeFolder(root));

const DAYS = 45;
const edged = { seed: 1, coins: 3, bars: 96 * DAYS, edge: 0.4 };
const data = candleFolder(join(root, 'data'), edged);
const at = (name: string): string => join(root, name);
const QUICK = '--every-bars 4 --rounds 20';

describe('train', async () => {
  const out = at('model');
  const trained = await run(`train --data ${data} --to ${dayAfter(DAYS)} --out ${out} ${QUICK}`);

  test('writes a model and the manifest that stands for it', () => {
    expect(trained.code).toBe(0);
    const { manifest: text, file } = championFiles(out);
    const manifest = readManifest(text);
    expect(() => checkFile(manifest, file)).not.toThrow();
    expect(manifest).toMatchObject({ kind: 'xgboost', market: 'binance-usdm' });
    expect(manifest.symbols).toEqual(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']);
    expect(manifest.revalidatedAt).toBe(Date.parse(dayAfter(DAYS)));
  });

  test('tells each fold with its time, beside what it answers', () => {
    const lines = trained.err.trim().split('\n');
    expect(
      lines.filter(line => /^ +\d+\.\d s {2}fold \d of 6: learnt from \d+ rows/.test(line)),
    ).toHaveLength(6);
    expect(trained.out).not.toContain('fold 1 of 6');
  });

  test.each([
    /^log loss +0\.\d{5} against the base rate's 0\.\d{5}/m,
    /^AUC +0\.\d{3}$/m,
    /^win rate +\d.* n = \d+ on \d+ days/m,
    /^net R +-?\d\.\d{3} R a trade \(90 % interval /m,
    /^deflated Sharpe +\d\.\d{3}: the chance/m,
    /^when we know +\S/m,
    /^verdict +(licensed|not licensed: \S)/m,
  ])('says in words %s', said => {
    expect(trained.out).toMatch(said);
    expect(Math.max(...trained.out.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test('gives the same files for the same data and seed, and does not see what comes after --to', async () => {
    const to = `--to ${dayAfter(40)}`;
    const cut = candleFolder(at('cut'), edged, 96 * 40);
    await run(`train --data ${data} ${to} --out ${at('whole-model')} ${QUICK}`);
    await run(`train --data ${cut} ${to} --out ${at('cut-model')} ${QUICK}`);
    expect(championFiles(at('whole-model'))).toEqual(championFiles(at('cut-model')));
    expect(championFiles(at('whole-model')).manifest).not.toBe(championFiles(out).manifest);
  });

  test('judges no coin by what comes after --to', async () => {
    const early = await run(`train --data ${data} --to ${dayAfter(29)} --out ${at('early')} ${QUICK}`);
    expect(early.err).toContain('ETHUSDT is left out: 29 of 30 daily bars');
  });

  test('answers as JSON, and finds no licence where there is nothing to learn', async () => {
    const martingale = candleFolder(at('martingale'), { ...edged, edge: 0 });
    const { code, out: answer } = await run(
      `train --data ${martingale} --to ${dayAfter(DAYS)} --out ${at('none')} ${QUICK} --market synthetic --json`,
    );
    const report = JSON.parse(answer);
    expect([code, report.licence.licensed, report.manifest.market]).toEqual([0, false, 'synthetic']);
    expect(report.licence.because).not.toBe('');
    expect(report.evaluation.standing.whenWeWillKnow.sentence).toContain('independent trades');
  });

  test('folds whole hours for the longer recipe', async () => {
    const longer = `train --data ${data} --to ${dayAfter(DAYS)} --recipe 1h/24h --rounds 5`;
    expect((await run(`${longer} --out ${at('hours')}`)).code).toBe(0);
    expect(readManifest(championFiles(at('hours')).manifest).recipe).toMatchObject({
      barMinutes: 60,
      horizonBars: 24,
    });
  });
});

describe('bad input', () => {
  const empty = at('empty');
  mkdirSync(empty);
  const file = at('a-file');
  writeFileSync(file, '');
  const broken = candleFolder(at('broken'), { seed: 1, coins: 1, bars: 200 });
  writeFileSync(join(broken, 'ETHUSDT-15m.csv'), 'ts,open,high,low,close,volume\n0,1,1,1,NaN,5\n');
  const to = `--to ${dayAfter(DAYS)}`;
  const out = at('never');

  test.each([
    ['a missing folder', `--data ${at('nowhere')} ${to} --out ${out}`, 'cannot be read'],
    ['no candle files', `--data ${empty} ${to} --out ${out}`, 'no file SYMBOL-15m.csv.gz'],
    ['a price that is none', `--data ${broken} ${to} --out ${out}`, 'ETHUSDT-15m.csv:2: close'],
    ['a word for a date', `--data ${data} --to may --out ${out}`, '--to may: not a date'],
    ['a day that no month has', `--data ${data} --to 2025-02-30 --out ${out}`, '--to 2025-02-30: not a date'],
    ['a date after the data', `--data ${data} --to ${dayAfter(DAYS + 1)} --out ${out}`, 'outside the data'],
    ['a date before the data', `--data ${data} --to ${dayAfter(0)} --out ${out}`, 'outside the data'],
    ['an output that is a file', `--data ${data} ${to} --out ${file}`, 'is a file, not a folder'],
    ['an output within a file', `--data ${data} ${to} --out ${file}/model`, 'is a file, not a folder'],
    ['too little data', `--data ${data} --to ${dayAfter(3)} --out ${out}`, 'too little data'],
    ['bars too far apart', `--data ${data} ${to} --out ${out} --every-bars 96`, 'too little data'],
    ['no such recipe', `--data ${data} ${to} --out ${out} --recipe 5m/1h`, 'choose 15m/4h, 1h/24h, 4h/72h'],
    ['no such market', `--data ${data} ${to} --out ${out} --market kraken`, 'there is no such market'],
    ['a negative seed', `--data ${data} ${to} --out ${out} --seed -1`, 'give a whole number from 0'],
    ['no bars at all', `--data ${data} ${to} --out ${out} --every-bars 0`, 'give a whole number from 1'],
    ['no date', `--data ${data} --out ${out}`, 'wants --to DATE'],
    ['nothing to learn from', `--out ${out}`, 'either --data DIR or --synthetic SEED'],
    [
      'two markets',
      `--data ${data} ${to} --synthetic 1 --out ${out}`,
      'either --data DIR or --synthetic SEED',
    ],
    ['a twin of real data', `--data ${data} ${to} --martingale --out ${out}`, 'go with --synthetic'],
    ['a date for a drawn market', `--synthetic 1 ${to} --out ${out}`, 'go with --data'],
    ['no days', `--synthetic 1 --days 0 --out ${out}`, 'give a whole number from 1'],
    ['no output', `--data ${data} ${to}`, '--out <DIR>'],
  ])('%s is one line, exit code 2, and nothing is written', async (_what, line, said) => {
    const { code, out: answer, err } = await run(`train ${line}`);
    expect([code, answer]).toEqual([2, '']);
    const [last, ...before] = err.trimEnd().split('\n').reverse();
    expect(last).toContain(said);
    // Lines of progress have a time before them; nothing else may stand there.
    expect(before.filter(each => !/^ +\d+\.\d s {2}/.test(each))).toEqual([]);
    expect(existsSync(out)).toBe(false);
  });
});

describe('the synthetic history', () => {
  test('begins where the days end that a desk looks back on and plays', () => {
    const bitcoin = symbolId('BTCUSDT');
    const played = syntheticMarket({ seed: 3, days: 31 });
    const from = played.startsAt - 35 * 86_400_000;
    const bars = played.candles(bitcoin, '15m', from, played.endsAt);
    const learnt = syntheticHistory(3, 2, false).coins.find(({ symbol }) => symbol === bitcoin)?.quarters;
    const [first, firstLearnt] = [bars[65 * 96], learnt?.[0]];
    expect({ ...firstLearnt, at: 0 }).toEqual({ ...first, at: 0 });
    expect(learnt).toHaveLength(2 * 96);
  });
});

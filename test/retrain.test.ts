import { describe, expect, test } from 'vitest';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, minuteOf, symbolId } from '../lib/desk/units.ts';
import type { LearningDesk } from '../lib/minute/desk.ts';
import { licenceOfModel } from '../lib/models/revalidate.ts';
import { PortError } from '../lib/ports.ts';
import { retrain } from '../lib/retrain.ts';
import { BAR_MS, type LearningOptions, learning, NOW, SINCE, votesAt } from './kit/learning-desk.ts';

const SOL = symbolId('SOLUSDT');
const ETH = symbolId('ETHUSDT');

/** Each signal bar of the day after `SINCE` that is over at `NOW` with its horizon. */
const DAY_OF_BARS = Array.from({ length: 80 }, (_, n) => SINCE + n * BAR_MS);

describe('the daily revalidation', () => {
  test('I52 resolves what was said and renews record and date by what came, each prediction once', async () => {
    const it = learning();
    const before = await it.manifest();
    await it.say(...DAY_OF_BARS.map(at => votesAt(at, { SOLUSDT: 0.7, ETHUSDT: 0.3 })));
    expect(await it.run()).toBe('done');
    const after = await it.manifest();
    expect(after.revalidatedAt).toBe(NOW);
    expect(after.resolvedTo).toBe(DAY_OF_BARS.at(-1));
    const [last] = after.record.slice(-1);
    expect(after.record.length).toBe(before.record.length + 1);
    expect(last).toMatchObject({ n: 160, ups: 160, downs: 0, leaning: 160, wins: 80 });
    expect(await it.records()).toMatchObject([
      { type: 'revalidated', role: 'retrain', version: 'xgboost-planted', resolved: 160, licensed: true },
    ]);
    expect(it.metrics).toEqual([{ ModelsRenewed: 1, SeatChanges: 0, ModelFaults: 0 }]);

    await it.run(minuteOf(NOW + MINUTE_MS));
    expect((await it.manifest()).record).toEqual(after.record);
  });

  test('waits for a horizon that is not over: such a prediction is resolved the next day', async () => {
    const it = learning();
    const late = Math.floor((NOW - HOUR_MS) / BAR_MS) * BAR_MS;
    await it.say(votesAt(SINCE, { SOLUSDT: 0.7 }), votesAt(late, { SOLUSDT: 0.7 }));
    await it.run();
    expect((await it.records()).at(-1)).toMatchObject({ resolved: 1 });
    await it.run(minuteOf(NOW + DAY_MS));
    expect((await it.records()).at(-1)).toMatchObject({ resolved: 1 });
    expect((await it.manifest()).resolvedTo).toBe(late);
  });

  test('ends a licence by what came of it: always wrong is below the rate to beat', async () => {
    const it = learning();
    const asked = { schemaHash: (await it.manifest()).schemaHash, market: 'synthetic', promoted: true };
    expect(licenceOfModel(await it.manifest(), asked, epochMs(NOW)).licensed).toBe(true);
    for (let day = 0; day < 9; day += 1) {
      const bars = DAY_OF_BARS.map(at => at + day * DAY_MS);
      await it.say(...bars.map(at => votesAt(at, { SOLUSDT: 0.3, ETHUSDT: 0.32 })));
      await it.run(minuteOf(NOW + day * DAY_MS));
    }
    expect((await it.records()).at(-1)).toMatchObject({
      licensed: false,
      because: expect.stringMatching(/its win rate is/),
    });
  });

  test('of two records of one bar the first counts, and another version’s words are not taken for its own', async () => {
    const it = learning();
    const other = votesAt(SINCE + BAR_MS, { SOLUSDT: 0.7 });
    await it.say(
      votesAt(SINCE, { SOLUSDT: 0.7 }),
      { ...other, models: [{ kind: 'xgboost', version: 'xgboost-older', licensed: true }] },
      votesAt(SINCE + 2 * BAR_MS, { SOLUSDT: null, ETHUSDT: 0.6 }),
    );
    const again = votesAt(SINCE, { SOLUSDT: 0.2 });
    const minute = minuteOf(SINCE + MINUTE_MS);
    await it.desk.journal.write(minute, 'entry', [{ minute, role: 'entry', mode: 'embedded', ...again }]);
    await it.run();
    const [day] = (await it.manifest()).record.slice(-1);
    expect(day).toMatchObject({ n: 2, wins: 2, pUpMin: 0.6, pUpMax: 0.7 });
  });

  test('passes over a coin whose bars cannot be read, and notes it', async () => {
    const it = learning({ fails: symbol => symbol === ETH });
    await it.say(votesAt(SINCE, { [SOL]: 0.7, [ETH]: 0.7 }));
    await it.run();
    expect(await it.records()).toMatchObject([
      { type: 'trouble', symbol: ETH, because: 'no answer' },
      { type: 'revalidated', resolved: 1 },
    ]);
  });

  test.each<[string, LearningOptions, RegExp]>([
    ['nothing was said', {}, /of 0 predictions since 2026-01-04 23:00 none could be resolved/],
    [
      'it belongs to another market',
      { market: 'martingale' },
      /trained on synthetic, the desk trades martingale/,
    ],
    [
      'it reads other features',
      { planted: { manifest: { schemaHash: '0'.repeat(64) } } },
      /reads the features 0{12}, the desk serves/,
    ],
  ])('leaves record and date as they were where %s, and says so', async (_why, options, because) => {
    const it = learning(options);
    const before = await it.manifest();
    if (options.market !== undefined) await it.say(votesAt(SINCE, { SOLUSDT: 0.7 }));
    await it.run();
    expect(await it.manifest()).toEqual(before);
    expect(await it.records()).toMatchObject([
      { type: 'revalidated', resolved: 0, licensed: false, because: expect.stringMatching(because) },
    ]);
  });

  test('I53 an update that fails is counted and noted; one that throws a bug is thrown on', async () => {
    const it = learning();
    const { models } = it.desk;
    const failing = (error: Error): LearningDesk => ({
      ...it.desk,
      models: { ...models, files: { ...models.files, write: async () => Promise.reject(error) } },
    });
    await it.say(votesAt(SINCE, { SOLUSDT: 0.7 }));
    const before = await it.manifest();
    expect(await retrain(failing(new PortError('unavailable', 'no answer')), NOW)).toBe('done');
    await expect(retrain(failing(new TypeError('oops')), minuteOf(NOW + MINUTE_MS))).rejects.toThrow('oops');
    expect(it.metrics).toEqual([1, 2].map(() => ({ ModelsRenewed: 0, SeatChanges: 0, ModelFaults: 1 })));
    const troubles = (await it.records()).filter(({ type }) => type === 'trouble');
    expect(troubles).toMatchObject([
      { what: 'revalidation of xgboost', because: 'no answer' },
      { what: 'revalidation of xgboost', because: 'oops' },
      { what: 'retrain tick', because: 'oops' },
    ]);
    expect(await it.manifest()).toEqual(before);
  });

  test('I14 a repeated or late trigger does nothing', async () => {
    const it = learning();
    await it.run();
    expect(await it.run()).toBe('stale');
    expect(await it.run(minuteOf(NOW - DAY_MS))).toBe('stale');
  });
});

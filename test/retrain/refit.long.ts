import { describe, expect, test } from 'vitest';
import type { Candle } from '../../lib/desk/candle.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { DAY_MS, epochMs, HOUR_MS, type Minute, minuteOf } from '../../lib/desk/units.ts';
import type { LearningDesk } from '../../lib/minute/desk.ts';
import { mixturesReader } from '../../lib/minute/mixtures.ts';
import type { ModelKind } from '../../lib/models/ensemble.ts';
import { readRoster } from '../../lib/models/roster.ts';
import { PortError } from '../../lib/ports.ts';
import { retrain } from '../../lib/retrain.ts';
import { learning, SINCE } from '../kit/learning-desk.ts';
import { modelStoreOf } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';
import { BEGIN, walkingCoins } from '../models/kit/coins.ts';

describe('the daily training', () => {
  /** A market of coins that walk with an edge, as the venue shows it at an instant. */
  function market(edge: number, days: number) {
    const coins = walkingCoins({ seed: 4, coins: 5, bars: 96 * days, edge });
    const end = minuteOf(BEGIN + days * DAY_MS);
    const candles: LearningDesk['market']['candles'] = async (
      symbol,
      _interval,
      limit,
      before = epochMs(8e15),
    ) => {
      const coin = coins.find(each => each.symbol === symbol);
      if (coin === undefined) throw new PortError('unavailable', 'no answer');
      const bars = Array.from(coin.at, (at, i) => ({
        at: epochMs(at),
        open: coin.open[i],
        high: coin.high[i],
        low: coin.low[i],
        close: coin.close[i],
        volume: coin.volume[i],
      })) as Candle[];
      return bars.filter(({ at }) => at < before).slice(-limit);
    };
    return { symbols: coins.map(({ symbol }) => symbol), candles, end };
  }

  async function trainingDesk(edge: number, kinds: readonly ModelKind[], models = modelStoreOf([])) {
    const it = learning();
    const { symbols, candles, end } = market(edge, 40);
    const told: string[] = [];
    const universe = { rev: 0, minute: end, symbols, failingSince: {}, previous: undefined };
    const desk: LearningDesk = {
      ...it.desk,
      clock: { now: () => epochMs(end), sleep: async () => {} },
      market: { ...it.desk.market, candles },
      store: { ...it.desk.store, load: async () => ({ ...(await it.desk.store.load()), universe }) },
      models,
      training: { kinds, days: 40, everyBars: 4, tell: line => void told.push(line) },
    };
    return { desk, end, told, metrics: it.metrics };
  }
  const roster = async ({ models }: LearningDesk) => readRoster((await models.roster.read()) ?? '');
  const notes = async (desk: LearningDesk, end: Minute) => {
    const found: JournalRecord[] = [];
    for await (const record of desk.history.journal({ from: end, to: end })) found.push(record);
    return found;
  };

  test('seats a model where there is none, and tells each fold', async () => {
    const { desk, end, told, metrics } = await trainingDesk(0.4, ['xgboost', 'lightgbm']);
    expect(await retrain(desk, end)).toBe('done');
    const { seats } = await roster(desk);
    expect(seats.map(({ kind, champion }) => [kind, champion === undefined])).toEqual([
      ['xgboost', false],
      ['lightgbm', false],
    ]);
    expect(told.filter(line => /^xgboost: fold \d of 6: learnt from \d+ rows/.test(line))).toHaveLength(6);
    expect(metrics.at(-1)).toMatchObject({ SeatChanges: 2, ModelFaults: 0 });
    const mixtures = await mixturesReader(desk.models)();
    expect(mixtures?.versions).toEqual(seats.map(({ champion }) => champion?.version));
    expect(await notes(desk, end)).toContainEqual(
      expect.objectContaining({
        type: 'state',
        what: 'the ensemble of xgboost, lightgbm was measured',
        because: 'together they have gained nothing out of sample',
      }),
    );
    expect(await notes(desk, end)).toContainEqual(
      expect.objectContaining({
        type: 'seat',
        kind: 'xgboost',
        what: 'promoted',
        because: 'the seat was empty',
      }),
    );
  });

  test('is not done again by the next call of the night, but what failed is', async () => {
    const { desk, end, told } = await trainingDesk(0.4, ['xgboost']);
    let broken = true;
    let now = end;
    const failing: LearningDesk = {
      ...desk,
      clock: { now: () => epochMs(now), sleep: async () => {} },
      market: {
        ...desk.market,
        candles: async (...given) => {
          asked += 1;
          return desk.market.candles(...given);
        },
      },
      models: {
        ...desk.models,
        files: {
          ...desk.models.files,
          write: async (name, bytes) => {
            if (broken) throw new PortError('unavailable', 'the disk is full');
            return desk.models.files.write(name, bytes);
          },
        },
      },
    };
    const calls: number[] = [];
    const bars: number[] = [];
    let asked = 0;
    const measured = async () => (await mixturesReader(desk.models)())?.measuredAt;
    for (const hour of [0, 1, 2]) {
      now = minuteOf(end + hour * HOUR_MS);
      await retrain(failing, now);
      calls.push(told.filter(line => line.startsWith('xgboost: final-fit')).length);
      bars.push(asked);
      broken = false;
    }
    expect(calls).toEqual([1, 2, 2]);
    // Nor are the bars of ninety days read again for nothing.
    expect([bars[0] !== bars[1], bars[1] === bars[2]]).toEqual([true, true]);
    expect(await measured()).toBe(end + HOUR_MS);
  });

  test('I51 one that fails half-way leaves the champion where it is, and keeps no other from its turn', async () => {
    const planted = plantedModel({ market: 'synthetic', at: SINCE });
    const { desk, end, metrics } = await trainingDesk(0.4, ['xgboost', 'lightgbm'], modelStoreOf([planted]));
    const failing: LearningDesk = {
      ...desk,
      models: {
        ...desk.models,
        files: {
          ...desk.models.files,
          write: async (name, bytes) => {
            if (name.startsWith('xgboost')) throw new PortError('unavailable', 'the disk is full');
            return desk.models.files.write(name, bytes);
          },
        },
      },
    };
    expect(await retrain(failing, end)).toBe('done');
    const { seats } = await roster(desk);
    expect(seats.map(({ champion }) => champion?.version)).toEqual([
      'xgboost-planted',
      expect.stringMatching(/^lightgbm-/),
    ]);
    expect(metrics.at(-1)).toMatchObject({ SeatChanges: 1, ModelFaults: 1 });
    expect(await notes(desk, end)).toContainEqual(
      expect.objectContaining({ type: 'trouble', what: 'training of xgboost', because: 'the disk is full' }),
    );
  });

  test('with too little to learn from it says so', async () => {
    const { desk, end } = await trainingDesk(0.4, ['xgboost']);
    const short = { ...desk, training: { kinds: ['xgboost'] as const, days: 3, everyBars: 4 } };
    expect(await retrain(short, end)).toBe('done');
    expect(await notes(desk, end)).toContainEqual(
      expect.objectContaining({
        what: 'training of xgboost',
        because: expect.stringMatching(/^too little data/),
      }),
    );
    expect(await desk.models.roster.read()).toBeUndefined();
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { epochMs, fraction, HOUR_MS, type Minute, minutesAfter, symbolId } from '../../lib/desk/units.ts';
import { ensembleSignals } from '../../lib/minute/ensemble.ts';
import { bytesOf } from '../../lib/models/digest.ts';
import { readManifest } from '../../lib/models/manifest.ts';
import { writeMixtures } from '../../lib/models/mixtures.ts';
import { readRoster, writeRoster } from '../../lib/models/roster.ts';
import { BITCOIN } from '../../lib/models/series.ts';
import type { StoredModel } from '../../lib/models/stored.ts';
import { type Market, type ModelStore, PortError } from '../../lib/ports.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { limitsWith } from '../kit/builders.ts';
import { aDesk, type TestDesk, type TestDeskOptions } from '../kit/desk.ts';
import { modelStoreOf, noTensors } from '../kit/model-stores.ts';
import { type Planted, plantedModel } from '../kit/planted-model.ts';

const SEED = 3;
const market = syntheticMarket({ seed: SEED, days: 2 });
const twin = syntheticMarket({ seed: SEED, days: 2, martingale: true });
const START = market.startsAt;
const UNIVERSE = ['ETHUSDT', 'SOLUSDT', 'WIFUSDT'].map(symbolId);
const LIMITS = limitsWith();
const model = (changes: Partial<Planted> = {}) =>
  plantedModel({ market: 'synthetic', at: epochMs(START), ...changes });

/** Public bars as the venue shows them at a minute, the open one among them; counts what is asked. */
function venueBars(fails: (symbol: string) => boolean = () => false) {
  const asked: string[] = [];
  let now: Minute = START;
  const candles: Market['candles'] = async (symbol, interval, limit) => {
    asked.push(symbol);
    if (fails(symbol)) throw new PortError('unavailable', 'no answer');
    return market.candles(symbol, interval, 0, now + 1).slice(-limit);
  };
  const setNow = (minute: Minute) => {
    now = minute;
  };
  return { asked, candles, setNow };
}

interface EnsembleOptions {
  readonly market?: string;
  readonly fails?: (symbol: string) => boolean;
  readonly models?: ModelStore;
}

function ensemble(stored: readonly StoredModel[], options: EnsembleOptions = {}) {
  const bars = venueBars(options.fails);
  const models = options.models ?? modelStoreOf(stored);
  const signals = ensembleSignals(
    { models, market: bars, tensors: noTensors },
    { market: options.market ?? 'synthetic' },
  );
  return {
    asked: bars.asked,
    at: (minutes: number, limits = LIMITS, universe = UNIVERSE) => {
      const minute = minutesAfter(START, minutes);
      bars.setNow(minute);
      return signals.at(minute, universe, limits);
    },
  };
}

describe('a licensed model', () => {
  test('speaks for each coin of the universe, once a bar, the best value first and then by symbol', async () => {
    const { at, asked } = ensemble([model()]);
    const { signals, notes, noTrade } = await at(0);
    expect(noTrade).toBeUndefined();
    expect(signals.map(({ symbol }) => symbol)).toEqual(UNIVERSE);
    expect(signals[0]).toMatchObject({
      at: START,
      source: 'ensemble',
      confidence: expect.closeTo(0.8808, 4),
    });
    expect(asked.toSorted()).toEqual(['BTCUSDT', ...UNIVERSE]);
    expect(notes).toMatchObject([
      {
        type: 'votes',
        at: START,
        licensed: true,
        models: [
          { kind: 'xgboost', version: 'xgboost-planted', licensed: true, weight: 1 },
          { kind: 'lightgbm', licensed: false, because: 'not trained' },
          { kind: 'nhits' },
          { kind: 'patchtst' },
        ],
      },
    ]);
    const again = await at(2);
    expect(again).toEqual({ signals });
    expect(asked).toHaveLength(4);
  });

  test('follows what it was planted to follow', async () => {
    const { signals } = await ensemble([model()]).at(0);
    for (const { symbol, side } of signals) {
      const bars = market.candles(symbol, '15m', 0, START);
      const moved = (bars.at(-1)?.close ?? 0) - (bars.at(-5)?.close ?? 0);
      expect([symbol, side]).toEqual([symbol, moved < 0 ? 'short' : 'long']);
    }
  });

  describe('that was measured as a mixture', () => {
    /** The planted model's store, with a text in the place of its mixtures. */
    async function mixed(text: string): Promise<ModelStore> {
      const models = modelStoreOf([model()]);
      const read = await models.roster.read();
      const roster = readRoster(read ?? '');
      await models.files.write('mixtures/1.json', bytesOf(text));
      await models.roster.write(writeRoster({ ...roster, mixtures: 'mixtures/1.json' }), read);
      return models;
    }

    test('speaks by its calibration and its value, and its weight is kept', async () => {
      const { expectedValue } = readManifest(model().manifest);
      const text = writeMixtures({
        format: 1,
        measuredAt: epochMs(START),
        versions: ['xgboost-planted'],
        exitsHash: '',
        mixtures: [
          {
            members: [{ kind: 'xgboost', version: 'xgboost-planted', weight: fraction(1) }],
            calibration: { kind: 'platt', slope: 0.5, intercept: 0, n: 10 },
            expectedValue,
            rows: 1_000,
            logLoss: 0.68,
            baseLogLoss: 0.69,
          },
        ],
      });
      const { signals, notes } = await ensemble([], { models: await mixed(text) }).at(0);
      expect(signals[0]?.confidence).toBeCloseTo(1 / (1 + Math.exp(-1)), 4);
      expect(notes).toMatchObject([{ type: 'votes', models: [{ weight: 1 }, {}, {}, {}] }]);
    });

    test('speaks for itself where the file is none, and that is a trouble', async () => {
      const { signals, notes } = await ensemble([], { models: await mixed('{"format":1') }).at(0);
      expect(signals[0]?.confidence).toBeCloseTo(0.8808, 4);
      const because = expect.stringMatching(/^mixtures\/1\.json: .* not JSON/);
      expect(notes?.[0]).toMatchObject({ type: 'trouble', what: 'mixtures of models', because });
    });
  });

  test('is silent from the third minute after a bar until the next closes, and says when that is', async () => {
    const { at, asked } = ensemble([model()]);
    expect(await at(3)).toEqual({
      signals: [],
      noTrade: 'no-signal',
      because: 'the next signal bar closes at 2026-01-05 00:15',
    });
    expect(asked).toEqual([]);
    expect((await at(15)).signals.map(signal => signal.at)).toEqual(UNIVERSE.map(() => START + 900_000));
  });

  test('waits for a universe, and leaves Bitcoin out where it is no member', async () => {
    const { at } = ensemble([model()]);
    expect(await at(0, LIMITS, [])).toEqual({
      signals: [],
      noTrade: 'no-signal',
      because: 'the universe is still empty',
    });
    const { signals } = await at(1);
    expect(signals.map(({ symbol }) => symbol)).not.toContain(BITCOIN);
    expect(signals).toHaveLength(3);
  });

  test('passes a coin over whose bars cannot be read, and notes it; without Bitcoin’s there is no vote', async () => {
    const { signals, notes } = await ensemble([model()], { fails: symbol => symbol === 'SOLUSDT' }).at(0);
    expect(signals.map(({ symbol }) => symbol)).toEqual(['ETHUSDT', 'WIFUSDT']);
    expect(notes?.[0]).toMatchObject({ type: 'trouble', symbol: 'SOLUSDT', because: 'no answer' });
    const blind = ensemble([model()], { fails: symbol => symbol === 'BTCUSDT' });
    await expect(blind.at(0)).rejects.toThrow('no answer');
  });

  test('opens nothing where its trades have lost, and says how much', async () => {
    const { signals, noTrade, because, notes } = await ensemble([model({ netR: -0.1 })]).at(0);
    expect(signals).toEqual([]);
    expect(noTrade).toBe('no-signal');
    expect(because).toMatch(
      /3 coins were judged at 00:00 and none is worth a trade; the best is .*at 0\.88: expected value -0\.100 R/,
    );
    expect(notes).toMatchObject([{ type: 'votes', coins: UNIVERSE.map(() => ({ evR: -0.1 })) }]);
  });

  test('opens nothing under exits that its value was not measured with, from the minute they are edited', async () => {
    const { at } = ensemble([model()]);
    expect((await at(0)).signals).toHaveLength(3);
    const edited = await at(1, limitsWith({ 'exits/hold-minutes-max': '120' }));
    expect(edited).toMatchObject({
      signals: [],
      because: expect.stringContaining('measured under other exits'),
    });
  });
});

const LATE = epochMs(START - 48 * HOUR_MS - 60_000);

describe('a model without a licence opens nothing', () => {
  test.each<[string, StoredModel, string, RegExp]>([
    ['was trained elsewhere', model(), 'simple', /trained on synthetic, the desk trades simple/],
    ['is brought to the twin', model(), 'martingale', /trained on synthetic, the desk trades martingale/],
    ['is brought to the real market', model(), 'binance-usdm', /the desk trades binance-usdm/],
    [
      'reads other features (I47)',
      model({ manifest: { schemaHash: 'b'.repeat(64) } }),
      'synthetic',
      /reads the features bbbbbbbbbbbb/,
    ],
    ['was not revalidated', model({ at: LATE }), 'synthetic', /last revalidated 2026-01-02 23:59/],
    ['was not promoted (I51)', model({ role: 'challenger' }), 'synthetic', /has not been promoted/],
    ['is right half the time', model({ rate: 0.5 }), 'synthetic', /win rate is 50 % \(n = 2400\)/],
    [
      'says one number (I49)',
      model({
        manifest: {
          record: Array.from({ length: 60 }, (_, day) => ({
            day,
            n: 40,
            ups: 20,
            downs: 20,
            logLoss: 27,
            leaning: 40,
            leaningUps: 20,
            leaningDowns: 20,
            wins: 20,
            pUpMin: 0.6,
            pUpMax: 0.6,
          })),
        },
      }),
      'synthetic',
      /all one number/,
    ],
    [
      'has seen what is still to come',
      model({ manifest: { trainedTo: epochMs(START + HOUR_MS) } }),
      'synthetic',
      /bars up to 2026-01-05 01:00, which are still to come/,
    ],
    [
      'reads bars that no trade is planned on',
      model({ manifest: { recipe: { ...JSON.parse(model().manifest).recipe, barMinutes: 60 } } }),
      'synthetic',
      /bars of 60 minutes/,
    ],
    ['has another file (I51)', { ...model(), file: bytesOf('{}') }, 'synthetic', /file's checksum is/],
    ['has a torn manifest', { ...model(), manifest: '{"format"' }, 'synthetic', /not JSON/],
    [
      'lacks its file',
      { kind: 'xgboost', role: 'champion', because: '' },
      'synthetic',
      /its store has no xgboost\/xgboost-0\/manifest.json/,
    ],
  ])('one that %s', async (_name, stored, where, because) => {
    const answer = await ensemble([stored], { market: where }).at(0);
    expect(answer).toMatchObject({ signals: [], noTrade: 'no-licensed-model' });
    expect(answer.because).toMatch(because);
    expect(answer.because).toMatch(/; not trained: (xgboost, )?lightgbm, nhits, patchtst$/);
    expect(answer.notes).toMatchObject([{ type: 'votes', licensed: false }]);
  });

  test('and predicts in shadow all the same, unless the market or the features are none of its own', async () => {
    const shadow = ensemble([model({ rate: 0.5 })]);
    expect((await shadow.at(0)).notes).toMatchObject([{ coins: [{ pUp: expect.any(Number) }, {}, {}] }]);
    const foreign = ensemble([model()], { market: 'martingale' });
    expect((await foreign.at(0)).notes).toMatchObject([{ coins: [] }]);
    expect(foreign.asked).toEqual([]);
  });

  test('loses its vote when its revalidation runs out, in the bar in which that happens', async () => {
    const { at } = ensemble([model({ at: epochMs(START - 47 * HOUR_MS) })]);
    expect((await at(60)).signals).toHaveLength(3);
    expect(await at(75)).toMatchObject({ signals: [], noTrade: 'no-licensed-model' });
  });

  test('nor does a desk without any', async () => {
    expect(await ensemble([]).at(0)).toMatchObject({
      signals: [],
      noTrade: 'no-licensed-model',
      because: 'none of the four models has been trained',
    });
  });
});

describe('the minute', () => {
  let open: TestDesk | undefined;
  afterEach(async () => {
    await open?.close();
    open = undefined;
  });
  const desk = async (options: Pick<TestDeskOptions, 'market'>, name: string, stored: StoredModel) => {
    open = await aDesk({
      ...options,
      startAt: START,
      over: 'process',
      change: plain => ({
        signals: ensembleSignals(
          { models: modelStoreOf([stored]), market: plain.market, tensors: noTensors },
          { market: name },
        ),
      }),
    });
    return open;
  };

  test('opens what a licensed model votes for on its own market, and keeps the votes', async () => {
    const it = await desk({ market }, 'synthetic', model());
    await it.minutes(3);
    const entries = await it.records('entry');
    expect(entries.length).toBeGreaterThan(3);
    expect(new Set(entries.map(({ source }) => source))).toEqual(new Set(['ensemble']));
    const votes = await it.records('votes');
    expect(votes).toHaveLength(1);
    for (const { symbol, side } of entries)
      expect(votes[0]?.coins).toContainEqual(expect.objectContaining({ symbol, side, evR: 0.3 }));
    expect(it.engine.state.safety).toMatchObject({ unprotectedMinutes: 0, duplicateOrders: 0 });
  });

  test('opens nothing on the twin, and says why each minute', async () => {
    const it = await desk({ market: twin }, 'martingale', model());
    await it.minutes(4);
    expect(await it.records('entry')).toEqual([]);
    const because =
      'xgboost-planted: it was trained on synthetic, the desk trades martingale; not trained: lightgbm, nhits, patchtst';
    expect(await it.records('minute')).toMatchObject(
      Array.from({ length: 4 }, () => ({ entries: 0, noTrade: 'no-licensed-model', because })),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { memoryStore } from '../lib/adapters/memory/store.ts';
import type { Candle } from '../lib/desk/candle.ts';
import type { JournalEvent, JournalRecord } from '../lib/desk/journal.ts';
import {
  DAY_MS,
  epochMs,
  fraction,
  HOUR_MS,
  MINUTE_MS,
  type Minute,
  minuteOf,
  type SymbolId,
  symbolId,
} from '../lib/desk/units.ts';
import type { LearningDesk } from '../lib/minute/desk.ts';
import type { ModelKind } from '../lib/models/ensemble.ts';
import { readManifest } from '../lib/models/manifest.ts';
import { licenceOfModel } from '../lib/models/revalidate.ts';
import { readRoster } from '../lib/models/roster.ts';
import { PortError } from '../lib/ports.ts';
import { retrain } from '../lib/retrain.ts';
import { limitsWith } from './kit/builders.ts';
import { manifestTextIn, modelStoreOf, noTensors } from './kit/model-stores.ts';
import { type Planted, plantedModel } from './kit/planted-model.ts';
import { BEGIN, walkingCoins } from './models/kit/coins.ts';

const BAR_MS = 15 * MINUTE_MS;
/** The model was revalidated then; its record ends an hour before. */
const SINCE = epochMs(Date.UTC(2026, 0, 5));
const NOW = minuteOf(SINCE + DAY_MS + 10 * MINUTE_MS);
const SOL = symbolId('SOLUSDT');
const ETH = symbolId('ETHUSDT');

/** Quarters of an hour that rise by 1 % each, so that whatever is said at one of them, up is right. */
const rising = (until: number): Candle[] =>
  Array.from({ length: 400 }, (_, i) => {
    const at = Math.floor(until / BAR_MS) * BAR_MS - (400 - i) * BAR_MS;
    const open = 100 * 1.01 ** i;
    return { at: epochMs(at), open, high: open * 1.01, low: open, close: open * 1.01, volume: 100 } as Candle;
  });

type VotesEvent = Extract<JournalEvent, { type: 'votes' }>;

const votesAt = (at: number, pUps: Readonly<Record<string, number | null>>): VotesEvent => ({
  type: 'votes',
  at: minuteOf(at),
  licensed: true,
  models: [{ kind: 'xgboost', version: 'xgboost-planted', licensed: true }],
  coins: Object.entries(pUps).map(([symbol, pUp]) => ({
    symbol: symbolId(symbol),
    side: 'long',
    confidence: fraction(0.7),
    pUp: fraction(0.7),
    said: [pUp],
  })),
});

interface Options {
  readonly planted?: Partial<Planted>;
  readonly market?: string;
  readonly fails?: (symbol: SymbolId) => boolean;
}

/** A desk that only learns: one planted model, a journal to fill, and coins that rise. */
function learning(options: Options = {}) {
  const store = memoryStore();
  const models = modelStoreOf([plantedModel({ market: 'synthetic', at: SINCE, ...options.planted })]);
  let now = NOW;
  const metrics: Record<string, number>[] = [];
  const unused = async (): Promise<never> => {
    throw new Error('the daily learning reads bars alone');
  };
  const desk: LearningDesk = {
    name: 'test',
    mode: 'embedded',
    clock: { now: () => epochMs(now), sleep: async () => {} },
    market: {
      serverTime: unused,
      instruments: unused,
      dayTickers: unused,
      bestQuotes: unused,
      marks: unused,
      mark: unused,
      depth: unused,
      candles: async (symbol, interval, limit) => {
        if (options.fails?.(symbol) === true) throw new PortError('unavailable', 'no answer');
        expect(interval).toBe('15m');
        return rising(now).slice(-limit);
      },
    },
    store,
    limits: { read: async () => ({ type: 'limits', limits: limitsWith() }) },
    journal: store,
    history: store,
    metrics: { emit: (_role, values) => void metrics.push({ ...values }) },
    models,
    modelMarket: options.market ?? 'synthetic',
    tensors: noTensors,
  };
  const records = async (): Promise<JournalRecord[]> => {
    const found: JournalRecord[] = [];
    for await (const record of store.journal({ from: NOW, to: minuteOf(NOW + 9 * DAY_MS) }))
      found.push(record);
    return found.filter(({ type }) => type !== 'votes');
  };
  return {
    desk,
    metrics,
    records,
    say: async (...votes: VotesEvent[]) => {
      for (const vote of votes)
        await store.write(vote.at, 'entry', [{ minute: vote.at, role: 'entry', mode: 'embedded', ...vote }]);
    },
    run: async (at: Minute = NOW) => {
      now = at;
      return retrain(desk, at);
    },
    manifest: async () => readManifest(await manifestTextIn(models)),
  };
}

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
    expect(it.metrics).toEqual([
      { HeartbeatRetrain: 1, ModelsRenewed: 1, ModelsPromoted: 0, ModelsFailed: 0 },
    ]);

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

  test.each<[string, Options, RegExp]>([
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
    expect(it.metrics).toEqual(
      [1, 2].map(() => ({ HeartbeatRetrain: 1, ModelsRenewed: 0, ModelsPromoted: 0, ModelsFailed: 1 })),
    );
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
    expect(metrics.at(-1)).toMatchObject({ ModelsPromoted: 2, ModelsFailed: 0 });
    expect(await notes(desk, end)).toContainEqual(
      expect.objectContaining({
        type: 'seat',
        kind: 'xgboost',
        what: 'promoted',
        because: 'the seat was empty',
      }),
    );
  }, 60_000);

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
    expect(metrics.at(-1)).toMatchObject({ ModelsPromoted: 1, ModelsFailed: 1 });
    expect(await notes(desk, end)).toContainEqual(
      expect.objectContaining({ type: 'trouble', what: 'training of xgboost', because: 'the disk is full' }),
    );
  }, 60_000);

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

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { onnxTensors } from '../../lib/adapters/onnx/tensors.ts';
import type { Candle } from '../../lib/desk/candle.ts';
import { epochMs, MINUTE_MS, minuteOf } from '../../lib/desk/units.ts';
import { ensembleSignals } from '../../lib/minute/ensemble.ts';
import { done } from '../../lib/minute/work.ts';
import { datasetOf, rowsOf } from '../../lib/models/dataset.ts';
import { digestOf } from '../../lib/models/digest.ts';
import { MODEL_KINDS, type ModelKind } from '../../lib/models/ensemble.ts';
import { CHANNELS, SEQUENCE, windowsAt } from '../../lib/models/features/sequence.ts';
import { COLUMNS, FEATURES, featuresAt, WINDOW_BARS } from '../../lib/models/features.ts';
import type { Learner } from '../../lib/models/learner.ts';
import { lightgbmLearner } from '../../lib/models/lightgbm-learner.ts';
import { readManifest, writeManifest } from '../../lib/models/manifest.ts';
import { NHITS_PARAMS, nhitsLearner } from '../../lib/models/nhits-learner.ts';
import { PATCHTST_PARAMS, patchtstLearner } from '../../lib/models/patchtst-learner.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { type Runner, runnerOf } from '../../lib/models/runners.ts';
import { schemaOfKind } from '../../lib/models/schemas.ts';
import { type BarSeries, barAt, lastAtOrBefore } from '../../lib/models/series.ts';
import type { Windows } from '../../lib/models/windows.ts';
import { xgboostLearner } from '../../lib/models/xgboost-learner.ts';
import type { Market } from '../../lib/ports.ts';
import { limitsWith } from '../kit/builders.ts';
import { modelStoreOf } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';
import { BAR_MS, BEGIN, fundedCoins, symbolsOf } from './kit/coins.ts';
import { candlesOf, type Future, withFuture } from './kit/futures.ts';

/** I50: what is said of a bar is the same to the bit, whatever comes after its close. */

const BARS = 400;
const COINS = fundedCoins({ seed: 1, coins: 5, bars: BARS, edge: 0.3 });
const openOf = (bar: number) => epochMs(BEGIN + bar * BAR_MS);

const FUTURES: fc.Arbitrary<Future> = fc.record({
  how: fc.constantFrom('cut off', 'replaced by noise', 'cut off for some, noise for others'),
  seed: fc.nat(1_000_000),
  newcomers: fc.nat(3),
  gaps: fc.constantFrom(0, 0.1),
});
const SIGNAL_BARS = fc.integer({ min: WINDOW_BARS - 1, max: BARS - 2 });

/** Named numbers, each with its bits: what is read, or said, at the close of the bar that opens at `open`. */
type Reading = (coins: readonly BarSeries[], open: number) => Promise<ReadonlyMap<string, number>>;

/** The names of what another future has changed. */
async function changedBy(reading: Reading, bar: number, future: Future): Promise<readonly string[]> {
  const open = openOf(bar);
  const [was, is] = [await reading(COINS, open), await reading(withFuture(COINS, open, future), open)];
  return [...new Set([...was.keys(), ...is.keys()])].filter(name => !Object.is(was.get(name), is.get(name)));
}

const named = (symbols: readonly string[], names: readonly string[], values: ArrayLike<number>) =>
  symbols.flatMap((symbol, row) =>
    names.map((name, n) => [`${name} of ${symbol}`, values[row * names.length + n] ?? 0] as const),
  );

const features: Reading = async (coins, open) => {
  const { symbols, values } = featuresAt(coins, epochMs(open));
  return new Map(named(symbols, FEATURES.names, values));
};

const BAR_CHANNELS = Array.from({ length: WINDOW_BARS }, (_, bar) =>
  SEQUENCE.names.map(name => `${name} ${WINDOW_BARS - 1 - bar} bars before`),
).flat();
const SIZE = WINDOW_BARS * CHANNELS;

function allWindows(windows: Windows): Float32Array {
  const out = new Float32Array(windows.rows * SIZE);
  for (let row = 0; row < windows.rows; row += 1) windows.write(row, out, row * SIZE);
  return out;
}

const channels: Reading = async (coins, open) => {
  const windows = windowsAt(coins, epochMs(open));
  return new Map(named(windows.symbols, BAR_CHANNELS, allWindows(windows)));
};

const LEARNERS: Readonly<Record<ModelKind, () => Learner<unknown>>> = {
  xgboost: () => xgboostLearner({ rounds: 20, maxDepth: 3 }) as Learner<unknown>,
  lightgbm: () => lightgbmLearner({ rounds: 20, numLeaves: 8 }) as Learner<unknown>,
  nhits: () => nhitsLearner({ ...NHITS_PARAMS, max_epochs: 1 }) as Learner<unknown>,
  patchtst: () => patchtstLearner({ ...PATCHTST_PARAMS, max_epochs: 1 }) as Learner<unknown>,
};

const tensors = onnxTensors({ threads: 1 });
const files = new Map<ModelKind, Uint8Array>();
const runners = new Map<ModelKind, Runner>();

beforeAll(async () => {
  const dataset = datasetOf(COINS, { recipe: DEFAULT_RECIPE, everyBars: 2 });
  const known = Uint32Array.from({ length: dataset.rows }, (_, row) => row).filter(
    row => !Number.isNaN(dataset.labels[row]),
  );
  for (const kind of MODEL_KINDS) {
    const learner = LEARNERS[kind]();
    const file = learner.write(await done(learner.train(rowsOf(dataset, known), undefined, 1), tensors));
    files.set(kind, file);
    runners.set(kind, runnerOf(kind, file));
  }
});

const predictions: Reading = async (coins, open) => {
  const { symbols, values } = featuresAt(coins, epochMs(open));
  const rows = { rows: symbols.length, columns: COLUMNS, values, windows: windowsAt(coins, epochMs(open)) };
  const found = new Map<string, number>();
  for (const [kind, runner] of runners) {
    const margins = await done(runner.margins(rows), tensors);
    symbols.forEach((symbol, row) => void found.set(`${kind} of ${symbol}`, margins[row] ?? Number.NaN));
  }
  return found;
};

/** Holds a reading against many futures at many bars, from a seed. */
const holds = (reading: Reading, runs: number) =>
  fc.assert(
    fc.asyncProperty(SIGNAL_BARS, FUTURES, async (bar, future) => {
      expect(await changedBy(reading, bar, future)).toEqual([]);
    }),
    { numRuns: runs, seed: 50 },
  );

describe('I50 nothing that comes after a bar changes by a bit', () => {
  test('any of its features, of any coin', () => holds(features, 40));
  test('any channel of the windows that end with it', () => holds(channels, 15));
  test('what any kind of model says of it', () => holds(predictions, 40));

  test('and all of them are there to be changed', async () => {
    const names = async (reading: Reading) => [...(await reading(COINS, openOf(300))).keys()];
    expect(await names(features)).toHaveLength(COLUMNS * COINS.length);
    expect(await names(channels)).toHaveLength(SIZE * COINS.length);
    expect(await names(predictions)).toEqual(
      MODEL_KINDS.flatMap(kind =>
        symbolsOf(COINS)
          .toSorted()
          .map(symbol => `${kind} of ${symbol}`),
      ),
    );
    expect(new Set((await predictions(COINS, openOf(300))).values()).size).toBeGreaterThan(12);
  });
});

describe('the same check finds a look ahead', () => {
  const NOISE: Future = { how: 'replaced by noise', seed: 1, newcomers: 2, gaps: 0 };
  const CUT: Future = { how: 'cut off', seed: 1, newcomers: 0, gaps: 0 };
  const each = (of: (series: BarSeries, i: number) => number): Reading => {
    return async (coins, open) =>
      new Map(
        coins.flatMap((series): [string, number][] => {
          const i = barAt(series, open);
          return i < 0 ? [] : [[series.symbol, of(series, i)]];
        }),
      );
  };
  const LEAKS: readonly (readonly [string, Reading])[] = [
    ['of one bar', each(({ close }, i) => close[i + 1] ?? 0)],
    [
      'of the funding that is settled next',
      each(({ at, funding }, i) => {
        const next = funding === undefined ? 0 : lastAtOrBefore(funding.at, (at[i] ?? 0) + BAR_MS) + 1;
        return funding?.rate[next] ?? 0;
      }),
    ],
    ['of a scale that the whole history gives', each(({ close }, i) => (close[i] ?? 0) / Math.max(...close))],
    ['of how many coins there will be', async coins => new Map([['coins', coins.length]])],
    [
      'of a feature that is centred on all bars',
      async (coins, open) => {
        const later = featuresAt(coins, epochMs(open + BAR_MS)).values;
        const { symbols, values } = featuresAt(coins, epochMs(open));
        const mean = later.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
        return new Map(symbols.map((symbol, row) => [symbol, (values[row * COLUMNS] ?? 0) - mean]));
      },
    ],
    ['of what a model says of the bar that follows', (coins, open) => predictions(coins, open + BAR_MS)],
  ];

  test.each(LEAKS)('%s', async (_name, reading) => {
    expect(await changedBy(reading, 250, NOISE)).not.toEqual([]);
    await expect(holds(reading, 20)).rejects.toThrow(/Property failed/);
  });

  test('in one coin of five, where all that follows is cut off', async () => {
    const reading: Reading = async (coins, open) => {
      const known = await features(coins, open);
      const [coin] = coins;
      const next = coin?.volume[barAt(coin, open) + 1];
      return new Map([...known, ['volume-z-20 of SOLUSDT', next ?? 0]]);
    };
    expect(await changedBy(reading, 250, CUT)).toEqual(['volume-z-20 of SOLUSDT']);
  });
});

describe('a desk that votes at a close', () => {
  /** The four, seated as champions with evidence enough for a licence. */
  const store = () =>
    modelStoreOf(
      MODEL_KINDS.map(kind => {
        const file = files.get(kind) ?? new Uint8Array();
        const { manifest } = plantedModel({ market: 'binance-usdm', at: openOf(200) });
        const own = { kind, version: kind, checksum: digestOf(file), schemaHash: schemaOfKind(kind).hash };
        return {
          kind,
          role: 'champion',
          file,
          manifest: writeManifest({ ...readManifest(manifest), ...own }),
        };
      }),
    );

  /** Says what the desk votes in the minutes after a close; its venue shows the bar that is still open as well. */
  function desk() {
    let shown: ReadonlyMap<string, readonly Candle[]> = new Map();
    let now = 0;
    const market: Pick<Market, 'candles'> = {
      candles: async (symbol, _interval, limit) =>
        (shown.get(symbol) ?? []).filter(({ at }) => at <= now).slice(-limit),
    };
    const signals = ensembleSignals({ models: store(), tensors, market }, { market: 'binance-usdm' });
    return (coins: readonly BarSeries[], [bar, minutesLater]: readonly [number, number]) => {
      now = openOf(bar) + BAR_MS + minutesLater * MINUTE_MS;
      shown = new Map(coins.map(series => [series.symbol, candlesOf(series)]));
      return signals.at(minuteOf(now), symbolsOf(COINS), limitsWith());
    };
  }

  const CLOSES = [
    [210, 0],
    [211, 1],
    [260, 2],
  ] as const;

  test('I50 says the same whatever the bar that is still open looks like', async () => {
    const ask = desk();
    const all = async (knownUpTo: 'the close' | 'the bar before' | 'now') => {
      const answers = [];
      for (const close of CLOSES) {
        const noise: Future = { how: 'replaced by noise', seed: close[0], newcomers: 0, gaps: 0 };
        const last = openOf(close[0] - (knownUpTo === 'the bar before' ? 1 : 0));
        answers.push(await ask(knownUpTo === 'now' ? COINS : withFuture(COINS, last, noise), close));
      }
      return answers;
    };
    const was = await all('now');
    for (const { notes } of was)
      expect(notes).toMatchObject([
        {
          type: 'votes',
          licensed: true,
          coins: COINS.map(() => ({ said: MODEL_KINDS.map(() => expect.any(Number)) })),
        },
      ]);
    expect(await all('the close')).toEqual(was);
    expect(await all('the bar before')).not.toEqual(was);
  });
});

import { DAY_MS, type EpochMs, epochMs, HOUR_MS } from '../../lib/desk/units.ts';
import { bytesOf, digestOf } from '../../lib/models/digest.ts';
import { type BracketSample, expectedValues } from '../../lib/models/expected-value.ts';
import { FEATURES } from '../../lib/models/features.ts';
import { type Manifest, writeManifest } from '../../lib/models/manifest.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { recordOf } from '../../lib/models/record.ts';
import type { SeatRole } from '../../lib/models/roster.ts';
import type { StoredModel } from '../../lib/models/stored.ts';
import { boosterOf } from '../../lib/models/trees/booster.ts';
import { writeXgboostJson } from '../../lib/models/trees/write-xgboost.ts';
import { limitsWith } from './builders.ts';

export interface Planted {
  readonly market: Manifest['market'];
  /** When it was last revalidated; its evidence lies before. */
  readonly at: EpochMs;
  /** Log odds it gives a coin that rose over the last four bars, and the opposite to one that fell. */
  readonly margin?: number;
  /** Net R of each trade it has made out of sample. */
  readonly netR?: number;
  /** How often it was right. */
  readonly rate?: number;
  readonly role?: SeatRole;
  readonly manifest?: Partial<Manifest>;
}

/** A stored model of one tree that follows the last hour, with evidence as good as the test says. */
export function plantedModel(planted: Planted): Extract<StoredModel, { file: Uint8Array }> {
  const { at, market, margin = 2, netR = 0.3, rate = 0.65, role = 'champion' } = planted;
  const file = bytesOf(writeXgboostJson(followingBooster(margin)));
  const manifest: Manifest = {
    format: 1,
    kind: 'xgboost',
    version: 'xgboost-planted',
    recipe: DEFAULT_RECIPE,
    schemaHash: FEATURES.hash,
    market,
    trainedFrom: epochMs(at - 120 * DAY_MS),
    trainedTo: epochMs(at - HOUR_MS),
    trainedAt: at,
    revalidatedAt: at,
    symbols: [],
    metrics: {
      rows: 2_400,
      logLoss: 0.65,
      baseLogLoss: 0.69,
      gain: 0.04,
      areaUnderCurve: 0.6,
      winRate: null,
      netR: null,
    },
    calibration: { kind: 'platt', slope: 1, intercept: 0, n: 2_400 },
    expectedValue: expectedValues(tradesOf(at, netR), limitsWith()),
    record: recordOf(predictionsOf(at, rate)),
    resolvedTo: epochMs(at - HOUR_MS),
    checksum: digestOf(file),
    ...planted.manifest,
  };
  return { kind: 'xgboost', role, manifest: writeManifest(manifest), file };
}

function followingBooster(margin: number) {
  const node = { feature: FEATURES.names.indexOf('return-4'), threshold: 0 };
  return boosterOf({ featureCount: FEATURES.names.length, featureNames: FEATURES.names, baseScore: 0.5 }, [
    {
      feature: [node.feature, -1, -1],
      threshold: [node.threshold, 0, 0],
      left: [1, -1, -1],
      right: [2, -1, -1],
      defaultLeft: [true, false, false],
      value: [0, -margin, margin],
      gain: [1, 0, 0],
      cover: [2, 1, 1],
    },
  ]);
}

const DAYS = 60;
const PER_DAY = 40;

/** Predictions of 0.62 on either side, right as often as told, evenly on each day. */
const predictionsOf = (at: number, rate: number) =>
  Array.from({ length: DAYS * PER_DAY }, (_, n) => {
    const up = n % 2 === 0;
    const right = Math.floor(((n % PER_DAY) + 0.5) / 2) / (PER_DAY / 2) < rate;
    return {
      at: epochMs(at - (1 + Math.floor(n / PER_DAY)) * DAY_MS),
      pUp: up ? 0.62 + n * 1e-6 : 0.38 - n * 1e-6,
      label: up === right ? 1 : 0,
    };
  });

const tradesOf = (at: number, netR: number): BracketSample[] =>
  predictionsOf(at, 1).flatMap(({ at: when }) =>
    (['long', 'short'] as const).map(side => ({ at: when, side, confidence: 0.88, netR })),
  );

import * as z from 'zod';
import { epochMs, fraction } from '../desk/units.ts';
import { oneLine } from '../desk/words.ts';
import { digestOf } from './digest.ts';
import { MODEL_KINDS } from './ensemble.ts';

/** Markets that models are trained on: the venue's own, and the two that a seed draws. */
export const MODEL_MARKETS = ['binance-usdm', 'synthetic', 'martingale'] as const;
export type ModelMarket = (typeof MODEL_MARKETS)[number];

/** Up to the last one that can be written as a date. */
const instant = z.int().min(0).max(8.64e15).transform(epochMs);
const share = z.number().min(0).max(1).transform(fraction);
const probability = z.number().min(0).max(1);
const count = z.int().min(0).max(1e9);
/** Of a size that sums and products of it stay numbers. */
const figure = z.number().min(-1e6).max(1e6);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const label = z.string().regex(/^[\w.-]{1,100}$/, 'not a name of letters, digits, dots and dashes');

const recipe = z.strictObject({
  barMinutes: z.int().min(1).max(10_080),
  horizonBars: z.int().min(1).max(10_000),
  stop: z
    .strictObject({
      atrPeriod: z.literal(14),
      atrMultiple: z.number().positive().max(100),
      fractionMin: share,
      fractionMax: share,
    })
    .refine(stop => stop.fractionMin <= stop.fractionMax, 'fractionMin is above fractionMax'),
  label: z.literal('first-touch'),
});

const day = z
  .strictObject({
    day: z.int().min(0).max(1e8),
    n: count,
    ups: count,
    downs: count,
    logLoss: z.number().min(0).max(1e9),
    leaning: count,
    leaningUps: count,
    leaningDowns: count,
    wins: count,
    pUpMin: probability,
    pUpMax: probability,
  })
  // What is a part of something is no more than it: else a win rate above one would be a licence.
  .refine(
    each =>
      each.ups + each.downs <= each.n &&
      each.leaning <= each.n &&
      each.leaningUps <= each.ups &&
      each.leaningDowns <= each.downs &&
      each.leaningUps + each.leaningDowns <= each.leaning &&
      each.wins <= each.leaning &&
      each.pUpMin <= each.pUpMax,
    'its counts contradict each other',
  );

/** As many as the licence's bootstrap can draw in bearable time. */
const DAYS_MAX = 5_000;
/** Days of a record, in order. */
export const dayRecords = z
  .array(day)
  .max(DAYS_MAX)
  .readonly()
  .refine(
    days => days.every((each, i) => i === 0 || each.day > (days[i - 1]?.day ?? 0)),
    'its days are not in order',
  );

const cell = z.strictObject({
  side: z.enum(['long', 'short']),
  confidenceMin: share,
  n: count,
  nIndependent: z.number().min(0).max(1e9),
  rawMeanR: figure,
  meanR: figure,
});

export const calibrationShape = z.strictObject({
  kind: z.literal('platt'),
  slope: z.number().min(0).max(1_000),
  intercept: z.number().min(-1_000).max(1_000),
  n: count,
});

export const expectedValueShape = z.strictObject({
  exitsHash: z.string().max(64),
  allMeanR: figure,
  cells: z.array(cell).max(1_000).readonly(),
});

/** What stands beside a model's file. */
const manifest = z.strictObject({
  format: z.literal(1),
  kind: z.enum(MODEL_KINDS),
  version: label,
  recipe,
  schemaHash: hash,
  /** Where it was trained, and the only market on which it may vote. */
  market: z.enum(MODEL_MARKETS),
  trainedFrom: instant,
  trainedTo: instant,
  trainedAt: instant,
  revalidatedAt: instant,
  symbols: z.array(z.string().max(64)).max(2_000).readonly(),
  metrics: z.strictObject({
    rows: count,
    logLoss: figure,
    baseLogLoss: figure,
    /** Out-of-sample log-loss gain over the base rate: what the ensemble weighs by. */
    gain: figure,
    /** Null where one outcome alone occurred. */
    areaUnderCurve: probability.nullable(),
    /** Of the predictions that took a side; null where none did. */
    winRate: share.nullable(),
    /** Mean net R of the bracket, a trade; null where no trade ended within the data. */
    netR: figure.nullable(),
  }),
  calibration: calibrationShape,
  expectedValue: expectedValueShape,
  /** What each confidence threshold would have brought out of sample; absent in a model that was brought from elsewhere. */
  thresholds: z
    .array(
      z
        .strictObject({
          confidenceMin: probability,
          n: count,
          wins: count,
          days: count,
          meanR: figure.nullable(),
          low: figure.nullable(),
          high: figure.nullable(),
        })
        .refine(each => each.wins <= each.n, 'its counts contradict each other'),
    )
    .max(100)
    .readonly()
    .optional(),
  /** Resolved predictions by day, out of sample: nested folds first, then live and shadow. */
  record: dayRecords,
  /** Signal bars up to this close are in the record, and none is counted twice. */
  resolvedTo: instant,
  /** SHA-256 of the model's file. */
  checksum: hash,
});

export type Manifest = z.infer<typeof manifest>;

/** A manifest, or a model's file, that cannot be used; the message is one line. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/** Reads a manifest. @throws ManifestError */
export function readManifest(text: string): Manifest {
  const read = manifest.safeParse(parsed(text));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw new ManifestError(
    `the manifest is not one${place === '' ? '' : `, at ${oneLine(place)}`}: ${oneLine(issue?.message ?? 'no reason given')}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ManifestError('the manifest is not JSON: truncated, or another file');
  }
}

export const writeManifest = (given: Manifest): string => `${JSON.stringify(given, undefined, 1)}\n`;

/** Holds a file against its manifest (I51). @throws ManifestError */
export function checkFile(given: Manifest, file: Uint8Array): void {
  const found = digestOf(file);
  if (found === given.checksum) return;
  throw new ManifestError(
    `the file's checksum is ${found.slice(0, 12)}, the manifest of ${given.kind} ${given.version} says ${given.checksum.slice(0, 12)}`,
  );
}

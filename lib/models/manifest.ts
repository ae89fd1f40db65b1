import * as z from 'zod';
import { epochMs, fraction } from '../desk/units.ts';
import { digestOf } from './digest.ts';
import { MODEL_KINDS } from './ensemble.ts';

/** Markets that models are trained on: the venue's own, and the two that a seed draws. */
export const MODEL_MARKETS = ['binance-usdm', 'synthetic', 'martingale'] as const;
export type ModelMarket = (typeof MODEL_MARKETS)[number];

const instant = z.int().nonnegative().transform(epochMs);
const share = z.number().min(0).max(1).transform(fraction);
const count = z.int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const recipe = z.strictObject({
  barMinutes: z.int().positive(),
  horizonBars: z.int().positive(),
  stop: z.strictObject({
    atrPeriod: z.literal(14),
    atrMultiple: z.number().positive(),
    fractionMin: share,
    fractionMax: share,
  }),
  label: z.literal('first-touch'),
});

const day = z.strictObject({
  day: z.int(),
  n: count,
  ups: count,
  downs: count,
  logLoss: z.number(),
  leaning: count,
  leaningUps: count,
  leaningDowns: count,
  wins: count,
  pUpMin: z.number(),
  pUpMax: z.number(),
});

const cell = z.strictObject({
  side: z.enum(['long', 'short']),
  confidenceMin: share,
  n: count,
  nIndependent: z.number(),
  rawMeanR: z.number(),
  meanR: z.number(),
});

/** What stands beside a model's file. */
const manifest = z.strictObject({
  format: z.literal(1),
  kind: z.enum(MODEL_KINDS),
  version: z.string().min(1),
  recipe,
  schemaHash: hash,
  /** Where it was trained, and the only market on which it may vote. */
  market: z.enum(MODEL_MARKETS),
  trainedFrom: instant,
  trainedTo: instant,
  trainedAt: instant,
  revalidatedAt: instant,
  symbols: z.array(z.string()).readonly(),
  metrics: z.strictObject({
    rows: count,
    logLoss: z.number(),
    baseLogLoss: z.number(),
    /** Out-of-sample log-loss gain over the base rate: what the ensemble weighs by. */
    gain: z.number(),
    /** Null where one outcome alone occurred. */
    areaUnderCurve: z.number().nullable(),
    /** Of the predictions that took a side; null where none did. */
    winRate: share.nullable(),
    /** Mean net R of the bracket, a trade; null where no trade ended within the data. */
    netR: z.number().nullable(),
  }),
  calibration: z.strictObject({
    kind: z.literal('platt'),
    slope: z.number().nonnegative(),
    intercept: z.number(),
    n: count,
  }),
  expectedValue: z.strictObject({
    exitsHash: z.string(),
    allMeanR: z.number(),
    cells: z.array(cell).readonly(),
  }),
  /** Resolved predictions by day, out of sample: nested folds first, then live and shadow. */
  record: z.array(day).readonly(),
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
    `the manifest is not one${place === '' ? '' : `, at ${place}`}: ${(issue?.message ?? 'no reason given').split('\n')[0]}`,
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
export function checkFile(given: Manifest, file: string): void {
  const found = digestOf(file);
  if (found === given.checksum) return;
  throw new ManifestError(
    `the file's checksum is ${found.slice(0, 12)}, the manifest of ${given.kind} ${given.version} says ${given.checksum.slice(0, 12)}`,
  );
}

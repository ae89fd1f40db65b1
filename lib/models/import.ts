import * as z from 'zod';
import { type EpochMs, epochMs } from '../desk/units.ts';
import { oneLine } from '../desk/words.ts';
import { UNCALIBRATED } from './calibration.ts';
import { digestOf } from './digest.ts';
import { MODEL_KINDS } from './ensemble.ts';
import { WINDOW_BARS } from './features/bar.ts';
import { CHANNELS } from './features/sequence.ts';
import { COLUMNS } from './features.ts';
import { type Manifest, ManifestError, MODEL_MARKETS } from './manifest.ts';
import { drawAt, streamKey } from './random.ts';
import { DEFAULT_RECIPE } from './recipe.ts';
import { runnerOf } from './runners.ts';
import { schemaOfKind } from './schemas.ts';
import { ModelFileError } from './trees/errors.ts';
import type { Windows } from './windows.ts';
import type { Work } from './work.ts';

const instant = z.int().min(0).max(8.64e15).transform(epochMs);

/** What whoever brings a model says of it. All else it has to show here. */
const words = z.strictObject({
  kind: z.enum(MODEL_KINDS),
  /** Of the features it was trained on: a model answers for no others (I47). */
  schemaHash: z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal'),
  market: z.enum(MODEL_MARKETS),
  /** Milliseconds since 1970: it has learnt from nothing outside them. */
  trainedFrom: instant,
  trainedTo: instant,
  symbols: z.array(z.string().max(64)).max(2_000).readonly().default([]),
  /** Of the margins, where its maker has calibrated them. */
  calibration: z
    .strictObject({ slope: z.number().min(0).max(1_000), intercept: z.number().min(-1_000).max(1_000) })
    .optional(),
});
export type BroughtWords = z.infer<typeof words>;

/** Reads what is said of a model that is brought from elsewhere. @throws ManifestError with one line */
export function readBroughtWords(text: string): BroughtWords {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ManifestError('it is not JSON: truncated, or another file');
  }
  const read = words.safeParse(parsed);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw new ManifestError(`${place === '' ? '' : `${oneLine(place)}: `}${oneLine(issue?.message ?? '')}`);
}

/** Rows that a model is tried on: some numbers, and for the trees some that are missing. */
const PROBES = 64;

/**
 * Checks a model that was brought from elsewhere, and makes its manifest: its file is read, its schema is compared, and
 * it is asked: what is no number, or the same for everything, is refused (I49). It has shown nothing here yet, so its
 * record is empty and it has no licence.
 * @throws ModelFileError, ManifestError; what the graph's runner throws comes through
 */
export function* broughtModel(file: Uint8Array, given: BroughtWords, now: EpochMs): Work<Manifest> {
  const { kind, schemaHash, market, trainedFrom, trainedTo, symbols, calibration } = given;
  const { hash, names } = schemaOfKind(kind);
  if (schemaHash !== hash)
    throw new ManifestError(
      `schemaHash: it reads the features ${schemaHash.slice(0, 12)}, this version serves ${hash.slice(0, 12)} to ${kind}`,
    );
  if (trainedFrom > trainedTo) throw new ManifestError('trainedFrom is after trainedTo');
  const runner = runnerOf(kind, file);
  if (runner.columns !== names.length)
    throw new ModelFileError(`it reads ${runner.columns} features, the schema has ${names.length}`);
  const margins = Array.from(yield* runner.margins(probes()));
  if (margins.some(margin => !Number.isFinite(margin)))
    throw new ModelFileError('what it says of some rows is no number');
  if (Math.max(...margins) - Math.min(...margins) < 1e-9)
    throw new ModelFileError('it says the same of everything');
  const checksum = digestOf(file);
  const day = new Date(now).toISOString().slice(0, 10);
  return {
    format: 1,
    kind,
    version: `${kind}-${day}-${checksum.slice(0, 8)}`,
    recipe: DEFAULT_RECIPE,
    schemaHash,
    market,
    trainedFrom,
    trainedTo,
    trainedAt: now,
    revalidatedAt: now,
    symbols,
    metrics: {
      rows: 0,
      logLoss: 0,
      baseLogLoss: 0,
      gain: 0,
      areaUnderCurve: null,
      winRate: null,
      netR: null,
    },
    calibration: calibration === undefined ? UNCALIBRATED : { kind: 'platt', ...calibration, n: 0 },
    expectedValue: { exitsHash: '', allMeanR: 0, cells: [] },
    record: [],
    resolvedTo: trainedTo,
    checksum,
  };
}

function probes() {
  const key = streamKey(1, PROBES);
  const drawn = (n: number) => 4 * drawAt(key, n) - 2;
  const values = Float32Array.from({ length: PROBES * COLUMNS }, (_, n) =>
    n % 17 === 0 ? Number.NaN : drawn(n),
  );
  const windows: Windows = {
    rows: PROBES,
    bars: WINDOW_BARS,
    channels: CHANNELS,
    write: (row, out, at) => {
      const size = WINDOW_BARS * CHANNELS;
      for (let n = 0; n < size; n += 1) out[at + n] = drawn(row * size + n);
    },
  };
  return { rows: PROBES, columns: COLUMNS, values, windows };
}

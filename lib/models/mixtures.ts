import * as z from 'zod';
import type { Limits } from '../desk/limits/limits.ts';
import { epochMs, fraction, type SymbolId } from '../desk/units.ts';
import { oneLine } from '../desk/words.ts';
import { bracketOf, playBracket } from './bracket-path.ts';
import { UNCALIBRATED } from './calibration.ts';
import { MODEL_KINDS, sided } from './ensemble.ts';
import { type BracketSample, expectedValues } from './expected-value.ts';
import { hasWindow, WINDOW_BARS } from './features/bar.ts';
import { wilderOf } from './features/wilder.ts';
import { type JointOfCoins, jointOfKept, type KeptPredictions } from './kept-predictions.ts';
import { calibrationShape, expectedValueShape } from './manifest.ts';
import { type MixedPrediction, mixtureOf, nestedMixture } from './mixture.ts';
import { recordOf } from './record.ts';
import { type BarSeries, barAt } from './series.ts';
import { entropyOf, logistic } from './statistics.ts';

const version = z.string().regex(/^[\w.-]{1,100}$/, 'not a name of letters, digits, dots and dashes');
const figure = z.number().min(-1e6).max(1e6);

const mixture = z.strictObject({
  /** With the weight of each; all of one recipe. */
  members: z
    .array(
      z.strictObject({
        kind: z.enum(MODEL_KINDS),
        version,
        weight: z.number().min(0).max(1).transform(fraction),
      }),
    )
    .min(1)
    .max(MODEL_KINDS.length)
    .readonly(),
  calibration: calibrationShape,
  expectedValue: expectedValueShape,
  /** Of its nested predictions: rows scored, log loss, and that of the base rate. */
  rows: z.int().min(0).max(1e9),
  logLoss: figure,
  baseLogLoss: figure,
});
/** What some models are worth together. */
export type MeasuredMixture = z.infer<typeof mixture>;

const mixtures = z.strictObject({
  format: z.literal(1),
  measuredAt: z.int().min(0).max(8.64e15).transform(epochMs),
  /** The versions that were looked at, also those of which no mixture was worth keeping, and the exits in force. */
  versions: z.array(version).max(MODEL_KINDS.length).readonly(),
  exitsHash: z.string().max(64),
  mixtures: z.array(mixture).max(16).readonly(),
});
export type Mixtures = z.infer<typeof mixtures>;

/** A file of mixtures that is none; the message is one line. */
export class MixturesError extends Error {
  override readonly name = 'MixturesError';
}

/** @throws MixturesError */
export function readMixtures(text: string): Mixtures {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new MixturesError('the mixtures of the models are not JSON: truncated, or another file');
  }
  const read = mixtures.safeParse(parsed);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  const where = place === '' ? '' : `, at ${oneLine(place)}`;
  throw new MixturesError(`the mixtures of the models are none${where}: ${oneLine(issue?.message ?? '')}`);
}

export const writeMixtures = (given: Mixtures): string => `${JSON.stringify(given, undefined, 1)}\n`;

/** A mixture needs so many rows of which all its members said something, on the days before which it was measured. */
const ROWS_MIN = 1_000;

/**
 * Every mixture of these models, measured on what they said out of fold: which of them is asked for depends on which are
 * licensed at the time. One alone is a mixture too: what its trades are worth is measured under the exits now in force.
 * One that has too few rows in common, or gained nothing, is left out.
 */
export function measureMixtures(
  members: readonly KeptPredictions[],
  coins: readonly BarSeries[],
  limits: Limits,
): readonly MeasuredMixture[] {
  return subsetsOf(members).flatMap(some => {
    const joint = jointOfKept(some);
    return joint === undefined || joint.rows < ROWS_MIN ? [] : measured(some, joint, coins, limits);
  });
}

function measured(
  members: readonly KeptPredictions[],
  joint: JointOfCoins,
  coins: readonly BarSeries[],
  limits: Limits,
): readonly MeasuredMixture[] {
  const { votes, calibration } = mixtureOf(joint, joint.kinds);
  if (votes.every(({ weight }) => weight === 0)) return [];
  // One alone was calibrated fold by fold already.
  const alone = members.length === 1;
  const nested = alone ? asSaid(joint) : nestedMixture(joint, joint.kinds);
  const samples = tradesOf(joint, nested, coins, limits);
  const record = recordOf(
    nested.map(({ row, pUp }) => ({
      at: epochMs(joint.at[row] as number),
      pUp,
      label: joint.labels[row] as number,
    })),
  );
  const sum = (of: (day: (typeof record)[number]) => number) => record.reduce((all, day) => all + of(day), 0);
  const [ups, labelled] = [sum(day => day.ups), sum(day => day.ups + day.downs)];
  return [
    {
      members: votes.map(({ kind, weight }, n) => ({ kind, version: members[n]?.version ?? '', weight })),
      calibration: alone ? UNCALIBRATED : calibration,
      expectedValue: expectedValues(samples, limits),
      rows: nested.length,
      logLoss: sum(day => day.logLoss) / labelled,
      baseLogLoss: entropyOf(ups / labelled),
    },
  ];
}

const asSaid = ({ rows, logits }: JointOfCoins): readonly MixedPrediction[] =>
  Array.from({ length: rows }, (_, row) => ({ row, pUp: logistic(logits[0]?.[row] ?? Number.NaN) }));

/** What the bracket of each prediction's side would have brought, where the bars to tell are at hand. */
function tradesOf(
  joint: JointOfCoins,
  predictions: readonly MixedPrediction[],
  coins: readonly BarSeries[],
  limits: Limits,
): readonly BracketSample[] {
  const bySymbol = new Map<SymbolId, BarSeries>(coins.map(series => [series.symbol, series]));
  return predictions.flatMap(({ row, pUp }): BracketSample[] => {
    const series = bySymbol.get(joint.symbols[row] as SymbolId);
    const at = joint.at[row] as number;
    if (series === undefined || series.barMs !== joint.barMs) return [];
    const bar = barAt(series, at - joint.barMs);
    if (bar < 0 || !hasWindow(series, bar)) return [];
    const { atrFraction } = wilderOf(series, bar - WINDOW_BARS + 1, bar);
    const { side, confidence } = sided(pUp);
    const path = playBracket(series, bar, bracketOf(side, fraction(atrFraction), limits));
    return path === undefined ? [] : [{ at, side, confidence, netR: path.netR }];
  });
}

function subsetsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length - 1 }, (_, n) =>
    all.filter((_one, place) => ((n + 1) >> place) % 2 === 1),
  );
}

/** The mixture of exactly these versions; undefined where it was never measured. */
export const mixtureOfVersions = (
  known: Mixtures | undefined,
  versions: readonly string[],
): MeasuredMixture | undefined =>
  known?.mixtures.find(
    ({ members }) =>
      members.length === versions.length && members.every(member => versions.includes(member.version)),
  );

import * as z from 'zod';
import { epochMs, type SymbolId, symbolId } from '../desk/units.ts';
import { oneLine } from '../desk/words.ts';
import type { Dataset } from './dataset.ts';
import { MODEL_KINDS, type ModelKind } from './ensemble.ts';
import type { Joint } from './joint.ts';
import type { OutOfFold } from './out-of-fold.ts';
import { barMsOf } from './recipe.ts';
import { logitOf } from './statistics.ts';

/** As many as a file of bearable size holds; of more rows every second, third, … signal bar is kept, whole. */
const ROWS_MAX = 40_000;

const label = z.string().regex(/^[\w.-]{1,100}$/, 'not a name of letters, digits, dots and dashes');
const instant = z.int().min(0).max(8.64e15).transform(epochMs);

/** What a version said out of fold: its part in the mixtures of several models. A row is a coin's signal bar. */
const kept = z
  .strictObject({
    format: z.literal(1),
    kind: z.enum(MODEL_KINDS),
    version: label,
    barMs: z.int().min(60_000).max(1e9),
    horizonMs: z.int().min(60_000).max(1e10),
    symbols: z.array(z.string().min(1).max(64).transform(symbolId)).max(2_000).readonly(),
    /** Closes of the signal bars, in order. */
    bars: z.array(instant).max(ROWS_MAX).readonly(),
    /** By row: places in `symbols` and `bars`, the log odds, and 1, 0, or null where neither side was right. */
    symbol: z.array(z.int().min(0)).max(ROWS_MAX).readonly(),
    bar: z.array(z.int().min(0)).max(ROWS_MAX).readonly(),
    logit: z.array(z.number().min(-50).max(50)).max(ROWS_MAX).readonly(),
    label: z
      .array(z.literal([0, 1]).nullable())
      .max(ROWS_MAX)
      .readonly(),
  })
  .refine(
    ({ symbol, bar, logit, label: labels }) =>
      [bar, logit, labels].every(({ length }) => length === symbol.length),
    'its columns are of different lengths',
  )
  .refine(
    ({ symbols, bars, symbol, bar }) =>
      symbol.every(place => place < symbols.length) && bar.every(place => place < bars.length),
    'a row points outside its symbols or bars',
  )
  .refine(
    ({ bars, bar }) =>
      bars.every((at, i) => i === 0 || at > (bars[i - 1] ?? 0)) &&
      bar.every((at, i) => i === 0 || at >= (bar[i - 1] ?? 0)),
    'its rows are not in order',
  );
export type KeptPredictions = z.infer<typeof kept>;

/** A file of predictions that is none; the message is one line. */
export class KeptPredictionsError extends Error {
  override readonly name = 'KeptPredictionsError';
}

/** @throws KeptPredictionsError */
export function readKept(text: string): KeptPredictions {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new KeptPredictionsError('the predictions are not JSON: truncated, or another file');
  }
  const read = kept.safeParse(parsed);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  const where = place === '' ? '' : `, at ${oneLine(place)}`;
  throw new KeptPredictionsError(`the predictions are none${where}: ${oneLine(issue?.message ?? '')}`);
}

export const writeKept = (given: KeptPredictions): string => `${JSON.stringify(given)}\n`;

/** Digits that tell two predictions apart. */
const DIGITS = 4;

/** What is kept of a version's nested predictions. */
export function keptOf(
  dataset: Dataset,
  predictions: readonly OutOfFold[],
  { kind, version }: { readonly kind: ModelKind; readonly version: string },
): KeptPredictions {
  const barMs = barMsOf(dataset.recipe);
  const thinning = Math.ceil(predictions.length / ROWS_MAX);
  const at = (row: number) => dataset.at[row] as number;
  const wholeBars = [...new Set(predictions.map(({ row }) => at(row)))].filter(
    (_, place) => place % thinning === 0,
  );
  const placeOf = new Map(wholeBars.map((bar, place) => [bar, place]));
  const rows = predictions.filter(({ row }) => placeOf.has(at(row))).slice(0, ROWS_MAX);
  return {
    format: 1,
    kind,
    version,
    barMs,
    horizonMs: barMs * dataset.recipe.horizonBars,
    symbols: dataset.coins.map(({ symbol }) => symbol),
    bars: wholeBars.map(epochMs),
    symbol: rows.map(({ row }) => dataset.coin[row] as number),
    bar: rows.map(({ row }) => placeOf.get(at(row)) as number),
    logit: rows.map(({ pUp }) => Number(logitOf(pUp).toFixed(DIGITS))),
    label: rows.map(({ row }) => (dataset.labels[row] === 1 ? 1 : dataset.labels[row] === 0 ? 0 : null)),
  };
}

/** Joint predictions with the coin of each row. */
export type JointOfCoins = Joint & { readonly symbols: readonly SymbolId[]; readonly barMs: number };

/** The rows of which all of several versions said something; undefined where their bars are of different lengths. */
export function jointOfKept(all: readonly KeptPredictions[]): JointOfCoins | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  const { barMs, horizonMs } = first;
  if (others.some(other => other.barMs !== barMs || other.horizonMs !== horizonMs)) return undefined;
  const said = others.map(saidOf);
  const rows = first.symbol.flatMap((_, row) => {
    const key = keyOf(first, row);
    const words = said.map(one => one.get(key));
    return words.every(word => word !== undefined)
      ? [{ row, words: [first.logit[row] as number, ...words] }]
      : [];
  });
  const at = rows.map(({ row }) => first.bars[first.bar[row] as number] as number);
  return {
    kinds: all.map(({ kind }) => kind),
    rows: rows.length,
    at,
    endAt: at.map(bar => bar + horizonMs),
    labels: rows.map(({ row }) => first.label[row] ?? Number.NaN),
    logits: all.map((_, k) => rows.map(({ words }) => words[k] as number)),
    symbols: rows.map(({ row }) => first.symbols[first.symbol[row] as number] as SymbolId),
    barMs,
  };
}

const keyOf = ({ symbols, symbol, bars, bar }: KeptPredictions, row: number): string =>
  `${symbols[symbol[row] as number]} ${bars[bar[row] as number]}`;

const saidOf = (one: KeptPredictions): ReadonlyMap<string, number> =>
  new Map(one.logit.map((logit, row) => [keyOf(one, row), logit]));

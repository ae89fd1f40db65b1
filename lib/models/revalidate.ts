import type { JournalEvent } from '../desk/journal.ts';
import { type EpochMs, epochMs, type SymbolId } from '../desk/units.ts';
import { hasWindow, WINDOW_BARS } from './features/bar.ts';
import { wilderOf } from './features/wilder.ts';
import { labelAt, targetOf } from './label.ts';
import { type Licence, licenceOf } from './licence.ts';
import type { Manifest } from './manifest.ts';
import { barMsOf, type Recipe } from './recipe.ts';
import { joined, type ResolvedPrediction, recordOf } from './record.ts';
import { type BarSeries, barAt } from './series.ts';

/** What a model said at the close of a signal bar, acted on or not. */
export interface Prediction {
  readonly symbol: SymbolId;
  /** Close of the signal bar. */
  readonly at: EpochMs;
  readonly pUp: number;
}

/** A record of what the models said at a bar, as the journal keeps it. */
export type VotesRecord = Extract<JournalEvent, { readonly type: 'votes' }>;

/** What one version said, bar by bar. Of two records of one bar the first counts: that one was traded on. */
export function saidBy(version: string, votes: readonly VotesRecord[]): readonly Prediction[] {
  const seen = new Set<number>();
  return votes.flatMap(({ at, models, coins }) => {
    const place = models.findIndex(model => model.version === version);
    if (place < 0 || seen.has(at)) return [];
    seen.add(at);
    return coins.flatMap(({ symbol, said }): Prediction[] => {
      const pUp = said?.[place] ?? null;
      return pUp === null ? [] : [{ symbol, at: epochMs(at), pUp }];
    });
  });
}

/** What became of a prediction; undefined while its horizon is not over, or where bars are missing. */
export function resolve(
  { at, pUp }: Prediction,
  series: BarSeries,
  recipe: Recipe,
): ResolvedPrediction | undefined {
  const bar = barAt(series, at - barMsOf(recipe));
  if (bar < 0 || !hasWindow(series, bar)) return undefined;
  const { atrFraction } = wilderOf(series, bar - WINDOW_BARS + 1, bar);
  const label = labelAt(series, bar, atrFraction, recipe);
  return label === undefined ? undefined : { at, pUp, label: targetOf(label.outcome) };
}

/**
 * The manifest brought up to date with what has been resolved since. Predictions of signal bars that are in the record
 * already are passed over, so that a revalidation repeated counts nothing twice.
 */
export function revalidated(
  manifest: Manifest,
  resolved: readonly ResolvedPrediction[],
  now: EpochMs,
): Manifest {
  const fresh = resolved.filter(({ at }) => at > manifest.resolvedTo);
  return {
    ...manifest,
    record: joined(manifest.record, recordOf(fresh)),
    resolvedTo: epochMs(fresh.reduce<number>((last, { at }) => Math.max(last, at), manifest.resolvedTo)),
    revalidatedAt: now,
  };
}

/** The licence of a model as its manifest stands, on a desk that serves this schema and trades this market. */
export const licenceOfModel = (
  manifest: Manifest,
  desk: { readonly schemaHash: string; readonly market: string; readonly promoted: boolean },
  now: EpochMs,
): Licence =>
  licenceOf({
    promoted: desk.promoted,
    revalidatedAt: manifest.revalidatedAt,
    schemaHash: manifest.schemaHash,
    market: manifest.market,
    record: manifest.record,
    now,
    desk,
    seed: Number.parseInt(manifest.checksum.slice(0, 8), 16),
  });

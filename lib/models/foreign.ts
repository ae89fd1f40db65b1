import type { Manifest } from './manifest.ts';
import { schemaOfKind } from './schemas.ts';

/** Bars that the plan is made from; a model of other bars was valued with another bracket than the one it would get. */
export const SIGNAL_BAR_MINUTES = 15;

/** Why a model has nothing to say of a desk's market, and could not be held against what came of it; undefined where it has. */
export function foreignTo({ kind, market, schemaHash, recipe }: Manifest, desk: string): string | undefined {
  const { hash } = schemaOfKind(kind);
  if (schemaHash !== hash) {
    const [its, ours] = [schemaHash.slice(0, 12), hash.slice(0, 12)];
    return `it reads the features ${its}, the desk serves ${ours}`;
  }
  if (market !== desk) return `it was trained on ${market}, the desk trades ${desk}`;
  if (recipe.barMinutes !== SIGNAL_BAR_MINUTES)
    return `it reads bars of ${recipe.barMinutes} minutes, trades are planned on those of ${SIGNAL_BAR_MINUTES}`;
  return undefined;
}

import type { Instrument, LeverageTier } from '../../desk/instrument.ts';
import type { SymbolId } from '../../desk/units.ts';
import type { SimInstrument } from '../market.ts';
import type { Look } from './account.ts';
import { DEPTH_USD_PER_LEVEL } from './books.ts';

export type TiersOf = (symbol: SymbolId) => readonly LeverageTier[];

/** The venue's listing, as it is and as the engine needs it: with what is no longer listed and still at stake. */
export interface Listed {
  readonly plain: readonly Instrument[];
  readonly sim: readonly SimInstrument[];
}

/** Makes the engine's listing; kept while the venue's is the same object, since it is asked for with every call. */
export function listingFor(tiers: TiersOf): (plain: readonly Instrument[], looks: readonly Look[]) => Listed {
  let known: Listed | undefined;
  const simOf = (it: Instrument): SimInstrument => ({
    ...it,
    tiers: tiers(it.symbol),
    depthUsdPerLevel: DEPTH_USD_PER_LEVEL,
  });
  return (plain, looks) => {
    if (known?.plain !== plain) known = { plain, sim: plain.map(simOf) };
    const symbols = new Set<string>(plain.map(({ symbol }) => symbol));
    const gone = looks.filter(({ instrument }) => !symbols.has(instrument.symbol));
    return gone.length === 0
      ? known
      : { plain, sim: [...known.sim, ...gone.map(({ instrument }) => simOf(instrument))] };
  };
}

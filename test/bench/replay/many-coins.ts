import { type SymbolId, symbolId } from '../../../lib/desk/units.ts';
import type { SimInstrument, SimMarket } from '../../../lib/sim/market.ts';
import { syntheticMarket } from '../../../lib/sim/markets/synthetic.ts';

/** As many coins as are asked for: those of the synthetic market, seed after seed, the later ones under names of their own. */
export function manyCoins(coins: number, days: number): SimMarket {
  const places = new Map<SymbolId, { readonly market: SimMarket; readonly symbol: SymbolId }>();
  const instruments: SimInstrument[] = [];
  let first: SimMarket | undefined;
  for (let seed = 1; instruments.length < coins; seed += 1) {
    const market = syntheticMarket({ seed, days });
    first ??= market;
    for (const it of market
      .instruments()
      .filter(isTraded)
      .slice(0, coins - instruments.length)) {
      const symbol = symbolId(seed === 1 ? it.symbol : `C${seed}${it.symbol}`);
      places.set(symbol, { market, symbol: it.symbol });
      instruments.push({ ...it, symbol, baseAsset: symbol.slice(0, -it.quoteAsset.length) });
    }
  }
  const { startsAt, endsAt } = first as SimMarket;
  return {
    name: 'synthetic',
    startsAt,
    endsAt,
    instruments: () => instruments,
    minuteBar: (symbol, minute) => {
      const place = places.get(symbol);
      return place?.market.minuteBar(place.symbol, minute);
    },
    candles: (symbol, interval, from, to) => {
      const place = places.get(symbol);
      return place?.market.candles(place.symbol, interval, from, to) ?? [];
    },
    fundingRate: (symbol, at) => {
      const place = places.get(symbol);
      return place?.market.fundingRate(place.symbol, at);
    },
  };
}

/** Coins that a scan could ever take, and that are there all the time. */
const isTraded = ({ status, deliveryKnownAt, onboardAt }: SimInstrument): boolean =>
  status === 'TRADING' && deliveryKnownAt === undefined && onboardAt < Date.UTC(2025, 10, 1);

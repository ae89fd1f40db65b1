import { type Candle, INTERVAL_MS } from '../../desk/candle.ts';
import type { Limits } from '../../desk/limits/limits.ts';
import { median } from '../../desk/statistics.ts';
import { type EpochMs, epochMs, type Minute, minuteOf, type SymbolId } from '../../desk/units.ts';
import { type Coin, DAYS_NEEDED, historyFault, type Left, listingFault } from '../../desk/universe/rules.ts';
import { dollars } from '../../desk/words.ts';
import { BITCOIN } from '../../models/series.ts';
import { simInstrument } from '../../sim/markets/instrument.ts';
import type { CoinHistory } from './history.ts';
import { wholeBars } from './whole-bars.ts';

export interface LeftOut {
  readonly symbol: SymbolId;
  readonly because: string;
}

export interface Eligible {
  readonly coins: readonly CoinHistory[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * The coins that the universe would take, judged by their first thirty whole days alone: a choice made with what came
 * later would be a look ahead. Bitcoin is always kept: features of all coins refer to it.
 */
export function eligibleOf(histories: readonly CoinHistory[], limits: Limits): Eligible {
  const bases = new Set(histories.map(({ symbol }) => instrumentOf(symbol).baseAsset));
  const judged = histories.map(history => ({ history, fault: faultOf(history, bases, limits) }));
  return {
    coins: judged.flatMap(({ history, fault }) => (fault === undefined ? [history] : [])),
    leftOut: judged.flatMap(({ history: { symbol }, fault }) =>
      fault === undefined ? [] : [{ symbol, because: fault.because }],
    ),
  };
}

function faultOf(
  { symbol, quarters }: CoinHistory,
  bases: ReadonlySet<string>,
  limits: Limits,
): Left | undefined {
  if (symbol === BITCOIN) return undefined;
  const days = wholeBars(quarters, INTERVAL_MS['15m'], INTERVAL_MS['1d']).slice(0, DAYS_NEEDED);
  const last = days.at(-1);
  const instrument = instrumentOf(symbol, days[0]?.at);
  const judgedAt: Minute = minuteOf(last === undefined ? 0 : last.at + INTERVAL_MS['1d']);
  const coin: Coin = { instrument, day: undefined, quote: undefined, days };
  return (
    // Age is a matter of having thirty days, which the history's rule looks at.
    historyFault(coin, limits) ??
    listingFault(instrument, bases, judgedAt, limits) ??
    volumeFault(days, limits)
  );
}

function volumeFault(days: readonly Candle[], limits: Limits): Left | undefined {
  const typical = median(days.map(({ volume, close }) => volume * close));
  const least = limits.values['universe/quote-volume-usd-min'];
  if (typical >= least) return undefined;
  return { code: 'volume-low', because: `${dollars(typical)} a day, at least ${dollars(least)} needed` };
}

const instrumentOf = (symbol: SymbolId, onboardAt: EpochMs = epochMs(0)) =>
  simInstrument({ symbol, onboardAt, priceDecimals: 2, qtyDecimals: 2, dayQuoteUsd: 0, dayBaseQty: 0 });

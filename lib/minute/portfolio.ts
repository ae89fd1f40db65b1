import type { Book, Intent } from '../desk/book.ts';
import { type Candle, closedAt, INTERVAL_MS } from '../desk/candle.ts';
import type { Holding, Portfolio } from '../desk/portfolio/balance.ts';
import { CORRELATION_BARS, correlation } from '../desk/portfolio/correlation.ts';
import type { Position } from '../desk/position/position.ts';
import { isOpen } from '../desk/risk/exposure.ts';
import { type SymbolId, signOf } from '../desk/units.ts';
import type { Tick } from './tick.ts';

interface Carried {
  readonly book: Book;
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
}

/** What the account carries beside a candidate, and a week of signal bars to see how it moves with it. */
export async function readPortfolio(tick: Tick, symbol: SymbolId, carried: Carried): Promise<Portfolio> {
  const holdings = holdingsOf(carried);
  if (holdings.length === 0) return { holdings, correlationOf: () => 1 };
  const symbols = [...new Set([symbol, ...holdings.map(held => held.symbol)])];
  const bars = new Map(
    await Promise.all(symbols.map(async each => [each, await weekOf(tick, each)] as const)),
  );
  const known = new Map<string, number>();
  return {
    holdings,
    correlationOf: (a, b) => {
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const rho = known.get(key) ?? correlation(bars.get(a) ?? [], bars.get(b) ?? [], INTERVAL_MS['15m']);
      known.set(key, rho);
      return rho;
    },
  };
}

async function weekOf({ desk, minute }: Tick, symbol: SymbolId): Promise<readonly Candle[]> {
  return closedAt(await desk.market.candles(symbol, '15m', CORRELATION_BARS + 1), '15m', minute);
}

/** Open positions at their entry, intents under way, and what another hand holds. */
function holdingsOf({ book, positions, intents }: Carried): Holding[] {
  return [
    ...positions.filter(isOpen).map(({ symbol, side, qty, entryPrice }) => ({
      symbol,
      signedUsd: signOf(side) * qty * entryPrice,
    })),
    ...intents.map(({ symbol, signal, notionalUsd }) => ({
      symbol,
      signedUsd: signOf(signal.side) * notionalUsd,
    })),
    ...book.foreign.map(({ symbol, side, notionalUsd }) => ({
      symbol,
      signedUsd: signOf(side) * notionalUsd,
    })),
  ];
}

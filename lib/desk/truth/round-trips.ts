import { type EpochMs, type SymbolId, type Usd, usd } from '../units.ts';
import { isIn, type LedgerIncome, type LedgerTrade, type Span } from './ledger.ts';
import { type Ownership, tradeKey } from './ownership.ts';

/** A trade from flat to flat, by the venue's fills alone. */
export interface RoundTrip {
  readonly symbol: SymbolId;
  readonly openedAt: EpochMs;
  readonly closedAt: EpochMs;
  /** Realised profit, less commissions, plus the funding in between. */
  readonly netUsd: Usd;
  /** Opened or closed by the desk, as far as anyone can tell. */
  readonly isDesks: boolean;
}

interface Reading {
  /** Oldest first, from before the span on where a position was open when it began. */
  readonly trades: readonly LedgerTrade[];
  readonly income: readonly LedgerIncome[];
  /** Signed quantities that the venue holds after all these trades. */
  readonly held: ReadonlyMap<SymbolId, number>;
  readonly known: ReadonlySet<string>;
  readonly isDesks: Ownership;
}

/**
 * The round trips that ended within a span. What was open before the first trade given is reckoned backwards from
 * what is held now; of such a trip only the part that was given counts.
 */
export function roundTrips(span: Span, reading: Reading): readonly RoundTrip[] {
  const symbols = [...new Set(reading.trades.map(({ symbol }) => symbol))];
  return symbols
    .flatMap(symbol => tripsOf(symbol, reading))
    .filter(({ closedAt }) => isIn(span, { at: closedAt }));
}

const signedQty = ({ side, qty }: LedgerTrade): number => (side === 'buy' ? qty : 0 - qty);
/** Quantities have eight decimals at most; below lies the noise of binary fractions. */
const clean = (amount: number): number => Number(amount.toFixed(8));

function tripsOf(symbol: SymbolId, { trades, income, held, known, isDesks }: Reading): RoundTrip[] {
  const own = trades.filter(trade => trade.symbol === symbol);
  const trips: RoundTrip[] = [];
  let open = clean(own.reduce((left, trade) => left - signedQty(trade), held.get(symbol) ?? 0));
  let since = own[0]?.at;
  let part: LedgerTrade[] = [];
  for (const trade of own) {
    const before = open;
    open = clean(open + signedQty(trade));
    if (before === 0) since = trade.at;
    part.push(trade);
    // Flat, or turned to the other side, which is a new trip.
    if (open !== 0 && Math.sign(open) !== 0 - Math.sign(before)) continue;
    trips.push(tripOf(symbol, part, since ?? trade.at, income, { known, isDesks }));
    part = [];
    since = trade.at;
  }
  return trips;
}

function tripOf(
  symbol: SymbolId,
  part: readonly LedgerTrade[],
  openedAt: EpochMs,
  income: readonly LedgerIncome[],
  { known, isDesks }: Pick<Reading, 'known' | 'isDesks'>,
): RoundTrip {
  const closedAt = part.at(-1)?.at ?? openedAt;
  const funding = income.filter(
    line => line.kind === 'funding' && line.symbol === symbol && line.at > openedAt && line.at <= closedAt,
  );
  const traded = part.reduce((sum, { realisedUsd, commissionUsd }) => sum + realisedUsd - commissionUsd, 0);
  return {
    symbol,
    openedAt,
    closedAt,
    netUsd: usd(funding.reduce((sum, { amountUsd }) => sum + amountUsd, traded)),
    isDesks: part.some(({ tradeId, at }) => known.has(tradeKey(symbol, tradeId)) || isDesks(symbol, at)),
  };
}

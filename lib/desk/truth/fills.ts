import type { Position, PositionFill } from '../position/position.ts';
import { type SymbolId, type Usd, usd } from '../units.ts';
import { dollars } from '../words.ts';
import { type Difference, DUST_USD } from './difference.ts';
import { isIn, type LedgerTrade, type Span } from './ledger.ts';
import { type Ownership, tradeKey } from './ownership.ts';

interface BookFill {
  readonly position: Position;
  readonly fill: PositionFill;
}

/** The book's fills of a span against the venue's trades, and the trades that are another hand's. */
export interface FillComparison {
  readonly differences: readonly Difference[];
  readonly foreign: readonly LedgerTrade[];
}

/** `trades` are those of the span. Amounts must agree; a fill that two positions hold counts once. */
export function compareFills(
  span: Span,
  trades: readonly LedgerTrade[],
  positions: readonly Position[],
  isDesks: Ownership,
): FillComparison {
  const waiting = bookFills(span, positions);
  const differences: Difference[] = [];
  const foreign: LedgerTrade[] = [];
  for (const trade of trades) {
    const key = tradeKey(trade.symbol, trade.tradeId);
    const [first, ...more] = waiting.get(key) ?? [];
    waiting.set(key, more);
    if (first !== undefined) differences.push(...amounts(trade, first));
    else if (isDesks(trade.symbol, trade.at)) differences.push(missing(trade));
    else foreign.push(trade);
  }
  const venues = new Set(trades.map(({ symbol, tradeId }) => tradeKey(symbol, tradeId)));
  for (const [key, left] of waiting) differences.push(...left.map(each => surplus(each, venues.has(key))));
  return { differences, foreign };
}

function bookFills(span: Span, positions: readonly Position[]): Map<string, readonly BookFill[]> {
  const fills = new Map<string, readonly BookFill[]>();
  for (const position of positions) {
    for (const fill of position.fills) {
      if (!isIn(span, fill)) continue;
      const key = tradeKey(position.symbol, fill.tradeId);
      fills.set(key, [...(fills.get(key) ?? []), { position, fill }]);
    }
  }
  return fills;
}

interface Amounts {
  readonly realisedUsd: Usd;
  readonly commissionUsd: Usd;
}

export const netOfFill = ({ realisedUsd, commissionUsd }: Amounts): Usd => usd(realisedUsd - commissionUsd);
/** How far two pairs of amounts lie apart. */
export const apart = (a: Amounts, b: Amounts): Usd =>
  usd(Math.abs(a.realisedUsd - b.realisedUsd) + Math.abs(a.commissionUsd - b.commissionUsd));
export const NOTHING: Amounts = { realisedUsd: usd(0), commissionUsd: usd(0) };

/** What each says of a fill, in words: only the amounts that differ. */
export function amountWords(venue: Amounts, desk: Amounts, who: string): string {
  const parts = (
    [
      ['profit', venue.realisedUsd, desk.realisedUsd],
      ['commission', venue.commissionUsd, desk.commissionUsd],
    ] as const
  ).filter(([, a, b]) => Math.abs(a - b) > DUST_USD);
  return parts
    .map(([name, a, b]) => `its ${name} is ${dollars(a)} by the venue, ${dollars(b)} ${who}`)
    .join('; ');
}

function amounts(trade: LedgerTrade, { position, fill }: BookFill): Difference[] {
  const sizeUsd = apart(trade, fill);
  if (sizeUsd <= DUST_USD) return [];
  return [
    {
      ...about(trade.symbol, trade),
      positionId: position.id,
      venueUsd: netOfFill(trade),
      deskUsd: netOfFill(fill),
      sizeUsd,
      because: `trade ${trade.tradeId} of ${position.id}: ${amountWords(trade, fill, 'by the book')}`,
    },
  ];
}

const missing = (trade: LedgerTrade): Difference => ({
  ...about(trade.symbol, trade),
  venueUsd: netOfFill(trade),
  deskUsd: usd(0),
  sizeUsd: apart(trade, NOTHING),
  because: `trade ${trade.tradeId}, ${trade.side} ${trade.qty} ${trade.symbol} at ${trade.price}, is missing from the book`,
});

const surplus = ({ position, fill }: BookFill, twice: boolean): Difference => ({
  ...about(position.symbol, fill),
  positionId: position.id,
  venueUsd: usd(0),
  deskUsd: netOfFill(fill),
  sizeUsd: apart(fill, NOTHING),
  because: twice
    ? `trade ${fill.tradeId} is counted once more in ${position.id}`
    : `the venue does not list trade ${fill.tradeId} of ${position.id}`,
});

const about = (symbol: SymbolId, { at, tradeId }: Pick<PositionFill, 'at' | 'tradeId'>) =>
  ({ what: 'fill', symbol, at, tradeId }) as const;

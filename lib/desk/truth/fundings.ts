import type { Position } from '../position/position.ts';
import { type EpochMs, type SymbolId, type Usd, usd } from '../units.ts';
import { dollars, minuteText } from '../words.ts';
import { type Difference, DUST_USD } from './difference.ts';
import { isIn, type LedgerIncome, type Span } from './ledger.ts';
import type { Ownership } from './ownership.ts';

/** What one settlement took from a symbol's position or gave it, by the venue and by the book. */
interface Settlement {
  readonly symbol: SymbolId;
  readonly at: EpochMs;
  readonly venueUsd: Usd;
  readonly deskUsd: Usd;
  /** Undefined where no position of the book has it. */
  readonly positionId: string | undefined;
}

/** The book's funding of a span against the venue's, and the payments that are another hand's. */
export interface FundingComparison {
  readonly differences: readonly Difference[];
  readonly foreign: readonly { readonly amountUsd: Usd }[];
}

/** `payments` are the funding lines of the span. */
export function compareFundings(
  span: Span,
  payments: readonly LedgerIncome[],
  positions: readonly Position[],
  isDesks: Ownership,
): FundingComparison {
  const differences: Difference[] = [];
  const foreign: { readonly amountUsd: Usd }[] = [];
  for (const settlement of settlements(span, payments, positions)) {
    const { symbol, at, venueUsd, deskUsd, positionId } = settlement;
    const sizeUsd = usd(Math.abs(venueUsd - deskUsd));
    if (positionId === undefined && !isDesks(symbol, at)) foreign.push({ amountUsd: venueUsd });
    else if (sizeUsd > DUST_USD) {
      differences.push({
        what: 'funding',
        symbol,
        at,
        ...(positionId === undefined ? {} : { positionId }),
        venueUsd,
        deskUsd,
        sizeUsd,
        because: `funding of ${symbol} at ${minuteText(at)}: ${dollars(venueUsd)} by the venue, ${positionId === undefined ? 'missing from the book' : `${dollars(deskUsd)} by the book`}`,
      });
    }
  }
  return { differences, foreign };
}

function settlements(
  span: Span,
  payments: readonly LedgerIncome[],
  positions: readonly Position[],
): readonly Settlement[] {
  const found = new Map<string, Settlement>();
  const add = (symbol: SymbolId, at: EpochMs, more: Partial<Settlement>) => {
    const key = `${symbol} ${at}`;
    const before = found.get(key);
    found.set(key, {
      symbol,
      at,
      venueUsd: usd((before?.venueUsd ?? 0) + (more.venueUsd ?? 0)),
      deskUsd: usd((before?.deskUsd ?? 0) + (more.deskUsd ?? 0)),
      positionId: more.positionId ?? before?.positionId,
    });
  };
  for (const { symbol, at, amountUsd } of payments)
    if (symbol !== undefined) add(symbol, at, { venueUsd: amountUsd });
  for (const { id, symbol, fundings } of positions)
    for (const { at, amountUsd } of fundings.filter(each => isIn(span, each)))
      add(symbol, at, { deskUsd: amountUsd, positionId: id });
  return [...found.values()];
}

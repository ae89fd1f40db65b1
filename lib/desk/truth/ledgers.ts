import { type SymbolId, usd } from '../units.ts';
import { dollars } from '../words.ts';
import { type Difference, FINDING_USD } from './difference.ts';
import type { LedgerIncome, LedgerTrade, Span } from './ledger.ts';

/**
 * The venue against itself: its trades of a span and its income must tell of the same profits and fees, to the cent a
 * symbol, or else a trade was not listed. (Fees in BNB are converted by two clocks, which is worth less than that.)
 */
export function compareLedgers(
  span: Span,
  trades: readonly LedgerTrade[],
  income: readonly LedgerIncome[],
): readonly Difference[] {
  const symbols = new Set([...trades, ...income].flatMap(({ symbol }) => symbol ?? []));
  return [...symbols].flatMap(symbol => {
    const listed = trades.filter(trade => trade.symbol === symbol);
    const lines = income.filter(line => line.symbol === symbol);
    const byIncome = (kind: LedgerIncome['kind']) =>
      lines.filter(line => line.kind === kind).reduce((sum, { amountUsd }) => sum + amountUsd, 0);
    const profit = listed.reduce((sum, { realisedUsd }) => sum + realisedUsd, 0);
    const fees = listed.reduce((sum, { commissionUsd }) => sum + commissionUsd, 0);
    return [
      ...difference(span, symbol, 'profit', byIncome('realised'), profit),
      ...difference(span, symbol, 'commission', byIncome('commission'), 0 - fees),
    ];
  });
}

function difference(
  { from }: Span,
  symbol: SymbolId,
  name: string,
  byIncome: number,
  byTrades: number,
): Difference[] {
  const sizeUsd = usd(Math.abs(byIncome - byTrades));
  if (sizeUsd <= FINDING_USD) return [];
  return [
    {
      what: 'ledger',
      symbol,
      at: from,
      venueUsd: usd(byIncome),
      deskUsd: usd(byTrades),
      sizeUsd,
      because: `${name} of ${symbol}: ${dollars(byIncome)} by the venue's income, ${dollars(byTrades)} by the trades it lists`,
    },
  ];
}

import type { Plan } from '../desk/plan/plan.ts';
import type { CrossAccount } from '../desk/risk/cross.ts';
import { dayLossAtStops, exposureOf, isOpen } from '../desk/risk/exposure.ts';
import type { SizeInput } from '../desk/sizing/size.ts';
import { fraction, usd } from '../desk/units.ts';
import type { Account, AccountKind, VenuePosition } from '../ports.ts';
import type { EntryState } from './entry-state.ts';
import { readPortfolio } from './portfolio.ts';
import type { Tick } from './tick.ts';

type Carried = Pick<
  SizeInput,
  'portfolio' | 'cross' | 'exposure' | 'availableMarginUsd' | 'dayLossAtStopsUsd'
>;

/** What the account carries and has promised already, as the sizing of one more order asks for it: a first one or a slice. */
export async function readCarried(
  tick: Tick,
  { symbol, roundTripCostFraction }: Plan,
  state: EntryState,
  account: Account,
  kind: AccountKind,
): Promise<Carried> {
  const { book, positions } = state;
  const exitCost = fraction(roundTripCostFraction / 2);
  return {
    portfolio: await readPortfolio(tick, symbol, state),
    ...(kind === 'credits-cross'
      ? { cross: crossOf(state, account, await tick.desk.venue.positions()) }
      : {}),
    exposure: exposureOf(positions, book.reservations, book.foreign, () => undefined),
    availableMarginUsd: account.availableMarginUsd,
    dayLossAtStopsUsd: dayLossAtStops({ ...book, walletUsd: account.walletUsd }, positions, exitCost),
  };
}

/** The account as the test of cross margin sees it: positions at their marks, with the stops the desk has set. */
function crossOf(
  { positions, book }: EntryState,
  account: Account,
  held: readonly VenuePosition[],
): CrossAccount {
  const markOf = new Map(held.map(({ symbol, markPrice }) => [symbol, markPrice]));
  return {
    equityUsd: account.equityUsd,
    maintenanceUsd: account.maintenanceUsd,
    holdings: positions.filter(isOpen).map(({ symbol, side, qty, entryPrice, stopPrice }) => ({
      side,
      qty,
      stopPrice,
      markPrice: markOf.get(symbol) ?? entryPrice,
    })),
    reservedLossUsd: usd(book.reservations.reduce((sum, { lossAtStopUsd }) => sum + lossAtStopUsd, 0)),
  };
}

import { type Instrument, isUsable } from '../desk/instrument.ts';
import type { EpochMs } from '../desk/units.ts';
import { absQty, price, type SymbolId, sideOf } from '../desk/units.ts';
import {
  type Account,
  type ConditionalReport,
  type Income,
  PortError,
  type VenuePosition,
} from '../ports.ts';
import type { Tick } from './tick.ts';

/** The account as one tick has read it. */
export interface VenueView {
  readonly account: Account;
  readonly holdings: ReadonlyMap<SymbolId, VenuePosition>;
  readonly resting: readonly ConditionalReport[];
  readonly income: readonly Income[];
  readonly instruments: ReadonlyMap<SymbolId, Instrument>;
}

/** Reads the whole account side by side. Throws when any part cannot be read: half an account is none. */
export async function readVenue({ desk }: Tick, incomeSince: EpochMs): Promise<VenueView> {
  const { venue, market } = desk;
  const [account, holdings, resting, income, instruments] = await Promise.all([
    venue.account(),
    venue.positions(),
    venue.openConditionals(),
    venue.income(incomeSince),
    market.instruments(),
  ]);
  return {
    account,
    holdings: new Map(holdings.map(holding => [holding.symbol, holding])),
    resting,
    income,
    // One that nothing can be rounded by is as good as not listed: no order of the desk may carry its numbers.
    instruments: new Map(instruments.filter(isUsable).map(instrument => [instrument.symbol, instrument])),
  };
}

/** The instrument of a symbol that the desk holds; the venue lists even those it is settling. */
export function instrumentOf(view: VenueView, symbol: SymbolId): Instrument {
  const instrument = view.instruments.get(symbol);
  if (instrument === undefined) throw new PortError('malformed', `the venue lists no instrument ${symbol}`);
  return instrument;
}

export const restingOf = (view: VenueView, symbol: SymbolId): readonly ConditionalReport[] =>
  view.resting.filter(order => order.symbol === symbol);

/** Signed quantity the venue holds, as side and size; zero where it holds nothing. */
export const heldQty = (view: VenueView, symbol: SymbolId) => {
  const held = view.holdings.get(symbol);
  return held === undefined ? undefined : { side: sideOf(held.qty), qty: absQty(held.qty) };
};

export const liquidationOf = (view: VenueView, symbol: SymbolId) =>
  view.holdings.get(symbol)?.liquidationPrice ?? price(0);

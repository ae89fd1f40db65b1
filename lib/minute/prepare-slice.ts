import type { Intent } from '../desk/book.ts';
import { afterDenial, type SliceAnswer, sizeSlice } from '../desk/execution/size-slice.ts';
import { minutesLeft } from '../desk/execution/slices.ts';
import type { Limits } from '../desk/limits/limits.ts';
import type { Position } from '../desk/position/position.ts';
import { marketDenial, sliceDenial } from '../desk/risk/permission.ts';
import { implausibleEquity, implausibleMarket } from '../desk/risk/plausible.ts';
import { epochMs, notionalOfQty } from '../desk/units.ts';
import type { AccountKind } from '../ports.ts';
import { readCarried } from './carried.ts';
import type { EntryState } from './entry-state.ts';
import { type Prepared, withLater } from './prepare.ts';
import type { Tick } from './tick.ts';

type NotNow = Exclude<SliceAnswer, { type: 'sized' }>;

/**
 * Reads market and account for a slice that waits and sizes it: by the plan of its entry, under all that is asked of an
 * entry, as it is now. Nothing is changed anywhere yet.
 */
export async function prepareSlice(
  tick: Tick,
  waiting: Intent,
  position: Position,
  state: EntryState,
  limits: Limits,
  kind: AccountKind,
): Promise<Prepared | NotNow> {
  const { market, venue } = tick.desk;
  const { symbol, signal, plan } = waiting;
  const { minute } = tick;
  const others = without(waiting, state);
  const { book } = others;
  const denied = sliceDenial({ ...others, signal, minute, limits });
  if (denied !== undefined) return afterDenial(denied);
  const [mark, depth, instruments, account, tiers] = await Promise.all([
    market.mark(symbol),
    market.depth(symbol),
    market.instruments(),
    venue.account(),
    venue.tiers(symbol),
  ]);
  const instrument = instruments.find(each => each.symbol === symbol);
  if (instrument === undefined) return { type: 'waits', because: 'the market is not listed' };
  const { mark: referencePrice, at: markAt, fundingRate } = mark;
  // The signal's own bar is the newest: a slice waits two minutes at most.
  const barClosedAt = epochMs(signal.at);
  const unfit =
    implausibleEquity(account.equityUsd, book.equityUsd, limits) ??
    implausibleMarket({ bars: [], mark: referencePrice, fundingRate, depth, instrument }) ??
    marketDenial({ signal, limits, minute, barClosedAt, markAt, fundingRate, depth });
  if (unfit !== undefined) return afterDenial(unfit);

  const sized = sizeSlice({
    waiting,
    position,
    referencePrice,
    ...(await readCarried(tick, plan, others, account, kind)),
    plan,
    limits,
    tiers,
    depth,
    instrument,
    minutesLeft: minutesLeft(signal, minute),
  });
  if (sized.type !== 'sized') return sized;
  const { qty, limitPrice, dearestPrice } = sized.order;
  const intent: Intent = {
    ...waiting,
    minute,
    state: 'reserved',
    qty,
    limitPrice,
    notionalUsd: notionalOfQty(qty, dearestPrice),
    trace: sized.trace,
  };
  const view = {
    account,
    holdings: new Map(),
    resting: [],
    income: [],
    instruments: new Map([[symbol, instrument]]),
  };
  return { ...withLater(tick, intent, sized), view };
}

/** The state without the capacity that the slice itself holds: it is what the slice may use. */
const without = ({ id }: Intent, state: EntryState): EntryState => ({
  ...state,
  intents: state.intents.filter(each => each.id !== id),
  book: { ...state.book, reservations: state.book.reservations.filter(each => each.intentId !== id) },
});

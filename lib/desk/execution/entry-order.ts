import { type Instrument, priceDown, priceUp, qtyDown } from '../instrument.ts';
import { cite, type Limits } from '../limits/limits.ts';
import type { DenialCode } from '../risk/denial.ts';
import { capped, DEPTH_STEP, kept, type SizingTrace, traced } from '../sizing/trace.ts';
import { type NotionalUsd, notionalUsd, type Price, price, type Qty, qty, type Side } from '../units.ts';
import { basisPoints, dollars } from '../words.ts';

/** One level of the venue's book. */
export interface BookLevel {
  readonly price: Price;
  readonly qty: Qty;
}

/** The side of the book an entry takes from, best level first. */
export interface EntryBook {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export interface EntryOrder {
  readonly qty: Qty;
  readonly limitPrice: Price;
  /** Volume-weighted price the book would give now. */
  readonly expectedPrice: Price;
  /** The dearest price the book would give now: what its capacity is reserved at. */
  readonly dearestPrice: Price;
}

export interface EntryOrderInput {
  readonly trace: SizingTrace;
  readonly side: Side;
  readonly book: EntryBook;
  readonly instrument: Instrument;
  readonly limits: Limits;
  /** What the caps allow: the quantity is held below it at the dearest price a fill can have. */
  readonly ceilingUsd: NotionalUsd;
  /** Minutes after this one in which the signal is still good: only then may a later slice follow. */
  readonly minutesLeft?: number;
}

export type EntryAnswer =
  | {
      readonly type: 'order';
      readonly order: EntryOrder;
      readonly trace: SizingTrace;
      /** What depth alone took and a later slice may still enter; zero where it is none or too small for an order. */
      readonly laterUsd: NotionalUsd;
    }
  | {
      readonly type: 'denied';
      readonly code: DenialCode;
      readonly because: string;
      readonly trace: SizingTrace;
    };

const BPS = 10_000;

/** Spread between best bid and ask, in basis points of their middle; infinite for an empty side. */
export function spreadBps({ bids, asks }: EntryBook): number {
  const [bid, ask] = [bids[0]?.price, asks[0]?.price];
  return bid === undefined || ask === undefined
    ? Number.POSITIVE_INFINITY
    : ((ask - bid) / ((ask + bid) / 2)) * BPS;
}

/** Worst price an entry may take: the best quote moved by the slippage limit, on the tick, never beyond it. */
function limitPriceOf(side: Side, best: Price, slippageBpsMax: number, tick: Price): Price {
  const moved = (best * (BPS + (side === 'long' ? 1 : -1) * slippageBpsMax)) / BPS;
  const onTick = side === 'long' ? priceDown(moved, tick) : priceUp(moved, tick);
  // A tick coarser than the limit leaves the best quote itself.
  return side === 'long' ? price(Math.max(onTick, best)) : price(Math.min(onTick, best));
}

/** What the levels up to the limit price hold, and what taking `wanted` dollars of them would cost on average. */
function walk(levels: readonly BookLevel[], within: (at: Price) => boolean, wanted: NotionalUsd) {
  let [available, taken, cost] = [0, 0, 0];
  for (const level of levels) {
    // A quantity that is none is no offer, and nothing behind it is believed.
    if (!within(level.price) || !(level.qty > 0)) break;
    available += level.qty * level.price;
    const take = Math.min(level.qty, Math.max(0, wanted - cost) / level.price);
    taken += take;
    cost += take * level.price;
  }
  return { available: notionalUsd(available), average: taken > 0 ? price(cost / taken) : undefined };
}

type Asked = Pick<EntryOrderInput, 'side' | 'book' | 'instrument' | 'limits'>;

/** The levels that an entry takes from, and how far into them it may go; undefined where there are none. */
function offeredTo({ side, book, instrument, limits }: Asked) {
  const levels = side === 'long' ? book.asks : book.bids;
  const best = levels[0]?.price;
  if (best === undefined) return undefined;
  const limitPrice = limitPriceOf(
    side,
    best,
    limits.values['execution/slippage-bps-max'],
    instrument.tickSize,
  );
  const within = (at: Price) => (side === 'long' ? at <= limitPrice : at >= limitPrice);
  return { levels, best, limitPrice, within };
}

/** What the book holds within the slippage limit, on the side an entry takes from; nothing where it is empty. */
export function depthWithin(asked: Asked): NotionalUsd {
  const offered = offeredTo(asked);
  return offered === undefined
    ? notionalUsd(0)
    : walk(offered.levels, offered.within, notionalUsd(0)).available;
}

/**
 * Smart Execution and Instrument: turns a size into a marketable limit order that the book can fill. Shrinks for
 * depth alone, and says so; then rounds down to the lot. What depth took is named, and left to later slices where it
 * is large enough to be one.
 */
export function entryOrder(input: EntryOrderInput): EntryAnswer {
  const { trace, instrument, limits, ceilingUsd } = input;
  const offered = offeredTo(input);
  if (offered === undefined) {
    const because = 'the book is empty on the side this trade takes from';
    return { type: 'denied', code: 'depth-thin', because, trace };
  }
  const { levels, best, limitPrice, within } = offered;
  const slippage = limits.values['execution/slippage-bps-max'];
  const size = traced(trace);
  const { available, average } = walk(levels, within, size);
  const expected = average ?? best;

  // A short may be filled anywhere from the best bid down to its limit: the caps are held at the dearer end.
  const dearest = price(Math.max(best, limitPrice));
  const wanted = Math.min(Math.min(size, available) / expected, ceilingUsd / dearest);
  const amount = qty(Math.min(qtyDown(wanted, instrument.lot), instrument.lot.qtyMax));
  const leftUsd = notionalUsd(Math.max(0, Math.min(size - available, ceilingUsd - amount * dearest)));
  const later = laterOf(leftUsd, input);

  const slip = (Math.abs(expected - best) / best) * BPS;
  const deep = capped(
    trace,
    'Smart Execution',
    DEPTH_STEP,
    available,
    `the book holds ${dollars(available)} within ${basisPoints(slippage)}; expected slippage ${basisPoints(slip)}${later.words}`,
    cite(limits, 'execution/slippage-bps-max'),
  );
  const rounded = notionalUsd(amount * expected);
  const lot =
    amount === 0
      ? `less than one step of ${instrument.lot.stepSize}`
      : `${amount} in steps of ${instrument.lot.stepSize} at ${expected.toFixed(8).replace(/\.?0+$/, '')}`;
  const final = capped(deep, 'Instrument', 'lot', rounded, lot);
  return (
    belowMinimum(amount, rounded, instrument, limits, final) ?? {
      type: 'order',
      order: { qty: amount, limitPrice, expectedPrice: expected, dearestPrice: dearest },
      laterUsd: later.usd,
      trace: kept(
        final,
        'Instrument',
        'minimums',
        `above the venue's ${dollars(instrument.notionalMin)} and the desk's ${dollars(limits.values['execution/entry-notional-usd-min'])}`,
      ),
    }
  );
}

/** What becomes of the dollars that depth took: a later slice, or nothing, and why. */
function laterOf(
  leftUsd: NotionalUsd,
  { instrument, limits, minutesLeft = 0 }: EntryOrderInput,
): { readonly usd: NotionalUsd; readonly words: string } {
  const none = notionalUsd(0);
  if (!(leftUsd > 0)) return { usd: none, words: '' };
  const least = Math.max(instrument.notionalMin, limits.values['execution/entry-notional-usd-min']);
  if (leftUsd < least)
    return { usd: none, words: `; the other ${dollars(leftUsd)} is too little for an order` };
  return minutesLeft > 0
    ? { usd: leftUsd, words: `; ${dollars(leftUsd)} is left for later slices` }
    : { usd: none, words: `; the other ${dollars(leftUsd)} lapses with the signal` };
}

/** Minimums refuse an entry; they never enlarge one (I05) and never touch an exit (I30). */
function belowMinimum(
  amount: Qty,
  notional: NotionalUsd,
  instrument: Instrument,
  limits: Limits,
  trace: SizingTrace,
): EntryAnswer | undefined {
  if (!(amount >= instrument.lot.qtyMin && amount > 0 && notional >= instrument.notionalMin)) {
    return {
      type: 'denied',
      code: 'instrument-minimum',
      because: `${amount} (${dollars(notional)}) is below the venue's minimum of ${instrument.lot.qtyMin} and ${dollars(instrument.notionalMin)}`,
      trace,
    };
  }
  const least = limits.values['execution/entry-notional-usd-min'];
  if (notional < least) {
    return {
      type: 'denied',
      code: 'entry-below-minimum',
      because: `${dollars(notional)} is below ${dollars(least)} (${cite(limits, 'execution/entry-notional-usd-min')})`,
      trace,
    };
  }
  return undefined;
}

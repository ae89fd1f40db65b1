import { priceDown, priceUp, qtyDown } from '../../desk/instrument.ts';
import { type OrderSide, type Price, price, type Qty, qty } from '../../desk/units.ts';
import type { SimInstrument } from '../market.ts';
import { cleanQty } from './money.ts';
import type { BookShape } from './state.ts';

/**
 * The order book nobody recorded: twenty levels a side around a price, each of the instrument's depth in dollars.
 * Half the spread is half a basis point of price (half a tick at least), rounded outward; levels are a basis point
 * apart (a tick at least). Every order meets a full ladder.
 */
export interface Level {
  readonly price: Price;
  readonly qty: Qty;
}
/** Both sides of a book that was read, best level first. */
export interface ShownBook {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}
export const LEVELS = 20;
/** Of the made book, as fractions of the price: half its spread, and from level to level. A tick at least. */
export const BOOK_SHAPE = { halfSpread: 0.5e-4, levelGap: 1e-4 } as const;

/** Distance between two levels of the made book around a price. */
export const levelGap = (mid: Price, tickSize: Price): Price =>
  priceUp(Math.max(tickSize, mid * BOOK_SHAPE.levelGap), tickSize);

/** The side of the book that an order of `side` trades against, best level first: asks for a buy, bids for a sell. */
export function ladder(
  instrument: SimInstrument,
  mid: Price,
  side: OrderSide,
  levels = LEVELS,
  shape?: BookShape,
): Level[] {
  const { tickSize, lot } = instrument;
  const depthUsd = instrument.depthUsdPerLevel * (shape?.depthTimes ?? 1);
  const half = Math.max(tickSize / 2, mid * BOOK_SHAPE.halfSpread, (mid * (shape?.spreadFraction ?? 0)) / 2);
  const gap = levelGap(mid, tickSize);
  const best = side === 'buy' ? priceUp(mid + half, tickSize) : priceDown(mid - half, tickSize);
  const book: Level[] = [];
  for (let i = 0; i < levels; i += 1) {
    const at = side === 'buy' ? priceUp(best + i * gap, tickSize) : priceDown(best - i * gap, tickSize);
    if (at <= 0) break;
    book.push({ price: at, qty: qty(Math.max(qtyDown(depthUsd / at, lot), lot.stepSize)) });
  }
  return book;
}

/** A ladder from which `taken` has been bought or sold already, best level first. */
export function without(book: readonly Level[], taken: number, stepSize: Qty): Level[] {
  let gone = taken;
  return book.flatMap(level => {
    const left = cleanQty(Math.max(0, level.qty - gone), stepSize);
    gone = Math.max(0, gone - level.qty);
    return left > 0 ? [{ ...level, qty: qty(left) }] : [];
  });
}

/** Takes up to `amount` from a ladder, no worse than `limit`; what comes back are the fills, best first. */
export function walk(
  book: readonly Level[],
  side: OrderSide,
  amount: Qty,
  stepSize: Qty,
  limit: Price | undefined,
  bounded: boolean,
): Level[] {
  const fills: Level[] = [];
  let left: number = amount;
  for (const [i, level] of book.entries()) {
    if (left <= 0) break;
    if (limit !== undefined && (side === 'buy' ? level.price > limit : level.price < limit)) break;
    const isLast = i === book.length - 1;
    const taken = isLast && !bounded ? left : Math.min(left, level.qty);
    fills.push({ price: level.price, qty: qty(cleanQty(taken, stepSize)) });
    left = cleanQty(left - taken, stepSize);
  }
  return fills;
}

/** Quantity and dollars of a set of fills, and the average price (zero for none). */
export function sumOf(fills: readonly Level[]): { qty: Qty; quoteUsd: number; average: Price } {
  let amount = 0;
  let quoteUsd = 0;
  for (const fill of fills) {
    amount += fill.qty;
    quoteUsd += fill.qty * fill.price;
  }
  return { qty: qty(amount), quoteUsd, average: price(amount > 0 ? quoteUsd / amount : 0) };
}

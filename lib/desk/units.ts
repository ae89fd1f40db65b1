/**
 * The units the desk counts in. Each is a number with a brand, so that what must never be swapped
 * (margin for notional, a fraction for a percentage, a price for a quantity) does not compile when swapped.
 */

declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** US dollars (USDT counted as a dollar): equity, profit, fees, a loss. May be negative. */
export type Usd = Unit<'Usd'>;
/** Dollars of exposure: quantity times price. */
export type NotionalUsd = Unit<'NotionalUsd'>;
/** Dollars set aside to carry an exposure: notional divided by leverage. */
export type MarginUsd = Unit<'MarginUsd'>;
/** A price in quote currency for one unit of the base asset. */
export type Price = Unit<'Price'>;
/** A distance between two prices, in price units: an ATR, a tick. */
export type PriceDistance = Unit<'PriceDistance'>;
/** An unsigned amount of the base asset. */
export type Qty = Unit<'Qty'>;
/** An amount of the base asset with its side: long above zero, short below. */
export type SignedQty = Unit<'SignedQty'>;
/** A share of one: 0.016 is 1.6 %. Price moves are fractions of price. */
export type Fraction = Unit<'Fraction'>;
/** Times the margin: 3 means 3x. */
export type Leverage = Unit<'Leverage'>;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Unit<'EpochMs'>;
/** The start of a minute, as EpochMs; the key of all scheduled work. */
export type Minute = EpochMs & { readonly minute: true };

/** The venue's name of a market: `SOLUSDT`. */
export type SymbolId = string & { readonly symbolId: true };

export type Side = 'long' | 'short';
export type OrderSide = 'buy' | 'sell';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export const usd = (n: number) => n as Usd;
export const notionalUsd = (n: number) => n as NotionalUsd;
export const marginUsd = (n: number) => n as MarginUsd;
export const price = (n: number) => n as Price;
export const priceDistance = (n: number) => n as PriceDistance;
export const qty = (n: number) => n as Qty;
export const signedQty = (n: number) => n as SignedQty;
export const fraction = (n: number) => n as Fraction;
export const leverage = (n: number) => n as Leverage;
export const epochMs = (n: number) => n as EpochMs;
export const symbolId = (s: string) => s as SymbolId;

/** The last instant that a Date can hold. */
const LAST_INSTANT = 8.64e15;
/** True for whole milliseconds since 1970 that can be written as a date. */
export const isInstant = (at: number): boolean => Number.isInteger(at) && at >= 0 && at <= LAST_INSTANT;

/** The minute that holds an instant. */
export const minuteOf = (at: number) => (Math.floor(at / MINUTE_MS) * MINUTE_MS) as Minute;
/** The minute `n` minutes later (or earlier, for a negative `n`). */
export const minutesAfter = (minute: Minute, n: number) => (minute + n * MINUTE_MS) as Minute;
/** 00:00 UTC of the day that holds an instant. */
export const dayOf = (at: number) => epochMs(Math.floor(at / DAY_MS) * DAY_MS);

/** Exposure carried by a margin at a leverage. */
export const notionalOfMargin = (margin: MarginUsd, times: Leverage) => notionalUsd(margin * times);
/** Margin that an exposure needs at a leverage. */
export const marginOfNotional = (notional: NotionalUsd, times: Leverage) => marginUsd(notional / times);
/** Exposure of a quantity at a price. */
export const notionalOfQty = (amount: Qty, at: Price) => notionalUsd(amount * at);
/** Quantity that an exposure buys at a price, unrounded. */
export const qtyOfNotional = (notional: NotionalUsd, at: Price) => qty(notional / at);

/** +1 for long, -1 for short. */
export const signOf = (side: Side): 1 | -1 => (side === 'long' ? 1 : -1);
export const signed = (side: Side, amount: Qty) => signedQty(signOf(side) * amount);
export const sideOf = (amount: SignedQty): Side => (amount >= 0 ? 'long' : 'short');
export const absQty = (amount: SignedQty) => qty(Math.abs(amount));
export const opposite = (side: Side): Side => (side === 'long' ? 'short' : 'long');
/** The order side that opens a position of this side. */
export const openingSide = (side: Side): OrderSide => (side === 'long' ? 'buy' : 'sell');
/** The order side that reduces a position of this side. */
export const closingSide = (side: Side): OrderSide => (side === 'long' ? 'sell' : 'buy');

/** The price that lies `move` in favour of a side: above for a long, below for a short. */
export const moveInFavour = (side: Side, from: Price, move: Fraction) =>
  price(from * (1 + signOf(side) * move));
/** The price that lies `move` against a side. */
export const moveAgainst = (side: Side, from: Price, move: Fraction) =>
  price(from * (1 - signOf(side) * move));
/** True when `a` is a better price to hold than `b` for a side: higher for a long, lower for a short. */
export const isBetterFor = (side: Side, a: Price, b: Price) => signOf(side) * (a - b) > 0;

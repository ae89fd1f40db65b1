import type { Intent } from '../book.ts';
import { initialStop } from '../position/bracket.ts';
import { emergencyProtection } from '../position/emergency.ts';
import type { Position } from '../position/position.ts';
import { isOpen } from '../risk/exposure.ts';
import { type Fraction, isBetterFor, type Price } from '../units.ts';
import type { Held } from './look.ts';

/** Whose a position is, as far as the guardian can know. */
export type Whose =
  /** The desk's own: the book says where its stop stands. */
  | { readonly type: 'own'; readonly positionId: string; readonly stopPrice: Price }
  /** The desk's own, by the intent that opened it: the plan says how far away its stop stands. */
  | { readonly type: 'opening'; readonly positionId: string; readonly stopFraction: Fraction }
  /** Not opened by the desk; `control/foreign` says what is done. */
  | { readonly type: 'foreign'; readonly rule: ForeignRule }
  /** The book cannot be read. */
  | { readonly type: 'unknown' };

export type ForeignRule = 'protect' | 'ignore' | 'flatten';

/** The live part of the book. */
export interface KnownBook {
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
}

export function whoseIs(
  { symbol, side }: Pick<Held, 'symbol' | 'side'>,
  book: KnownBook | undefined,
  rule: ForeignRule,
): Whose {
  if (book === undefined) return { type: 'unknown' };
  const position = book.positions.find(each => each.symbol === symbol && each.side === side && isOpen(each));
  if (position !== undefined) {
    const { id: positionId, stopPrice } = position;
    return { type: 'own', positionId, stopPrice };
  }
  const intent = book.intents.find(each => each.symbol === symbol && each.signal.side === side);
  if (intent === undefined) return { type: 'foreign', rule };
  const { positionId, plan } = intent;
  return { type: 'opening', positionId, stopFraction: plan.stopFraction };
}

export type Remedy =
  | {
      readonly type: 'stop';
      readonly triggerPrice: Price;
      readonly because: string;
      /** What is left to do when the venue does not take the stop. */
      readonly otherwise: 'flatten' | 'helpless';
    }
  | { readonly type: 'flatten'; readonly because: string }
  /** A person wants it left alone. */
  | { readonly type: 'leave' }
  | { readonly type: 'helpless'; readonly because: string };

/**
 * What an unprotected position gets. The desk's own: its stop, where the book has it; beyond that price it is closed.
 * One of which nothing is known: a stop near its entry, or closing. A person's: a stop, and never more than that
 * unless `control/foreign` says so; where the price has gone past it, one reckoned from the price of now.
 */
export function remedyFor(held: Held, whose: Whose, tickSize: Price): Remedy {
  switch (whose.type) {
    case 'own':
      return ownStop(held, whose.stopPrice, tickSize);
    case 'opening': {
      const { side, entryPrice } = held;
      return ownStop(held, initialStop(side, entryPrice, whose.stopFraction, tickSize), tickSize);
    }
    case 'unknown':
      return emergency(held, tickSize);
    case 'foreign':
      return foreign(held, whose.rule, tickSize);
    default:
      return whose satisfies never;
  }
}

function ownStop(held: Held, stopPrice: Price, tickSize: Price): Remedy {
  const { side, markPrice, liquidationPrice } = held;
  const reachable = liquidationPrice <= 0 || isBetterFor(side, stopPrice, liquidationPrice);
  if (!reachable) return emergency(held, tickSize);
  // Without a price nothing can be told to be passed or not; the venue refuses a stop that is.
  if (markPrice > 0 && !isBetterFor(side, markPrice, stopPrice)) {
    return { type: 'flatten', because: `the mark ${markPrice} is past its stop ${stopPrice}` };
  }
  return { type: 'stop', triggerPrice: stopPrice, because: 'where its plan has it', otherwise: 'flatten' };
}

/** A holding whose mark the venue does not say is taken to stand at its entry. */
const marked = (held: Held): Held => (held.markPrice > 0 ? held : { ...held, markPrice: held.entryPrice });

function emergency(held: Held, tickSize: Price): Remedy {
  const action = emergencyProtection(marked(held), tickSize);
  return action.type === 'stop'
    ? { ...action, because: 'near its entry, since nothing is known of its plan', otherwise: 'flatten' }
    : { type: 'flatten', because: `the mark ${held.markPrice} is past where its stop would stand` };
}

function foreign(held: Held, rule: ForeignRule, tickSize: Price): Remedy {
  if (rule === 'ignore') return { type: 'leave' };
  if (rule === 'flatten') return { type: 'flatten', because: 'control/foreign is flatten' };
  const now = marked(held);
  const fromEntry = emergencyProtection(now, tickSize);
  const action =
    fromEntry.type === 'stop'
      ? fromEntry
      : emergencyProtection({ ...now, entryPrice: now.markPrice }, tickSize);
  return action.type === 'stop'
    ? { ...action, because: 'the desk did not open it, and it had none', otherwise: 'helpless' }
    : { type: 'helpless', because: 'no stop fits before its liquidation, and control/foreign is protect' };
}

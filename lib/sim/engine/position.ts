import {
  type Leverage,
  type MarginUsd,
  marginUsd,
  type Price,
  price,
  type Qty,
  type SignedQty,
  signedQty,
} from '../../desk/units.ts';
import { cleanQty, round8 } from './money.ts';

/** A holding in one-way mode, before or after a fill. Quantity zero means none. */
export interface Holding {
  readonly qty: SignedQty;
  readonly entryPrice: Price;
  readonly isolatedWallet: MarginUsd;
}
export interface FillEffect {
  readonly after: Holding;
  readonly closedQty: Qty;
  /** Profit of the closed part before commission, in dollars. */
  readonly realisedUsd: number;
}
export const NO_HOLDING: Holding = { qty: signedQty(0), entryPrice: price(0), isolatedWallet: marginUsd(0) };

/**
 * A fill of signed quantity `delta` at a price. Adding averages the entry; reducing realises profit against it and
 * frees its share of the isolated wallet; more than the holding turns it round at the fill's price.
 */
export function afterFill(
  before: Holding,
  delta: SignedQty,
  at: Price,
  margin: { readonly isolated: boolean; readonly leverage: Leverage },
  stepSize: Qty,
): FillEffect {
  const held = Math.abs(before.qty);
  const pledge = (amount: number) => (margin.isolated ? round8((amount * at) / margin.leverage) : 0);
  if (before.qty === 0 || before.qty > 0 === delta > 0) {
    const added = Math.abs(delta);
    const entry = (held * before.entryPrice + added * at) / (held + added);
    const after: Holding = {
      qty: signedQty(cleanQty(before.qty + delta, stepSize)),
      entryPrice: price(entry),
      isolatedWallet: marginUsd(round8(before.isolatedWallet + pledge(added))),
    };
    return { after, closedQty: 0 as Qty, realisedUsd: 0 };
  }
  const closed = Math.min(held, Math.abs(delta));
  const realisedUsd = round8(Math.sign(before.qty) * (at - before.entryPrice) * closed);
  const rest = cleanQty(before.qty + delta, stepSize);
  if (rest === 0) return { after: NO_HOLDING, closedQty: closed as Qty, realisedUsd };
  if (rest > 0 === before.qty > 0) {
    const isolatedWallet = marginUsd(round8((before.isolatedWallet * Math.abs(rest)) / held));
    const after: Holding = { qty: signedQty(rest), entryPrice: before.entryPrice, isolatedWallet };
    return { after, closedQty: closed as Qty, realisedUsd };
  }
  const after: Holding = {
    qty: signedQty(rest),
    entryPrice: at,
    isolatedWallet: marginUsd(pledge(Math.abs(rest))),
  };
  return { after, closedQty: closed as Qty, realisedUsd };
}

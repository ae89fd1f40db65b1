import {
  type Leverage,
  type MarginUsd,
  marginUsd,
  type NotionalUsd,
  notionalUsd,
  type Price,
  type SignedQty,
  type SymbolId,
  type Usd,
  usd,
} from '../../desk/units.ts';
import type { Core } from './core.ts';
import { liquidationPrice, maintenanceUsd } from './margin.ts';
import { round8 } from './money.ts';
import type { PositionState } from './state.ts';

export interface PositionView {
  readonly symbol: SymbolId;
  readonly qty: SignedQty;
  readonly entryPrice: Price;
  readonly markPrice: Price;
  /** Signed like the quantity. */
  readonly notionalUsd: NotionalUsd;
  readonly unrealisedUsd: Usd;
  readonly isolated: boolean;
  readonly isolatedWalletUsd: MarginUsd;
  readonly initialMarginUsd: MarginUsd;
  readonly maintenanceUsd: MarginUsd;
  /** Zero when none. */
  readonly liquidationPrice: Price;
  readonly leverage: Leverage;
  readonly updatedAt: number;
}

/** The account's money, in dollars. Margin balance is wallet and unrealised profit together: the equity. */
export interface AccountView {
  readonly walletUsd: Usd;
  readonly unrealisedUsd: Usd;
  readonly marginBalanceUsd: Usd;
  readonly positionMarginUsd: MarginUsd;
  readonly openOrderMarginUsd: MarginUsd;
  readonly maintenanceUsd: MarginUsd;
  readonly crossWalletUsd: Usd;
  readonly crossUnrealisedUsd: Usd;
  readonly availableUsd: MarginUsd;
}

const unrealisedOf = (position: PositionState, mark: Price) =>
  round8(position.qty * (mark - position.entryPrice));
const isIsolated = (core: Core, symbol: SymbolId) => core.settingOf(symbol).marginType === 'ISOLATED';

/** What stands behind a position: its isolated wallet, or in cross margin whatever the others leave free. */
function collateralUsd(core: Core, position: PositionState): number {
  if (isIsolated(core, position.symbol)) return position.isolatedWallet;
  let free: number = core.state.walletUsd;
  for (const other of Object.values(core.state.positions)) {
    free -= other.isolatedWallet;
    if (other.symbol === position.symbol || isIsolated(core, other.symbol)) continue;
    const mark = core.markOf(other);
    const tiers = core.instrumentOf(other.symbol).tiers;
    free += unrealisedOf(other, mark) - maintenanceUsd(tiers, Math.abs(other.qty) * mark);
  }
  return free;
}

export function liquidationPriceOf(core: Core, position: PositionState): Price {
  const tiers = core.instrumentOf(position.symbol).tiers;
  return liquidationPrice(position.qty, position.entryPrice, collateralUsd(core, position), tiers);
}

export function positionView(core: Core, position: PositionState): PositionView {
  const { symbol, qty, entryPrice } = position;
  const mark = core.markOf(position);
  const setting = core.settingOf(symbol);
  const notional = qty * mark;
  return {
    symbol,
    qty,
    entryPrice,
    markPrice: mark,
    notionalUsd: notionalUsd(round8(notional)),
    unrealisedUsd: usd(unrealisedOf(position, mark)),
    isolated: setting.marginType === 'ISOLATED',
    isolatedWalletUsd: position.isolatedWallet,
    initialMarginUsd: marginUsd(round8(Math.abs(notional) / setting.leverage)),
    maintenanceUsd: marginUsd(round8(maintenanceUsd(core.instrumentOf(symbol).tiers, Math.abs(notional)))),
    liquidationPrice: liquidationPriceOf(core, position),
    leverage: setting.leverage,
    updatedAt: position.updatedAt,
  };
}

/** Margin that resting opening orders hold back. */
function openOrderMarginUsd(core: Core): number {
  let held = 0;
  for (const order of core.openOrders()) {
    if (order.reduceOnly) continue;
    held += ((order.qty - order.executedQty) * order.price) / core.settingOf(order.symbol).leverage;
  }
  return round8(held);
}

export function accountView(core: Core): AccountView {
  const sums = {
    unrealised: 0,
    initial: 0,
    maintenance: 0,
    isolated: 0,
    crossUnrealised: 0,
    crossInitial: 0,
  };
  for (const position of Object.values(core.state.positions)) {
    const mark = core.markOf(position);
    const setting = core.settingOf(position.symbol);
    const notional = Math.abs(position.qty) * mark;
    const unrealised = unrealisedOf(position, mark);
    sums.unrealised += unrealised;
    sums.initial += notional / setting.leverage;
    sums.maintenance += maintenanceUsd(core.instrumentOf(position.symbol).tiers, notional);
    sums.isolated += position.isolatedWallet;
    if (setting.marginType === 'ISOLATED') continue;
    sums.crossUnrealised += unrealised;
    sums.crossInitial += notional / setting.leverage;
  }
  const wallet = core.state.walletUsd;
  const crossWallet = wallet - sums.isolated;
  const orderMargin = openOrderMarginUsd(core);
  const available = crossWallet + sums.crossUnrealised - sums.crossInitial - orderMargin;
  return {
    walletUsd: wallet,
    unrealisedUsd: usd(round8(sums.unrealised)),
    marginBalanceUsd: usd(round8(wallet + sums.unrealised)),
    positionMarginUsd: marginUsd(round8(sums.initial)),
    openOrderMarginUsd: marginUsd(orderMargin),
    maintenanceUsd: marginUsd(round8(sums.maintenance)),
    crossWalletUsd: usd(round8(crossWallet)),
    crossUnrealisedUsd: usd(round8(sums.crossUnrealised)),
    availableUsd: marginUsd(Math.max(0, round8(available))),
  };
}

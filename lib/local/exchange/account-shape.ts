import type { AccountView, PositionView } from '../../sim/engine/account.ts';
import type { Engine } from '../../sim/engine/engine.ts';
import { notionalMaxAt } from '../../sim/engine/margin.ts';
import type { IncomeState } from '../../sim/engine/state.ts';
import type { SimInstrument } from '../../sim/market.ts';
import { averageText, money, qtyText } from './numbers.ts';

/** In Credits mode the balance is in BNFCR, which counts as a dollar. */
export const assetOf = (engine: Engine) => (engine.state.accountKind === 'credits-cross' ? 'BNFCR' : 'USDT');

const assetMoney = (a: AccountView) => ({
  walletBalance: money(a.walletUsd),
  unrealizedProfit: money(a.unrealisedUsd),
  marginBalance: money(a.marginBalanceUsd),
  maintMargin: money(a.maintenanceUsd),
  initialMargin: money(a.positionMarginUsd + a.openOrderMarginUsd),
  positionInitialMargin: money(a.positionMarginUsd),
  openOrderInitialMargin: money(a.openOrderMarginUsd),
  crossWalletBalance: money(a.crossWalletUsd),
  crossUnPnl: money(a.crossUnrealisedUsd),
  availableBalance: money(a.availableUsd),
  maxWithdrawAmount: money(a.availableUsd),
});

const totals = (a: AccountView) => ({
  totalInitialMargin: money(a.positionMarginUsd + a.openOrderMarginUsd),
  totalMaintMargin: money(a.maintenanceUsd),
  totalWalletBalance: money(a.walletUsd),
  totalUnrealizedProfit: money(a.unrealisedUsd),
  totalMarginBalance: money(a.marginBalanceUsd),
  totalPositionInitialMargin: money(a.positionMarginUsd),
  totalOpenOrderInitialMargin: money(a.openOrderMarginUsd),
  totalCrossWalletBalance: money(a.crossWalletUsd),
  totalCrossUnPnl: money(a.crossUnrealisedUsd),
  availableBalance: money(a.availableUsd),
  maxWithdrawAmount: money(a.availableUsd),
});

const maxNotional = (engine: Engine, it: SimInstrument) =>
  String(notionalMaxAt(it.tiers, engine.settingOf(it.symbol).leverage));

function accountPositionV2(engine: Engine, it: SimInstrument, held: PositionView | undefined) {
  const setting = engine.settingOf(it.symbol);
  const margin = held === undefined ? '0' : money(held.initialMarginUsd);
  return {
    symbol: it.symbol,
    initialMargin: margin,
    maintMargin: held === undefined ? '0' : money(held.maintenanceUsd),
    unrealizedProfit: money(held?.unrealisedUsd ?? 0),
    positionInitialMargin: margin,
    openOrderInitialMargin: '0',
    leverage: String(setting.leverage),
    isolated: setting.marginType === 'ISOLATED',
    entryPrice: averageText(held?.entryPrice ?? 0, it),
    maxNotional: maxNotional(engine, it),
    bidNotional: '0',
    askNotional: '0',
    positionSide: 'BOTH',
    positionAmt: held === undefined ? '0' : qtyText(held.qty, it),
    updateTime: held?.updatedAt ?? 0,
  };
}

/** GET v2/account: every symbol is listed, held or not. */
export function accountV2Shape(engine: Engine) {
  const held = new Map(engine.positions().map(position => [position.symbol, position]));
  const account = engine.account();
  return {
    feeTier: 0,
    canTrade: true,
    canDeposit: true,
    canWithdraw: false,
    updateTime: 0,
    multiAssetsMargin: engine.state.accountKind === 'credits-cross',
    tradeGroupId: -1,
    ...totals(account),
    assets: [
      { asset: assetOf(engine), ...assetMoney(account), marginAvailable: true, updateTime: engine.now },
    ],
    positions: engine.instruments().map(it => accountPositionV2(engine, it, held.get(it.symbol))),
  };
}

const isolatedMargin = (held: PositionView) =>
  held.isolated ? held.isolatedWalletUsd + held.unrealisedUsd : 0;

/** GET v3/account: only what is held. */
export function accountV3Shape(engine: Engine) {
  const account = engine.account();
  return {
    ...totals(account),
    assets: [{ asset: assetOf(engine), ...assetMoney(account), updateTime: engine.now }],
    positions: engine.positions().map(held => {
      const it = instrumentOf(engine, held);
      return {
        symbol: held.symbol,
        positionSide: 'BOTH',
        positionAmt: qtyText(held.qty, it),
        unrealizedProfit: money(held.unrealisedUsd),
        isolatedMargin: money(isolatedMargin(held)),
        notional: money(held.notionalUsd),
        isolatedWallet: money(held.isolatedWalletUsd),
        initialMargin: money(held.initialMarginUsd),
        maintMargin: money(held.maintenanceUsd),
        updateTime: held.updatedAt,
      };
    }),
  };
}

function instrumentOf(engine: Engine, held: PositionView): SimInstrument {
  const it = engine.instrument(held.symbol);
  if (it === undefined) throw new Error(`no instrument ${held.symbol}`);
  return it;
}

const riskCore = (held: PositionView, it: SimInstrument, takerFee: number) => ({
  symbol: held.symbol,
  positionAmt: qtyText(held.qty, it),
  entryPrice: averageText(held.entryPrice, it),
  breakEvenPrice: averageText(held.entryPrice * (1 + Math.sign(held.qty) * takerFee), it),
  markPrice: averageText(held.markPrice, it),
  unRealizedProfit: money(held.unrealisedUsd),
  liquidationPrice: held.liquidationPrice > 0 ? averageText(held.liquidationPrice, it) : '0',
  isolatedMargin: money(isolatedMargin(held)),
  notional: money(held.notionalUsd),
  isolatedWallet: money(held.isolatedWalletUsd),
  positionSide: 'BOTH',
  updateTime: held.updatedAt,
});

/** GET v3/positionRisk: what is held, without leverage (which is in symbolConfig). */
export const riskV3Shape = (engine: Engine, held: PositionView) => ({
  ...riskCore(held, instrumentOf(engine, held), engine.state.fees.taker),
  marginAsset: assetOf(engine),
  initialMargin: money(held.initialMarginUsd),
  maintMargin: money(held.maintenanceUsd),
  positionInitialMargin: money(held.initialMarginUsd),
  openOrderInitialMargin: '0',
  adl: 1,
  bidNotional: '0',
  askNotional: '0',
});

/** GET v2/positionRisk of one symbol, held or not. */
export function riskV2Shape(engine: Engine, it: SimInstrument, held: PositionView | undefined) {
  const setting = engine.settingOf(it.symbol);
  const mark = engine.priceOf(it.symbol) ?? 0;
  const none = {
    symbol: it.symbol,
    positionAmt: qtyText(0, it),
    entryPrice: '0.0',
    breakEvenPrice: '0.0',
    markPrice: averageText(mark, it),
    unRealizedProfit: money(0),
    liquidationPrice: '0',
    isolatedMargin: money(0),
    notional: '0',
    isolatedWallet: '0',
    positionSide: 'BOTH',
    updateTime: 0,
  };
  return {
    ...(held === undefined ? none : riskCore(held, it, engine.state.fees.taker)),
    leverage: String(setting.leverage),
    maxNotionalValue: maxNotional(engine, it),
    marginType: setting.marginType === 'ISOLATED' ? 'isolated' : 'cross',
    isAutoAddMargin: 'false',
  };
}

export const symbolConfigShape = (engine: Engine, it: SimInstrument) => ({
  symbol: it.symbol,
  marginType: engine.settingOf(it.symbol).marginType,
  isAutoAddMargin: false,
  leverage: engine.settingOf(it.symbol).leverage,
  maxNotionalValue: maxNotional(engine, it),
});

/** The margin asset, and BNB where there is some: it pays fees and carries nothing. */
export function balanceShape(engine: Engine) {
  const account = engine.account();
  const row = (asset: string, amounts: Record<'balance' | 'cross' | 'profit' | 'available', number>) => ({
    accountAlias: 'SimU',
    asset,
    balance: money(amounts.balance),
    crossWalletBalance: money(amounts.cross),
    crossUnPnl: money(amounts.profit),
    availableBalance: money(amounts.available),
    maxWithdrawAmount: money(amounts.available),
    marginAvailable: true,
    updateTime: engine.now,
  });
  const margin = row(assetOf(engine), {
    balance: account.walletUsd,
    cross: account.crossWalletUsd,
    profit: account.crossUnrealisedUsd,
    available: account.availableUsd,
  });
  const { bnb } = engine.state;
  return bnb > 0
    ? [
        margin,
        { ...row('BNB', { balance: bnb, cross: bnb, profit: 0, available: bnb }), marginAvailable: false },
      ]
    : [margin];
}

export const incomeShape = (income: IncomeState, asset: string) => ({
  symbol: income.symbol,
  incomeType: income.type,
  income: money(income.amountBnb ?? income.amountUsd),
  asset: income.amountBnb === undefined ? asset : 'BNB',
  info: income.type,
  time: income.time,
  tranId: income.id,
  tradeId: income.tradeId === 0 ? '' : String(income.tradeId),
});

import { DAY_MS } from '../../desk/units.ts';
import type { SimInstrument } from '../../sim/market.ts';
import {
  accountV2Shape,
  accountV3Shape,
  assetOf,
  balanceShape,
  incomeShape,
  riskV2Shape,
  riskV3Shape,
  symbolConfigShape,
} from './account-shape.ts';
import { bracketShape } from './instrument-shape.ts';
import { tradeShape } from './order-shape.ts';
import type { Params } from './params.ts';
import { type RouteContext, type Routes, signed } from './route.ts';

const WEEK_MS = 7 * DAY_MS;

/** The instrument that was asked for, or all of them. */
function asked(context: RouteContext, params: Params): readonly SimInstrument[] {
  const symbol = params.symbol(context.engine);
  return context.engine.instruments().filter(it => symbol === undefined || it.symbol === symbol);
}

function riskV3(context: RouteContext, params: Params) {
  const symbol = params.symbol(context.engine);
  const held = context.engine
    .positions()
    .filter(position => symbol === undefined || position.symbol === symbol);
  return held.map(position => riskV3Shape(context.engine, position));
}

function riskV2(context: RouteContext, params: Params) {
  const held = new Map(context.engine.positions().map(position => [position.symbol, position]));
  return asked(context, params).map(it => riskV2Shape(context.engine, it, held.get(it.symbol)));
}

/** The span of a history query: without a start, the last seven days, as at the venue. */
function span(context: RouteContext, params: Params): { readonly from: number; readonly to: number } {
  const end = params.integer('endTime');
  const from = params.integer('startTime') ?? (end ?? context.engine.now) - WEEK_MS;
  return { from, to: end ?? Number.POSITIVE_INFINITY };
}

/** Trades of a symbol, oldest first: from an id on, or of a span; without either the newest. */
function userTrades(context: RouteContext, params: Params) {
  const symbol = params.needSymbol(context.engine);
  const limit = params.limit(500, 1000);
  const fromId = params.integer('fromId');
  const { from, to } = span(context, params);
  const matching = context.engine.trades().filter(trade => {
    if (trade.symbol !== symbol) return false;
    return fromId === undefined ? trade.time >= from && trade.time <= to : trade.id >= fromId;
  });
  const forward = fromId !== undefined || params.text('startTime') !== undefined;
  const page = forward ? matching.slice(0, limit) : matching.slice(-limit);
  const it = context.engine.instrument(symbol);
  return it === undefined ? [] : page.map(trade => tradeShape(trade, it, assetOf(context.engine)));
}

function income(context: RouteContext, params: Params) {
  const symbol = params.symbol(context.engine);
  const type = params.text('incomeType');
  const { from, to } = span(context, params);
  const matching = context.engine.income().filter(line => {
    if (symbol !== undefined && line.symbol !== symbol) return false;
    if (type !== undefined && line.type !== type) return false;
    return line.time >= from && line.time <= to;
  });
  const limit = params.limit(100, 1000);
  const page = params.text('startTime') === undefined ? matching.slice(-limit) : matching.slice(0, limit);
  return page.map(line => incomeShape(line, assetOf(context.engine)));
}

function setLeverage(context: RouteContext, params: Params) {
  const symbol = params.needSymbol(context.engine);
  const set = context.run('leverage', { symbol, leverage: params.needInteger('leverage') });
  return { leverage: set.leverage, maxNotionalValue: String(set.notionalMax), symbol };
}

function setMarginType(context: RouteContext, params: Params) {
  const symbol = params.needSymbol(context.engine);
  context.run('marginType', { symbol, marginType: params.needWord('marginType', ['ISOLATED', 'CROSSED']) });
  return { code: 200, msg: 'success' };
}

function setHedgeMode(context: RouteContext, params: Params) {
  params.needText('dualSidePosition');
  context.run('hedgeMode', { hedge: params.flag('dualSidePosition') ?? false });
  return { code: 200, msg: 'success' };
}

function commissionRate(context: RouteContext, params: Params) {
  const symbol = params.needSymbol(context.engine);
  const { maker, taker } = context.engine.state.fees;
  return { symbol, makerCommissionRate: maker.toFixed(6), takerCommissionRate: taker.toFixed(6) };
}

function setFeeBurn(context: RouteContext, params: Params) {
  params.needText('feeBurn');
  context.run('feeBurn', { on: params.flag('feeBurn') ?? false });
  return { code: 200, msg: 'success' };
}

/** The rights of the key, from the venue's other host; live trading refuses one that can withdraw. */
const apiRestrictions = ({ engine, keyRights }: RouteContext) => ({
  ipRestrict: keyRights.ipRestricted,
  createTime: engine.state.startedAt,
  enableReading: true,
  enableFutures: keyRights.futures,
  enableWithdrawals: keyRights.withdrawals,
  enableInternalTransfer: keyRights.transfers,
  permitsUniversalTransfer: keyRights.transfers,
  enableVanillaOptions: false,
  enableMargin: false,
  enableSpotAndMarginTrading: false,
  enablePortfolioMarginTrading: keyRights.portfolioMargin,
  ...(keyRights.tradingEndsAt === undefined
    ? {}
    : { tradingAuthorityExpirationTime: keyRights.tradingEndsAt }),
});

/** Which products the account is open for, from the same host. */
const accountInfo = ({ keyRights }: RouteContext) => ({
  vipLevel: 0,
  isMarginEnabled: false,
  isFutureEnabled: true,
  isOptionsEnabled: false,
  isPortfolioMarginRetailEnabled: keyRights.portfolioMargin,
});

/** The spot account, for the number by which its owner knows it; it holds nothing. */
const spotAccount = ({ accountId }: RouteContext) => ({
  makerCommission: 10,
  takerCommission: 10,
  buyerCommission: 0,
  sellerCommission: 0,
  canTrade: false,
  canWithdraw: false,
  canDeposit: true,
  brokered: false,
  updateTime: 0,
  accountType: 'SPOT',
  balances: [],
  permissions: [],
  uid: accountId,
});

const isMultiAssets = ({ engine }: RouteContext) => engine.state.accountKind === 'credits-cross';

/** The account: what it holds, how it is set, what has happened to its money. */
export const ACCOUNT_ROUTES: Routes = {
  'GET /fapi/v2/account': signed(5, ({ engine }) => accountV2Shape(engine)),
  'GET /fapi/v3/account': signed(5, ({ engine }) => accountV3Shape(engine)),
  'GET /fapi/v2/balance': signed(5, ({ engine }) => balanceShape(engine)),
  'GET /fapi/v3/balance': signed(5, ({ engine }) => balanceShape(engine)),
  'GET /fapi/v2/positionRisk': signed(5, riskV2),
  'GET /fapi/v3/positionRisk': signed(5, riskV3),
  'GET /fapi/v1/symbolConfig': signed(5, (context, params) =>
    asked(context, params).map(it => symbolConfigShape(context.engine, it)),
  ),
  'GET /fapi/v1/leverageBracket': signed(1, (context, params) => asked(context, params).map(bracketShape)),
  'POST /fapi/v1/leverage': signed(1, setLeverage),
  'POST /fapi/v1/marginType': signed(1, setMarginType),
  'GET /fapi/v1/positionSide/dual': signed(30, ({ engine }) => ({
    dualSidePosition: engine.state.hedgeMode,
  })),
  'POST /fapi/v1/positionSide/dual': signed(1, setHedgeMode),
  'GET /fapi/v1/multiAssetsMargin': signed(30, context => ({ multiAssetsMargin: isMultiAssets(context) })),
  'GET /fapi/v1/accountConfig': signed(5, context => ({
    feeTier: 0,
    canTrade: true,
    canDeposit: true,
    canWithdraw: false,
    dualSidePosition: context.engine.state.hedgeMode,
    updateTime: 0,
    multiAssetsMargin: isMultiAssets(context),
    tradeGroupId: -1,
  })),
  'GET /fapi/v1/commissionRate': signed(20, commissionRate),
  'GET /fapi/v1/feeBurn': signed(30, ({ engine }) => ({ feeBurn: engine.state.feeBurn })),
  'POST /fapi/v1/feeBurn': signed(1, setFeeBurn),
  // Their weight counts against the other host.
  'GET /sapi/v1/account/apiRestrictions': signed(0, apiRestrictions),
  'GET /sapi/v1/account/info': signed(0, accountInfo),
  'GET /api/v3/account': signed(0, spotAccount),
  'GET /fapi/v1/userTrades': signed(5, userTrades),
  'GET /fapi/v1/income': signed(30, income),
};

/**
 * The venue's endpoints that the desk uses, by ccxt's names for them: section, version, method, path. Reads may be
 * repeated, writes never: so the two are different types.
 */

export type ReadEndpoint =
  | 'fapiPublicGetTime'
  | 'fapiPublicGetExchangeInfo'
  | 'fapiPublicGetTicker24hr'
  | 'fapiPublicGetTickerBookTicker'
  | 'fapiPublicGetPremiumIndex'
  | 'fapiPublicGetDepth'
  | 'fapiPublicGetKlines'
  | 'fapiPublicGetMarkPriceKlines'
  | 'fapiPublicGetFundingRate'
  | 'fapiPrivateV3GetAccount'
  | 'fapiPrivateV3GetPositionRisk'
  | 'fapiPrivateGetOpenOrders'
  | 'fapiPrivateGetOpenAlgoOrders'
  | 'fapiPrivateGetOrder'
  | 'fapiPrivateGetAlgoOrder'
  | 'fapiPrivateGetUserTrades'
  | 'fapiPrivateGetIncome'
  | 'fapiPrivateGetLeverageBracket'
  | 'fapiPrivateGetSymbolConfig'
  | 'fapiPrivateGetAccountConfig'
  // Of the venue's other host, for a live desk alone.
  | 'privateGetAccount'
  | 'sapiGetAccountInfo'
  | 'sapiGetAccountApiRestrictions';

export type WriteEndpoint =
  | 'fapiPrivatePostOrder'
  | 'fapiPrivateDeleteOrder'
  | 'fapiPrivatePostAlgoOrder'
  | 'fapiPrivateDeleteAlgoOrder'
  | 'fapiPrivatePostLeverage'
  | 'fapiPrivatePostMarginType';

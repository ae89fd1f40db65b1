import { afterEach, describe, expect, test } from 'vitest';
import { readAccess, readAccountId } from '../../../lib/adapters/binance/access.ts';
import type { BinanceClient } from '../../../lib/adapters/binance/client.ts';
import type { ReadEndpoint, WriteEndpoint } from '../../../lib/adapters/binance/endpoints.ts';
import { binanceFundingHistory } from '../../../lib/adapters/binance/funding-history.ts';
import { binanceMarket } from '../../../lib/adapters/binance/market.ts';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import { epochMs, leverage, price, qty, symbolId } from '../../../lib/desk/units.ts';
import { PortError, type Venue } from '../../../lib/ports.ts';
import { expectNoPollution, holdAsync, ONE_LINE, Outcomes, oddNumber } from '../../kit/hostile.ts';
import { hostileJson } from '../../kit/hostile-json.ts';
import { ANSWERS, AT, recordedHere } from './sample-answers.ts';
import { SOUND } from './sound-answers.ts';

const COIN = symbolId('COINUSDT');
const SINCE = epochMs(AT - 3_600_000);

/** The venue, answering one endpoint with this text and each other one as it should. */
function answering(endpoint: ReadEndpoint | WriteEndpoint, text: string) {
  let asked = 0;
  const answerOf = (each: ReadEndpoint | WriteEndpoint): unknown => {
    asked += 1;
    if (asked > 50) throw new Error(`${each} is asked again and again`);
    return each === endpoint ? JSON.parse(text) : ANSWERS[each][0];
  };
  const client: Pick<BinanceClient, 'hasKeys' | 'read' | 'find' | 'write' | 'now' | 'syncTime'> = {
    hasKeys: true,
    read: async each => answerOf(each),
    find: async each => answerOf(each),
    write: async each => ({ type: 'answered', answer: answerOf(each) }),
    now: async () => epochMs(AT),
    syncTime: async () => epochMs(AT),
  };
  return {
    client,
    venue: binanceVenue(client),
    market: binanceMarket(client),
    funding: binanceFundingHistory(client),
  };
}

/** What is asked of which endpoint, and what must hold of the answer whatever the venue has said. */
const READS: Readonly<
  Partial<Record<ReadEndpoint, (ports: ReturnType<typeof answering>) => Promise<unknown>>>
> = {
  fapiPublicGetExchangeInfo: ({ market }) => market.instruments(),
  fapiPublicGetTicker24hr: ({ market }) => market.dayTickers(),
  fapiPublicGetTickerBookTicker: ({ market }) => market.bestQuotes(),
  fapiPublicGetPremiumIndex: ({ market }) => market.mark(COIN),
  fapiPublicGetFundingRate: ({ funding }) => funding.settlements(COIN, SINCE),
  fapiPublicGetDepth: ({ market }) => market.depth(COIN),
  fapiPublicGetKlines: ({ market }) => market.candles(COIN, '1m', 2),
  fapiPublicGetMarkPriceKlines: ({ venue }) => venue.trades(COIN, SINCE),
  fapiPrivateV3GetAccount: ({ venue }) => venue.account(),
  fapiPrivateV3GetPositionRisk: ({ venue }) => venue.positions(),
  fapiPrivateGetOpenOrders: ({ venue }) => venue.openOrders(),
  fapiPrivateGetOpenAlgoOrders: ({ venue }) => venue.openConditionals(),
  fapiPrivateGetOrder: ({ venue }) => venue.findOrder(COIN, 'id-1'),
  fapiPrivateGetAlgoOrder: ({ venue }) => venue.findConditional('id-2'),
  fapiPrivateGetUserTrades: ({ venue }) => venue.trades(COIN, SINCE),
  fapiPrivateGetIncome: ({ venue }) => venue.income(SINCE),
  fapiPrivateGetLeverageBracket: ({ venue }) => venue.tiers(COIN),
  fapiPrivateGetSymbolConfig: ({ venue }) => venue.settings(COIN),
  fapiPrivateGetAccountConfig: ({ venue }) => venue.mode(),
  privateGetAccount: ({ client }) => readAccountId(client),
  sapiGetAccountInfo: ({ client }) => readAccess(client),
  sapiGetAccountApiRestrictions: ({ client }) => readAccess(client),
};

afterEach(expectNoPollution);

test.skipIf(!recordedHere)(
  `recorded answers are among the samples${recordedHere ? '' : ' (SKIPPED: ../shared/data/wire is not here)'}`,
  () => {
    expect(ANSWERS.fapiPrivateV3GetAccount).toHaveLength(2);
    expect(ANSWERS.fapiPrivateV3GetPositionRisk).toHaveLength(2);
  },
);

describe('I12 I17 a read answered with anything at all is refused as malformed, or means what it says:', () => {
  test.each(Object.entries(READS) as [ReadEndpoint, NonNullable<(typeof READS)[ReadEndpoint]>][])(
    '%s',
    async (endpoint, ask) => {
      const outcomes = new Outcomes();
      await holdAsync(hostileJson(...ANSWERS[endpoint]), async text => {
        const answer = await outcomes.later(() => ask(answering(endpoint, text)), PortError);
        expect(oddNumber(answer)).toBeUndefined();
        if (answer !== undefined) SOUND[endpoint]?.(answer as never);
      });
      outcomes.expectBoth();
    },
  );
});

const WRITES: Readonly<
  Record<WriteEndpoint, (venue: Venue) => ReturnType<Venue['place']> | Promise<{ type: string }>>
> = {
  fapiPrivatePostOrder: venue =>
    venue.place({
      clientId: 'id-1',
      symbol: COIN,
      side: 'buy',
      qty: qty(2),
      kind: { type: 'market' },
      reduceOnly: false,
    }),
  fapiPrivatePostAlgoOrder: venue =>
    venue.placeConditional({
      clientId: 'id-2',
      symbol: COIN,
      side: 'sell',
      type: 'stop-market',
      triggerPrice: price(95),
      qty: qty(2),
    }),
  fapiPrivateDeleteOrder: venue => venue.cancel(COIN, 'id-1'),
  fapiPrivateDeleteAlgoOrder: venue => venue.cancelConditional('id-2'),
  fapiPrivatePostLeverage: venue => venue.setLeverage(COIN, leverage(3)),
  fapiPrivatePostMarginType: venue => venue.setMarginMode(COIN, 'isolated'),
};

describe('I10 I12 a write answered with anything at all is accepted as what it says, or unknown; it never throws:', () => {
  test.each(Object.entries(WRITES) as [WriteEndpoint, (typeof WRITES)[WriteEndpoint]][])(
    '%s',
    async (endpoint, write) => {
      const seen = new Set<string>();
      await holdAsync(hostileJson(...ANSWERS[endpoint]), async text => {
        const outcome = await write(answering(endpoint, text).venue);
        seen.add(outcome.type);
        expect(oddNumber(outcome)).toBeUndefined();
        if (outcome.type === 'accepted')
          SOUND[endpoint]?.(('report' in outcome ? outcome.report : undefined) as never);
        if ('because' in outcome) expect(outcome.because).toMatch(ONE_LINE);
      });
      expect([...seen].toSorted()).toEqual(['accepted', 'unknown']);
    },
  );
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binanceClient } from '../../lib/adapters/binance/client.ts';
import { binanceFundingHistory } from '../../lib/adapters/binance/funding-history.ts';
import { binanceMarket } from '../../lib/adapters/binance/market.ts';
import { binanceVenue } from '../../lib/adapters/binance/venue.ts';
import type { Interval } from '../../lib/desk/candle.ts';
import {
  epochMs,
  leverage,
  minutesAfter,
  type OrderSide,
  price,
  qty,
  type SymbolId,
  symbolId,
  usd,
} from '../../lib/desk/units.ts';
import { type ExchangeServer, startExchange } from '../../lib/local/exchange/server.ts';
import type { ConditionalRequest, FundingHistory, Market, OrderRequest, Venue } from '../../lib/ports.ts';
import type { Engine } from '../../lib/sim/engine/engine.ts';
import { simFundingHistory } from '../../lib/sim/funding-history.ts';
import { simMarketPort } from '../../lib/sim/market-port.ts';
import { simpleMarket } from '../../lib/sim/markets/simple.ts';
import { simVenue } from '../../lib/sim/venue.ts';
import { accepted } from '../contract/venue-orders.ts';

/**
 * One engine, asked over the wire and in process: not two figures may differ in their last digit. What the orders do is
 * written once, so a difference can only lie in how it is told.
 */

const KEY = { apiKey: 'both-key', secret: 'both-secret' };
const BTC = symbolId('BTCUSDT');
const DOGE = symbolId('DOGEUSDT');
const BNB = symbolId('BNBUSDT');
const market = simpleMarket({ seed: 7, days: 2 });
const START = market.startsAt;

interface Road {
  readonly market: Market;
  readonly funding: FundingHistory;
  readonly venue: Venue;
}
let server: ExchangeServer;
let engine: Engine;
let close: () => Promise<void>;
let wire: Road;
let inside: Road;

beforeAll(async () => {
  server = await startExchange({ market, engine: { startAt: START, walletUsd: usd(20_000) }, ...KEY });
  engine = server.exchange.engine;
  const client = binanceClient({ ...KEY, baseUrl: server.url, timeoutMs: 5_000, now: () => engine.now });
  wire = {
    market: binanceMarket(client),
    funding: binanceFundingHistory(client),
    venue: binanceVenue(client),
  };
  inside = {
    market: simMarketPort(engine),
    funding: simFundingHistory(engine),
    venue: simVenue(engine),
  };
  close = async () => {
    await client.close();
    await server.close();
  };
});
afterAll(() => close());

type Question = readonly [what: string, ask: (road: Road) => Promise<unknown>];
const INTERVALS: readonly Interval[] = ['1m', '15m', '1h', '1d'];

const publicQuestions: readonly Question[] = [
  ['time', road => road.market.serverTime()],
  ['instruments', road => road.market.instruments()],
  ['day tickers', road => road.market.dayTickers()],
  ['best quotes', road => road.market.bestQuotes()],
  ['marks', road => road.market.marks()],
  ...[BTC, DOGE].flatMap((symbol): Question[] => [
    [`mark of ${symbol}`, road => road.market.mark(symbol)],
    [`depth of ${symbol}`, road => road.market.depth(symbol)],
    [`settlements of ${symbol}`, road => road.funding.settlements(symbol, START)],
    ...INTERVALS.map(
      (interval): Question => [
        `${interval} bars of ${symbol}`,
        road => road.market.candles(symbol, interval, 40),
      ],
    ),
  ]),
];

const accountQuestions = (since: number): readonly Question[] => [
  ['account', road => road.venue.account()],
  ['positions', road => road.venue.positions()],
  ['open orders', road => road.venue.openOrders()],
  ['conditionals', road => road.venue.openConditionals()],
  ['income', road => road.venue.income(epochMs(since))],
  ['mode', road => road.venue.mode()],
  ...[BTC, DOGE].flatMap((symbol): Question[] => [
    [`trades of ${symbol}`, road => road.venue.trades(symbol, epochMs(since))],
    [`tiers of ${symbol}`, road => road.venue.tiers(symbol)],
    [`settings of ${symbol}`, road => road.venue.settings(symbol)],
  ]),
];

async function expectSame(questions: readonly Question[]): Promise<void> {
  for (const [what, ask] of questions) {
    expect({ [what]: await ask(inside) }).toStrictEqual({ [what]: await ask(wire) });
  }
}

const order = (symbol: SymbolId, side: OrderSide, amount: number, clientId: string): OrderRequest => ({
  clientId,
  symbol,
  side,
  qty: qty(amount),
  kind: { type: 'market' },
  reduceOnly: false,
});
const conditional = (
  symbol: SymbolId,
  side: OrderSide,
  times: number,
  changes: Partial<ConditionalRequest>,
): ConditionalRequest => ({
  clientId: `${symbol}-${times}`,
  symbol,
  side,
  type: 'stop-market',
  triggerPrice: price(Number(((engine.priceOf(symbol) ?? 0) * times).toFixed(symbol === BTC ? 1 : 5))),
  qty: 'all',
  ...changes,
});

const target = (amount: number): Partial<ConditionalRequest> => ({
  type: 'take-profit-market',
  qty: qty(amount),
});

describe('over the wire and in process', () => {
  test('the market and the account are the same to the last digit, through hours of fills, fees and funding', async () => {
    const { venue } = inside;
    accepted(await venue.setMarginMode(BTC, 'isolated'));
    accepted(await venue.setLeverage(BTC, leverage(7)));
    accepted(await venue.place(order(BTC, 'buy', 0.337, 'btc-1')));
    accepted(await venue.place(order(DOGE, 'sell', 70_001, 'doge-1')));
    accepted(await venue.placeConditional(conditional(BTC, 'sell', 0.985, {})));
    accepted(await venue.placeConditional(conditional(BTC, 'sell', 1.002, target(0.111))));
    accepted(await venue.placeConditional(conditional(DOGE, 'buy', 1.01, {})));
    accepted(await venue.placeConditional(conditional(DOGE, 'buy', 0.997, target(30_003))));
    engine.placeAlgo({
      symbol: BTC,
      side: 'sell',
      type: 'TRAILING_STOP_MARKET',
      qty: qty(0.01),
      callbackRate: 3,
    });
    engine.placeOrder({ symbol: BTC, side: 'buy', type: 'LIMIT', price: price(80_000.1), qty: qty(0.01) });
    for (let minute = 0; minute < 600; minute += 1) {
      if (minute === 30) {
        engine.transferBnb(0.5);
        engine.setFeeBurn(true);
        accepted(await venue.place(order(BTC, 'buy', 0.021, 'btc-2')));
        accepted(await venue.place(order(DOGE, 'sell', 1_234, 'doge-2')));
      }
      if (minute % 23 === 0 || minute === 30) {
        await expectSame(publicQuestions);
        await expectSame(accountQuestions(START));
        await expectSame(accountQuestions(engine.now - 20 * 60_000));
      }
      engine.advance(minutesAfter(START, minute + 1));
    }
    expect((await inside.funding.settlements(BTC, START)).length).toBeGreaterThan(0);
    const kinds = new Set((await venue.income(epochMs(START))).map(row => row.kind));
    expect([...kinds].toSorted()).toEqual(['commission', 'funding', 'realised']);
    for (const { clientId, symbol } of engine.state.orders) {
      await expectSame([[clientId, road => road.venue.findOrder(symbol, clientId)]]);
    }
    for (const { clientId } of engine.state.algos) {
      await expectSame([[clientId, road => road.venue.findConditional(clientId)]]);
    }
  });

  test('what is refused is refused in the same words', async () => {
    const nothing = symbolId('NOTHINGUSDT');
    const far = engine.priceOf(BTC) ?? 0;
    const refusedOrders: readonly Question[] = [
      ['no such market', road => road.venue.place(order(nothing, 'buy', 1, 'r-1'))],
      ['off its step', road => road.venue.place(order(BTC, 'buy', 0.00001, 'r-2'))],
      ['too small', road => road.venue.place(order(DOGE, 'buy', 1, 'r-3'))],
      ['too much', road => road.venue.place(order(BTC, 'buy', 90, 'r-4'))],
      ['not a client id', road => road.venue.place(order(BTC, 'buy', 1, 'two words'))],
      ['nothing to reduce', road => road.venue.place({ ...order(BNB, 'sell', 1, 'r-5'), reduceOnly: true })],
      [
        'beyond the price filter',
        road =>
          road.venue.place({
            ...order(BTC, 'buy', 0.01, 'r-6'),
            kind: { type: 'ioc-limit', limitPrice: price(Math.round(far * 1.2)) },
          }),
      ],
      ['would trigger', road => road.venue.placeConditional(conditional(BTC, 'sell', 1.01, {}))],
      ['unknown order', road => road.venue.cancel(BTC, 'never')],
      ['unknown conditional', road => road.venue.cancelConditional('never')],
      ['cancel nowhere', road => road.venue.cancel(nothing, 'never')],
      ['leverage beyond the tiers', road => road.venue.setLeverage(BTC, leverage(500))],
      ['half a leverage', road => road.venue.setLeverage(BTC, leverage(2.5))],
      ['leverage nowhere', road => road.venue.setLeverage(nothing, leverage(2))],
      ['margin mode nowhere', road => road.venue.setMarginMode(nothing, 'cross')],
    ];
    await expectSame(refusedOrders);
    for (const [what, ask] of refusedOrders) {
      expect(await ask(inside), what).toMatchObject({ type: 'rejected' });
    }
    const refusedReads: readonly Question[] = [
      ['candles', road => road.market.candles(nothing, '1m', 5)],
      ['no candles', road => road.market.candles(BTC, '1m', 0)],
      ['mark', road => road.market.mark(nothing)],
      ['depth', road => road.market.depth(nothing)],
      ['settlements', road => road.funding.settlements(nothing, START)],
      ['trades', road => road.venue.trades(nothing, epochMs(START))],
      ['tiers', road => road.venue.tiers(nothing)],
      ['settings', road => road.venue.settings(nothing)],
      ['order', road => road.venue.findOrder(nothing, 'never')],
      ['order number', road => road.venue.orderById(BTC, 'never')],
    ];
    const failure = (ask: Question[1]) => (road: Road) =>
      ask(road).then(
        answer => ({ answer }),
        ({ kind, message }) => ({ kind, message }),
      );
    await expectSame(refusedReads.map(([what, ask]): Question => [what, failure(ask)]));
    expect(await failure(road => road.market.mark(nothing))(inside)).toMatchObject({ kind: 'malformed' });
  });
});

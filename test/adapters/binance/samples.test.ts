import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decode } from '../../../lib/adapters/binance/decode.ts';
import { accountOf, conditionalOf, orderOf, positionsOf } from '../../../lib/adapters/binance/mapper.ts';
import { binanceMarket } from '../../../lib/adapters/binance/market.ts';
import { accountWire, algoOrdersWire, orderWire, positionsWire } from '../../../lib/adapters/binance/wire.ts';
import { scriptedServer } from './scripted-server.ts';

const DATA = new URL('../../../../shared/data/', import.meta.url);
const here = existsSync(DATA);
const why = here ? '' : ' (SKIPPED: ../shared/data is not here)';
const sample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`wire/http_json__${name}.json`, DATA), 'utf8'));

test.skipIf(!here)(`a real account answer becomes an account${why}`, () => {
  expect(accountOf(decode(accountWire, sample('account_info_v2'), 'account'))).toEqual({
    equityUsd: 23.72469206,
    walletUsd: 23.72469206,
    availableMarginUsd: 23.72469206,
    maintenanceUsd: 0,
  });
});

test.skipIf(!here)(`a real positions answer becomes positions${why}`, () => {
  expect(positionsOf(decode(positionsWire, sample('position_risk'), 'positions'))).toEqual([
    {
      symbol: 'BTCUSDT',
      qty: 0.001,
      entryPrice: 50_000,
      markPrice: 51_000,
      liquidationPrice: 45_000,
      unrealisedUsd: 1,
      updatedAt: 1_625_474_304_765,
    },
  ]);
});

test.skipIf(!here)(`a real order answer becomes a report${why}`, () => {
  expect(orderOf(decode(orderWire, sample('order_response'), 'order'))).toEqual({
    clientId: 'testOrder123',
    orderId: '12345678',
    symbol: 'BTCUSDT',
    side: 'buy',
    status: 'new',
    qty: 0.001,
    filledQty: 0,
    averagePrice: 0,
    reduceOnly: false,
  });
});

test.skipIf(!here)(`a real list of open algo orders becomes conditional reports${why}`, () => {
  const wire = decode(algoOrdersWire, sample('open_algo_orders'), 'open algo orders');
  expect(wire.map(conditionalOf)).toEqual([
    {
      clientId: 'test-algo-order-1',
      algoId: '123456789',
      symbol: 'BTCUSDT',
      side: 'buy',
      type: 'stop-market',
      triggerPrice: 45_000,
      qty: 0.001,
      reduceOnly: false,
      status: 'live',
      orderId: undefined,
      createdAt: 1_625_474_304_765,
    },
  ]);
});

test.skipIf(!here)(
  `every market of a real exchangeInfo becomes an instrument, but for one that has no tick yet${why}`,
  async () => {
    const file = new URL('venue/exchangeInfo-testnet-2025-12-24.json.gz', DATA);
    const info: { symbols: { symbol: string }[] } = JSON.parse(gunzipSync(readFileSync(file)).toString());
    const { client, close } = await scriptedServer(() => ({ json: info }));
    const instruments = await binanceMarket(client).instruments();
    await close();
    const opened = info.symbols.map(each => each.symbol).filter(symbol => symbol !== 'OPENUSDT');
    expect(instruments.map(each => each.symbol)).toEqual(opened);
    for (const { tickSize, lot, marketLot, notionalMin } of instruments) {
      for (const step of [
        tickSize,
        lot.stepSize,
        lot.qtyMax,
        marketLot.stepSize,
        marketLot.qtyMax,
        notionalMin,
      ]) {
        expect(step).toBeGreaterThan(0);
      }
    }
  },
);

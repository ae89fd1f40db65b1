/** A client of the simulated exchange for its tests: signs as the venue asks, without a socket. */
import { createHmac } from 'node:crypto';
import { usd } from '../../../lib/desk/units.ts';
import { Exchange, type ExchangeOptions } from '../../../lib/local/exchange/exchange.ts';
import { flat, START, scriptedMarket } from '../../kit/scripted-market.ts';

export const KEYS = { apiKey: 'test-key', secret: 'test-secret' };

export const options = (more: Partial<ExchangeOptions> = {}): ExchangeOptions => ({
  market: scriptedMarket({ SOLUSDT: flat(100, 60), BTCUSDT: flat(50_000, 60) }),
  engine: { startAt: START, walletUsd: usd(15_000) },
  ...KEYS,
  ...more,
});

type Fields = Readonly<Record<string, string | number | boolean>>;
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
  readonly drop?: true;
}

/** Fields as the venue is sent them. */
const encode = (fields: Fields): string =>
  new URLSearchParams(Object.entries(fields).map(([k, v]): [string, string] => [k, String(v)])).toString();

/** A request as sent: `route` is method and path. Signed with the exchange's own time unless fields say otherwise. */
export class Client {
  readonly exchange: Exchange;
  constructor(exchange = new Exchange(options())) {
    this.exchange = exchange;
  }
  open(route: string, fields: Fields = {}): Reply {
    return this.send(route, encode(fields));
  }
  signed(route: string, fields: Fields = {}, keys = KEYS): Reply {
    const all = { timestamp: this.exchange.engine.now, ...fields };
    const query = encode(all);
    const signature = createHmac('sha256', keys.secret).update(query).digest('hex');
    return this.send(route, `${query}&signature=${signature}`, { 'x-mbx-apikey': keys.apiKey });
  }
  sim(route: string, body: unknown = {}): Reply {
    return this.send(route, JSON.stringify(body));
  }
  send(route: string, raw: string, headers: Record<string, string> = {}): Reply {
    const [method = 'GET', path = '/'] = route.split(' ');
    const answer = this.exchange.handle(method, path, raw, headers);
    return { ...answer, body: JSON.parse(answer.body) as Record<string, unknown> };
  }
}

export const ORDER = {
  symbol: 'SOLUSDT',
  side: 'BUY',
  type: 'MARKET',
  quantity: '9',
  newClientOrderId: 'entry-1',
};
export const STOP = {
  algoType: 'CONDITIONAL',
  symbol: 'SOLUSDT',
  side: 'SELL',
  type: 'STOP_MARKET',
  quantity: '9',
  reduceOnly: true,
  triggerPrice: '98',
  clientAlgoId: 'stop-1',
  workingType: 'MARK_PRICE',
};

import { Engine, type EngineOptions } from '../../sim/engine/engine.ts';
import type { SimMarket } from '../../sim/market.ts';
import { DaySpans } from '../../sim/shown/day.ts';
import { FundingTimes } from '../../sim/shown/funding-times.ts';
import { authenticate, type Credentials } from './auth.ts';
import { type CommandName, type Commands, carryOut, type Result } from './commands.ts';
import { Faults, faultBody } from './faults.ts';
import { Klines } from './klines.ts';
import { RequestCount } from './order-count.ts';
import { Params } from './params.ts';
import {
  ACCOUNT_ID,
  KEY_RIGHTS,
  type KeyRights,
  type Route,
  type RouteContext,
  type Routes,
} from './route.ts';
import { ACCOUNT_ROUTES } from './routes-account.ts';
import { MARKET_ROUTES } from './routes-market.ts';
import { ORDER_ROUTES } from './routes-orders.ts';
import { runSim, SIM_ROUTES } from './routes-sim.ts';
import { Store } from './store.ts';
import { Weight } from './weight.ts';
import { unwrap, WireError } from './wire-error.ts';

export interface ExchangeOptions extends Credentials {
  readonly market: SimMarket;
  readonly engine: EngineOptions;
  /** Where the state is kept; left out, it is lost with the process. */
  readonly stateFolder?: string;
  /** What the key may do, where that is not to read and trade futures and nothing else. */
  readonly keyRights?: Partial<KeyRights>;
  readonly accountId?: number;
}

/** What goes back over the wire. `drop`: nothing does, the connection is cut. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly drop?: true;
}
export type WireHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

const ROUTES: Routes = { ...MARKET_ROUTES, ...ACCOUNT_ROUTES, ...ORDER_ROUTES };
const HEADERS = { 'content-type': 'application/json;charset=UTF-8' };
const textOf = (body: object | string) => (typeof body === 'string' ? body : JSON.stringify(body));
const failure = (status: number, code: number, msg: string): WireAnswer => ({
  status,
  headers: HEADERS,
  body: JSON.stringify({ code, msg }),
});

/** The simulated exchange without its socket: one request in, one answer out, in order. */
export class Exchange {
  readonly engine: Engine;
  readonly #credentials: Credentials;
  readonly #store: Store | undefined;
  readonly #context: RouteContext;
  readonly #weight = new Weight();
  readonly #orderCount = new RequestCount();
  readonly #faults = new Faults();

  /** Throws an ExchangeStateError when the folder's state belongs to another market or cannot be read. */
  constructor(options: ExchangeOptions) {
    const { market, stateFolder } = options;
    this.#credentials = { apiKey: options.apiKey, secret: options.secret };
    this.#store = stateFolder === undefined ? undefined : new Store(stateFolder, market, options.engine);
    this.engine = this.#store?.engine ?? Engine.start(market, options.engine);
    this.#context = {
      engine: this.engine,
      market,
      klines: new Klines(market, this.engine),
      days: new DaySpans(market, this.engine),
      funding: new FundingTimes(market),
      keyRights: { ...KEY_RIGHTS, ...options.keyRights },
      accountId: options.accountId ?? ACCOUNT_ID,
      run: (name, payload) => this.#run(name, payload),
    };
  }

  /**
   * Answers one request. `raw` is the query string or the form body as sent, which is what the signature covers; for
   * /sim paths it is the JSON body.
   */
  handle(method: string, path: string, raw: string, headers: WireHeaders): WireAnswer {
    const key = `${method} ${path}`;
    const fault = path.startsWith('/sim/') ? undefined : this.#faults.take(key);
    if (fault !== undefined && fault.effect !== 'applied') return this.#fail(fault);
    const answer = this.#answer(key, path, raw, headers);
    return fault === undefined ? answer : this.#fail(fault);
  }

  #fail(fault: Parameters<typeof faultBody>[0]): WireAnswer {
    const answer = { ...faultBody(fault), headers: this.#headers('') };
    return fault.hang === true ? { ...answer, drop: true } : answer;
  }

  #headers = (key: string) => ({
    ...HEADERS,
    'X-MBX-USED-WEIGHT-1M': String(this.#weight.used),
    ...this.#orderCount.headers(key),
  });

  #answer(key: string, path: string, raw: string, headers: WireHeaders): WireAnswer {
    try {
      const sim = SIM_ROUTES[key];
      if (sim !== undefined) {
        return { status: 200, headers: HEADERS, body: textOf(runSim(sim, this.#context, raw, this.#faults)) };
      }
      const route = ROUTES[key];
      if (route === undefined)
        throw new WireError(404, -5000, `Path ${path}, Method ${key.split(' ')[0]} is invalid`);
      const body = textOf(this.#venue(key, route, raw, headers));
      return { status: 200, headers: this.#headers(key), body };
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const answer = failure(error.status, error.code, error.message);
      return {
        ...answer,
        headers: { ...this.#headers(key), ...(error.status === 429 ? { 'Retry-After': '60' } : {}) },
      };
    }
  }

  #venue(key: string, route: Route, raw: string, headers: WireHeaders): object | string {
    const params = new Params(raw);
    this.#weight.add(route.weight(params), this.engine.now);
    if (route.signed) {
      const apiKey = headers['x-mbx-apikey'];
      authenticate(
        raw,
        params,
        typeof apiKey === 'string' ? apiKey : undefined,
        this.#credentials,
        this.engine.now,
      );
    }
    this.#orderCount.add(key, this.engine.now, this.engine.rules['order-count']);
    return route.answer(this.#context, params);
  }

  #run<K extends CommandName>(name: K, payload: Commands[K]): Result<K> {
    const value = unwrap(carryOut(this.engine, name, payload));
    this.#store?.append(name, payload);
    return value;
  }
}

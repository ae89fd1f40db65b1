import binanceusdm from '../../../node_modules/ccxt/js/src/binanceusdm.js';
import { type EpochMs, epochMs, minuteOf } from '../../desk/units.ts';
import { PortError, type Rejection, type Unknown } from '../../ports.ts';
import { decode } from './decode.ts';
import type { ReadEndpoint, WriteEndpoint } from './endpoints.ts';
import {
  type CallFailure,
  NoAnswer,
  outcomeOf,
  portErrorOf,
  quotes,
  redact,
  VenueRefusal,
} from './errors.ts';
import { serverTimeWire } from './wire.ts';

/**
 * The one file that knows ccxt: it signs, encodes and sends. Imported by path, because the package's own entry
 * carries every exchange (a quarter of a second at start). Markets are never loaded; the desk names endpoints.
 */

export type Params = Readonly<Record<string, string | number>>;

/** An order's answer before it is decoded. */
export type Written = { readonly type: 'answered'; readonly answer: unknown } | Rejection | Unknown;

export interface BinanceOptions {
  /** Another origin that speaks the venue's protocol, such as `http://127.0.0.1:8080`. */
  readonly baseUrl?: string;
  /** The venue's own test network. */
  readonly demo?: boolean;
  readonly apiKey?: string;
  readonly secret?: string;
  /** How long one call may take, its body included. */
  readonly timeoutMs: number;
  /** The machine's clock, where it is not `Date.now`. */
  readonly now?: () => number;
}

/** Milliseconds that a signed request stays valid; the desk's rule for absent orders is built on it. */
export const RECV_WINDOW_MS = 5_000;

/** "Order does not exist", and the algo service's word for it. */
const NO_SUCH_ORDER = new Set([-2013, -2011]);

class Wire extends binanceusdm {
  /** The venue's last count, and when it was read. */
  used: { readonly weight: number; readonly at: number } | undefined;

  /** ccxt calls this with every answer; a refusal leaves it with status and code, which ccxt's own errors lose. */
  override handleErrors(
    status: number,
    reason: string,
    _url: string,
    _method: string,
    headers: Readonly<Record<string, unknown>>,
    body: string,
    answer: unknown,
  ): undefined {
    this.#noteWeight(headers);
    const { code, msg } = codeAndMessage(answer);
    const secrets = [this.apiKey, this.secret];
    // No endpoint of the desk's repeats a key. What does is nobody to be believed, nor to be quoted field by field.
    // Where a body escapes anything, what it means is looked at too.
    if (quotes(body, secrets) || (body.includes('\\') && quotes(JSON.stringify(answer) ?? '', secrets)))
      throw new VenueRefusal(status, code, 'the answer repeats the API key or its secret, and is not read');
    if (status >= 400 || (code !== undefined && code < 0)) {
      const said = msg ?? (body.trimStart().startsWith('<') ? reason : body);
      throw new VenueRefusal(status, code, redact(said === '' ? reason : said, secrets));
    }
    return undefined;
  }

  #noteWeight(headers: Readonly<Record<string, unknown>>): void {
    const name = Object.keys(headers).find(key => key.toLowerCase() === 'x-mbx-used-weight-1m');
    const weight = name === undefined ? Number.NaN : Number(headers[name]);
    if (Number.isFinite(weight)) this.used = { weight, at: this.milliseconds() };
  }
}

export class BinanceClient {
  readonly hasKeys: boolean;
  readonly #wire: Wire;
  readonly #timeoutMs: number;
  readonly #now: () => number;
  readonly #secrets: readonly string[];
  #synced: Promise<EpochMs | undefined> | undefined;

  constructor({
    baseUrl,
    demo = false,
    apiKey = '',
    secret = '',
    timeoutMs,
    now = Date.now,
  }: BinanceOptions) {
    this.hasKeys = apiKey !== '' && secret !== '';
    this.#secrets = [apiKey, secret];
    this.#timeoutMs = timeoutMs;
    this.#now = now;
    this.#wire = new Wire({
      apiKey,
      secret,
      timeout: timeoutMs,
      // The venue's own count of the weight is the budget; ccxt would queue by an estimate of its own.
      enableRateLimit: false,
      enableLastHttpResponse: false,
      enableLastJsonResponse: false,
      enableLastResponseHeaders: false,
      options: { fetchCurrencies: false, fetchMargins: false, recvWindow: RECV_WINDOW_MS },
    });
    this.#wire.milliseconds = now;
    if (demo) this.#wire.enableDemoTrading(true);
    if (baseUrl !== undefined) moveToOrigin(this.#wire.urls, baseUrl);
  }

  /**
   * One read; the answer is decoded JSON that nobody has checked. Throws a PortError. A clock that is off (-1021) is
   * measured and the read repeated once; nothing else is ever repeated here.
   */
  async read(endpoint: ReadEndpoint, params: Params = {}): Promise<unknown> {
    try {
      return await this.#ask(endpoint, params);
    } catch (failure) {
      throw this.#portError(failure);
    }
  }

  /** A read of one order: undefined where the venue says that it knows none such. Throws like `read`. */
  async find(endpoint: ReadEndpoint, params: Params): Promise<unknown> {
    try {
      return await this.#ask(endpoint, params);
    } catch (failure) {
      if (failure instanceof VenueRefusal && NO_SUCH_ORDER.has(failure.code ?? 0)) return undefined;
      throw this.#portError(failure);
    }
  }

  /** One order, sent once whatever happens: what comes of it is an outcome, never a throw (I10). */
  async write(endpoint: WriteEndpoint, params: Params): Promise<Written> {
    try {
      return { type: 'answered', answer: await this.#send(endpoint, params) };
    } catch (failure) {
      if (isClockOff(failure)) this.#synced = undefined;
      return outcomeOf(this.#failureOf(failure));
    }
  }

  /** Measures how far this machine's clock is from the venue's and signs by the venue's from now on (I20). */
  async syncTime(): Promise<EpochMs> {
    const before = this.#now();
    const { serverTime } = decode(serverTimeWire, await this.read('fapiPublicGetTime'), 'server time');
    // The reading was taken half a round trip ago, as far as anyone can tell.
    this.#wire.options.timeDifference = Math.round((before + this.#now()) / 2) - serverTime;
    this.#synced = Promise.resolve(epochMs(serverTime));
    return epochMs(serverTime);
  }

  /** The venue's time by the last measurement; the first one is taken now if there is none. */
  async now(): Promise<EpochMs> {
    await this.#syncOnce();
    return epochMs(this.#wire.nonce());
  }

  /** Where the futures are asked, without a scheme: `fapi.binance.com`. */
  get host(): string {
    const { api } = this.#wire.urls as { readonly api?: Readonly<Record<string, string>> };
    return new URL(api?.fapiPublic ?? '').host;
  }

  /** Request weight this address has used in the running minute, as of its last answer; undefined before there is one. */
  usedWeight(): number | undefined {
    const { used } = this.#wire;
    const isOfThisMinute = used !== undefined && minuteOf(used.at) === minuteOf(this.#now());
    return isOfThisMinute ? used.weight : undefined;
  }

  /** Closes connections that are kept alive. */
  async close(): Promise<void> {
    await this.#wire.close();
  }

  async #ask(endpoint: ReadEndpoint, params: Params): Promise<unknown> {
    try {
      return await this.#send(endpoint, params);
    } catch (failure) {
      if (!isClockOff(failure)) throw failure;
    }
    await this.syncTime();
    return await this.#send(endpoint, params);
  }

  async #send(endpoint: ReadEndpoint | WriteEndpoint, params: Params): Promise<unknown> {
    if (!endpoint.startsWith('fapiPublic')) await this.#syncOnce();
    return await within(this.#timeoutMs, this.#wire[endpoint]({ ...params }));
  }

  /** Before the first signature. If it fails, the signed call itself will tell what is wrong. */
  async #syncOnce(): Promise<void> {
    this.#synced ??= this.syncTime().catch(() => {
      this.#synced = undefined;
      return undefined;
    });
    await this.#synced;
  }

  #portError(error: unknown): PortError {
    return error instanceof PortError ? error : portErrorOf(this.#failureOf(error));
  }

  /** ccxt names the full address, signature and all, in its network errors: only the tail of these is kept. */
  #failureOf(error: unknown): CallFailure {
    if (error instanceof VenueRefusal || error instanceof NoAnswer) return error;
    if (error instanceof Error && error.name === 'RequestTimeout') return noAnswerWithin(this.#timeoutMs);
    const said = error instanceof Error ? error.message : 'no reason given';
    const tail = said.includes('fetch failed') ? said.slice(said.indexOf('fetch failed')) : said;
    return new NoAnswer(`no answer from the venue: ${redact(tail, this.#secrets)}`);
  }
}

/** A client of the venue, or of whatever speaks its protocol at `baseUrl`. Sends nothing yet. */
export const binanceClient = (options: BinanceOptions) => new BinanceClient(options);

/** The client, if it can sign. Throws a PortError if it has no keys. */
export function signing<C extends { readonly hasKeys: boolean }>(client: C): C {
  if (!client.hasKeys) throw new PortError('unauthorised', 'the venue needs an API key and its secret');
  return client;
}

const isClockOff = (failure: unknown) => failure instanceof VenueRefusal && failure.code === -1021;
const noAnswerWithin = (ms: number) => new NoAnswer(`no answer from the venue within ${ms} ms`);

/** ccxt's own timeout ends with the headers; a body that never ends would hold the tick for minutes. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(noAnswerWithin(ms)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function moveToOrigin(urls: { api?: unknown }, baseUrl: string): void {
  const { origin } = new URL(baseUrl);
  urls.api = Object.fromEntries(
    Object.entries(urls.api ?? {}).map(([name, url]) => [name, `${origin}${new URL(String(url)).pathname}`]),
  );
}

function codeAndMessage(answer: unknown): { code: number | undefined; msg: string | undefined } {
  if (typeof answer !== 'object' || answer === null) return { code: undefined, msg: undefined };
  const code = 'code' in answer ? codeOf(answer.code) : undefined;
  const msg = 'msg' in answer && typeof answer.msg === 'string' ? answer.msg : undefined;
  return { code, msg };
}

/** A whole number, or one as text; `Number` would make a code of null and of a list, too. */
function codeOf(given: unknown): number | undefined {
  const code = typeof given === 'string' && /^-?\d{1,6}$/.test(given) ? Number(given) : given;
  return typeof code === 'number' && Number.isSafeInteger(code) ? code : undefined;
}

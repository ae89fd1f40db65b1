import type { Engine } from '../../sim/engine/engine.ts';
import type { SimMarket } from '../../sim/market.ts';
import type { DaySpans } from '../../sim/shown/day.ts';
import type { FundingTimes } from '../../sim/shown/funding-times.ts';
import type { CommandName, Commands, Result } from './commands.ts';
import type { Klines } from './klines.ts';
import type { Params } from './params.ts';

/** Rights of an API key, and the kind of its account, that a careful desk looks at before it trades. */
export interface KeyRights {
  readonly futures: boolean;
  readonly withdrawals: boolean;
  /** Between accounts of the same person. */
  readonly transfers: boolean;
  /** Bound to a list of addresses. */
  readonly ipRestricted: boolean;
  /** The account's, in fact: its margin is one for spot and futures, and other endpoints serve it. */
  readonly portfolioMargin: boolean;
  /** When a key that is bound to no address stops trading. */
  readonly tradingEndsAt?: number;
}
export const KEY_RIGHTS: KeyRights = {
  futures: true,
  withdrawals: false,
  transfers: false,
  ipRestricted: false,
  portfolioMargin: false,
};
/** The number that the venue shows the account's owner. */
export const ACCOUNT_ID = 100_200_300;

/** What a route works with. */
export interface RouteContext {
  readonly engine: Engine;
  readonly market: SimMarket;
  readonly klines: Klines;
  readonly days: DaySpans;
  readonly funding: FundingTimes;
  readonly keyRights: KeyRights;
  readonly accountId: number;
  /** Carries a command out and writes it down; throws the engine's refusal. */
  run<K extends CommandName>(name: K, payload: Commands[K]): Result<K>;
}

/** One endpoint. `answer` returns the body as an object, or as JSON text already made. */
export interface Route {
  readonly signed: boolean;
  readonly weight: (params: Params) => number;
  readonly answer: (context: RouteContext, params: Params) => object | string;
}
export type Routes = Readonly<Record<string, Route>>;

export const open = (weight: number | ((params: Params) => number), answer: Route['answer']): Route => ({
  signed: false,
  weight: typeof weight === 'number' ? () => weight : weight,
  answer,
});
export const signed = (weight: number | ((params: Params) => number), answer: Route['answer']): Route => ({
  ...open(weight, answer),
  signed: true,
});
/** Weight of an endpoint that costs more when it is asked for every symbol. */
export const perSymbol = (one: number, all: number) => (params: Params) =>
  params.text('symbol') === undefined ? all : one;

import {
  epochMs,
  type Minute,
  minuteOf,
  price,
  type Qty,
  type SymbolId,
  type Usd,
} from '../../desk/units.ts';
import type { SimInstrument, SimMarket } from '../market.ts';
import { type AccountView, accountView, type PositionView, positionView } from './account.ts';
import { type AlgoInstruction, cancelAlgo, placeAlgo } from './algos.ts';
import { Core } from './core.ts';
import { deleverage } from './deleverage.ts';
import type { Level, ShownBook } from './ladder.ts';
import { cancelOrder, type OrderInstruction, placeOrder } from './orders.ts';
import { playMinute } from './play.ts';
import { type Answer, refuse } from './refusal.ts';
import { type Rules, rulesWith } from './rules.ts';
import { type LeverageSet, setHedgeMode, setLeverage, setMarginType } from './settings.ts';
import type {
  AccountKind,
  AlgoState,
  BookShape,
  EngineState,
  FeeRates,
  IncomeState,
  MarginType,
  OrderState,
  SymbolSetting,
  TradeState,
} from './state.ts';
import { transfer, transferBnb } from './transfer.ts';

export interface EngineOptions {
  /** The minute the account begins in. */
  readonly startAt: Minute;
  readonly walletUsd: Usd;
  readonly accountKind?: AccountKind;
  /** Fractions of notional; 0.0002 and 0.0005 when left out. */
  readonly fees?: FeeRates;
  /** Venue rules to switch off. */
  readonly rules?: Partial<Rules>;
}

/** An order by its number or by its client id; the number wins. */
export interface OrderKey {
  readonly id?: number;
  readonly clientId?: string;
}

/**
 * A perpetual-futures venue over one-minute bars: deterministic, synchronous, without clock or chance. Time stands
 * still until `advance`. Objects that queries return are the engine's own and must not be written to.
 */
export class Engine {
  readonly #core: Core;

  private constructor(core: Core) {
    this.#core = core;
  }

  static start(market: SimMarket, options: EngineOptions): Engine {
    const now = epochMs(minuteOf(options.startAt));
    const state: EngineState = {
      accountKind: options.accountKind ?? 'usdt-isolated',
      fees: options.fees ?? { maker: 0.0002, taker: 0.0005 },
      startedAt: now,
      rules: rulesWith(options.rules),
      now,
      walletUsd: options.walletUsd,
      lastId: 0,
      hedgeMode: false,
      feeBurn: false,
      bnb: 0,
      books: {},
      settings: {},
      positions: {},
      orders: [],
      algos: [],
      trades: [],
      income: [],
      accepted: [],
      safety: { unprotectedMinutes: 0, duplicateOrders: 0 },
    };
    return new Engine(new Core(state, market));
  }

  /**
   * Goes on from a snapshot; the market must be the one it was taken over. Takes the state over: do not reuse it. What
   * an older snapshot does not hold begins as in a new account.
   */
  static restore(state: EngineState, market: SimMarket): Engine {
    const older: Partial<EngineState> = state;
    const { books = {}, feeBurn = false, bnb = 0 } = older;
    return new Engine(new Core({ ...state, books, feeBurn, bnb, rules: rulesWith(older.rules) }, market));
  }

  /** A copy of everything remembered, as plain JSON data. */
  snapshot(): EngineState {
    return structuredClone(this.#core.state);
  }

  // ---- time ----

  get now() {
    return this.#core.state.now;
  }

  /** Plays whole minutes until `toMs`; an instant inside a minute counts as its start, an earlier one as now. */
  advance(toMs: number): void {
    const until = minuteOf(toMs);
    while (this.now < until) playMinute(this.#core, minuteOf(this.now));
  }

  // ---- instructions ----

  placeOrder = (order: OrderInstruction): Answer<OrderState> => placeOrder(this.#core, order);
  placeAlgo = (algo: AlgoInstruction): Answer<AlgoState> => placeAlgo(this.#core, algo);

  cancelOrder(symbol: SymbolId, key: OrderKey): Answer<OrderState> {
    return cancelOrder(this.#core, this.order(symbol, key));
  }
  cancelAlgo = (key: OrderKey): Answer<AlgoState> => cancelAlgo(this.#core, this.algo(key));

  /** Cancels the symbol's resting orders; conditional ones stay. */
  cancelOrders(symbol: SymbolId): Answer<number> {
    if (!this.#core.instruments.has(symbol)) return refuse.badSymbol();
    const open = this.#core.openOrdersOf(symbol);
    for (const order of open) cancelOrder(this.#core, order);
    return { type: 'accepted', value: open.length };
  }
  cancelAlgos(symbol: SymbolId): Answer<number> {
    if (!this.#core.instruments.has(symbol)) return refuse.badSymbol();
    const live = this.#core.liveAlgosOf(symbol);
    for (const algo of live) cancelAlgo(this.#core, algo);
    return { type: 'accepted', value: live.length };
  }

  setLeverage = (symbol: SymbolId, times: number): Answer<LeverageSet> =>
    setLeverage(this.#core, symbol, times);
  setMarginType = (symbol: SymbolId, type: MarginType): Answer<MarginType> =>
    setMarginType(this.#core, symbol, type);
  setHedgeMode = (hedge: boolean): Answer<boolean> => setHedgeMode(this.#core, hedge);
  /** What only the venue, or a person at the bank, can do. */
  deleverage = (symbol: SymbolId, amount: Qty): Answer<OrderState> => deleverage(this.#core, symbol, amount);
  transfer = (amountUsd: Usd): Answer<Usd> => transfer(this.#core, amountUsd);
  transferBnb = (amount: number): Answer<number> => transferBnb(this.#core, amount);
  setFeeBurn(on: boolean): void {
    this.#core.state.feeBurn = on;
  }
  /** Bends a symbol's book from now on. */
  setBook(symbol: SymbolId, shape: BookShape): Answer<BookShape> {
    if (!this.#core.instruments.has(symbol)) return refuse.badSymbol();
    this.#core.state.books[symbol] = shape;
    return { type: 'accepted', value: shape };
  }
  /** The book that orders in a symbol meet until time goes on, where it is known rather than made. */
  showBook(symbol: SymbolId, book: ShownBook): Answer<ShownBook> {
    if (!this.#core.instruments.has(symbol)) return refuse.badSymbol();
    this.#core.showBook(symbol, book);
    return { type: 'accepted', value: book };
  }
  setRules(changes: Partial<Rules>): void {
    this.#core.state.rules = { ...this.#core.state.rules, ...changes };
  }

  // ---- queries ----

  /** The prices that it plays over. */
  get market(): SimMarket {
    return this.#core.market;
  }
  get state(): Readonly<EngineState> {
    return this.#core.state;
  }
  get rules(): Rules {
    return this.#core.state.rules;
  }
  instrument = (symbol: SymbolId): SimInstrument | undefined => this.#core.instruments.get(symbol);
  instruments = (): readonly SimInstrument[] => [...this.#core.instruments.values()];
  /** Mark, index and last price are one. Undefined for a coin that has not traded yet. */
  priceOf = (symbol: SymbolId) => this.#core.priceOf(symbol);
  settingOf = (symbol: SymbolId): SymbolSetting => this.#core.settingOf(symbol);

  /** The book as it stands now, best level first; empty before the first trade. */
  depth(symbol: SymbolId): { readonly bids: readonly Level[]; readonly asks: readonly Level[] } {
    const instrument = this.#core.instruments.get(symbol);
    const mid = this.#core.priceOf(symbol) ?? price(0);
    if (instrument === undefined || mid === 0) return { bids: [], asks: [] };
    return { bids: this.#core.book(symbol, mid, 'sell'), asks: this.#core.book(symbol, mid, 'buy') };
  }
  /** Best bid and ask alone: cheap enough for every symbol at once. */
  best(symbol: SymbolId): { readonly bid: Level; readonly ask: Level } | undefined {
    const mid = this.#core.priceOf(symbol);
    if (!this.#core.instruments.has(symbol) || mid === undefined) return undefined;
    const [bid] = this.#core.book(symbol, mid, 'sell', 1);
    const [ask] = this.#core.book(symbol, mid, 'buy', 1);
    return bid === undefined || ask === undefined ? undefined : { bid, ask };
  }

  account = (): AccountView => accountView(this.#core);
  positions = (): readonly PositionView[] =>
    Object.values(this.#core.state.positions).map(position => positionView(this.#core, position));

  order(symbol: SymbolId, key: OrderKey): OrderState | undefined {
    const found =
      key.id === undefined ? this.#core.orderByClientId(key.clientId ?? '') : this.#core.orderById(key.id);
    return found?.symbol === symbol ? found : undefined;
  }
  algo(key: OrderKey): AlgoState | undefined {
    if (key.id !== undefined) return this.#core.algoById(key.id);
    return key.clientId === undefined ? undefined : this.#core.algoByClientId(key.clientId);
  }
  openOrders = (symbol?: SymbolId): readonly OrderState[] =>
    symbol === undefined ? this.#core.openOrders() : this.#core.openOrdersOf(symbol);
  openAlgos = (symbol?: SymbolId): readonly AlgoState[] =>
    symbol === undefined ? this.#core.liveAlgos() : this.#core.liveAlgosOf(symbol);
  trades = (): readonly TradeState[] => this.#core.state.trades;
  income = (): readonly IncomeState[] => this.#core.state.income;
}

import {
  absQty,
  type EpochMs,
  leverage,
  type OrderSide,
  type Price,
  type SymbolId,
  signedQty,
} from '../../desk/units.ts';
import type { SimInstrument, SimMarket } from '../market.ts';
import { CRASH_DEPTH, CrashWatch } from './crash.ts';
import { type Level, ladder, type ShownBook } from './ladder.ts';
import { leverageMaxOf } from './margin.ts';
import { PriceBook } from './prices.ts';
import type { AlgoState, BookShape, EngineState, OrderState, PositionState, SymbolSetting } from './state.ts';

const DEFAULT_LEVERAGE = 20;

const push = <T>(map: Map<string, T[]>, key: string, item: T) => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
};

/**
 * The engine's state with what is derived from it: indexes over what is live, and the instant that events are stamped
 * with. The other files of this folder are functions over it; nothing here decides anything.
 */
export class Core {
  readonly state: EngineState;
  readonly market: SimMarket;
  readonly instruments: ReadonlyMap<string, SimInstrument>;
  /** Stamp of what happens now: `state.now`, or an instant inside the bar that is being played. */
  at: EpochMs;
  /** True while a bar is played that is a crash in itself. */
  inCrash = false;
  readonly #prices: PriceBook;
  readonly #shownBooks = new Map<string, ShownBook>();
  readonly #crashes: CrashWatch;
  readonly #liveAlgos = new Map<string, AlgoState[]>();
  readonly #openOrders = new Map<string, OrderState[]>();
  readonly #orderById = new Map<number, OrderState>();
  readonly #orderByClientId = new Map<string, OrderState>();
  readonly #algoById = new Map<number, AlgoState>();
  readonly #algoByClientId = new Map<string, AlgoState>();
  readonly #usedIds = new Set<string>();

  constructor(state: EngineState, market: SimMarket) {
    this.state = state;
    this.market = market;
    this.at = state.now;
    this.instruments = new Map(market.instruments().map(instrument => [instrument.symbol, instrument]));
    this.#prices = new PriceBook(market);
    this.#crashes = new CrashWatch(market);
    for (const order of state.orders) this.#indexOrder(order);
    for (const algo of state.algos) this.#indexAlgo(algo);
    for (const line of state.accepted) this.#usedIds.add(`${line.kind}:${line.clientId}`);
  }

  nextId(): number {
    this.state.lastId += 1;
    return this.state.lastId;
  }

  /** The price that everything is measured at now; mark, index and last price are one in this market. */
  priceOf(symbol: SymbolId): Price | undefined {
    if (this.isSettled(symbol)) return undefined;
    return this.#prices.at(symbol, this.state.now);
  }

  markOf(position: PositionState): Price {
    return this.priceOf(position.symbol) ?? position.entryPrice;
  }

  instrumentOf(symbol: SymbolId): SimInstrument {
    const instrument = this.instruments.get(symbol);
    if (instrument === undefined) throw new Error(`no instrument ${symbol}: it should have been refused`);
    return instrument;
  }

  settingOf(symbol: SymbolId): SymbolSetting {
    const existing = this.state.settings[symbol];
    if (existing !== undefined) return existing;
    const times = Math.min(DEFAULT_LEVERAGE, leverageMaxOf(this.instrumentOf(symbol).tiers));
    return { leverage: leverage(times), marginType: 'CROSSED' };
  }

  /** True from the delivery date on: the symbol trades no more. */
  isSettled(symbol: SymbolId): boolean {
    const deliveryAt = this.instruments.get(symbol)?.deliveryAt ?? Number.POSITIVE_INFINITY;
    return this.state.rules.settlement && this.state.now >= deliveryAt;
  }

  /** The side of the symbol's book that an order of `side` trades against, around `mid`. */
  book(symbol: SymbolId, mid: Price, side: OrderSide, levels?: number): Level[] {
    const shown = this.#shownBooks.get(symbol);
    if (shown !== undefined) return (side === 'buy' ? shown.asks : shown.bids).slice(0, levels);
    return ladder(this.instrumentOf(symbol), mid, side, levels, this.#shapeOf(symbol));
  }

  /** True in a crash and for a while after it. */
  isThin(symbol: SymbolId): boolean {
    const { rules, now } = this.state;
    return rules['crash-gap'] && (this.inCrash || this.#crashes.isThin(symbol, now));
  }

  /** The book as it was bent by hand, and as a crash has thinned it. */
  #shapeOf(symbol: SymbolId): BookShape | undefined {
    const bent = this.state.books[symbol];
    if (!this.isThin(symbol)) return bent;
    return { spreadFraction: bent?.spreadFraction ?? 0, depthTimes: (bent?.depthTimes ?? 1) * CRASH_DEPTH };
  }

  /** A real book in the place of the made one, until time goes on. It is no part of the state. */
  showBook(symbol: SymbolId, book: ShownBook): void {
    this.#shownBooks.set(symbol, book);
  }
  dropShownBooks(): void {
    this.#shownBooks.clear();
  }

  positionOf(symbol: SymbolId): PositionState | undefined {
    return this.state.positions[symbol];
  }

  /** What an order of this side could reduce: the position's quantity, or zero. */
  reducibleQty(symbol: SymbolId, side: OrderSide): number {
    const position = this.positionOf(symbol);
    if (position === undefined || position.qty > 0 === (side === 'buy')) return 0;
    return absQty(position.qty);
  }

  signedFill = (side: OrderSide, amount: number) => signedQty(side === 'buy' ? amount : -amount);

  // ---- orders ----

  addOrder(order: OrderState): void {
    this.state.orders.push(order);
    this.#indexOrder(order);
  }
  #indexOrder(order: OrderState): void {
    this.#orderById.set(order.orderId, order);
    this.#orderByClientId.set(order.clientId, order);
    if (order.status === 'NEW' || order.status === 'PARTIALLY_FILLED')
      push(this.#openOrders, order.symbol, order);
  }
  endOrder(order: OrderState, status: OrderState['status']): void {
    order.status = status;
    order.updatedAt = this.at;
    this.#drop(this.#openOrders, order.symbol, order);
  }
  openOrdersOf(symbol: SymbolId): readonly OrderState[] {
    return this.#openOrders.get(symbol) ?? [];
  }
  openOrders(): readonly OrderState[] {
    return [...this.#openOrders.values()].flat().toSorted((a, b) => a.orderId - b.orderId);
  }
  orderById = (id: number) => this.#orderById.get(id);
  orderByClientId = (clientId: string) => this.#orderByClientId.get(clientId);

  // ---- conditional orders ----

  addAlgo(algo: AlgoState): void {
    this.state.algos.push(algo);
    this.#indexAlgo(algo);
  }
  #indexAlgo(algo: AlgoState): void {
    this.#algoById.set(algo.algoId, algo);
    this.#algoByClientId.set(algo.clientId, algo);
    if (algo.status === 'NEW') push(this.#liveAlgos, algo.symbol, algo);
  }
  endAlgo(algo: AlgoState, status: AlgoState['status'], because = ''): void {
    algo.status = status;
    algo.because = because;
    algo.updatedAt = this.at;
    this.#drop(this.#liveAlgos, algo.symbol, algo);
  }
  liveAlgosOf(symbol: SymbolId): readonly AlgoState[] {
    return this.#liveAlgos.get(symbol) ?? [];
  }
  liveAlgos(): readonly AlgoState[] {
    return [...this.#liveAlgos.values()].flat().toSorted((a, b) => a.algoId - b.algoId);
  }
  algoById = (id: number) => this.#algoById.get(id);
  algoByClientId = (clientId: string) => this.#algoByClientId.get(clientId);

  #drop<T>(map: Map<string, T[]>, key: string, item: T): void {
    const left = map.get(key)?.filter(other => other !== item) ?? [];
    if (left.length === 0) map.delete(key);
    else map.set(key, left);
  }

  /** Symbols that a bar could do something to, in alphabetical order so that a run is repeatable after a restore. */
  busySymbols(): SymbolId[] {
    const busy = new Set([
      ...Object.keys(this.state.positions),
      ...this.#liveAlgos.keys(),
      ...this.#openOrders.keys(),
    ]);
    return [...busy].sort() as SymbolId[];
  }

  // ---- client ids ----

  hasUsed = (kind: 'order' | 'algo', clientId: string) => this.#usedIds.has(`${kind}:${clientId}`);
  markUsed = (kind: 'order' | 'algo', clientId: string) => void this.#usedIds.add(`${kind}:${clientId}`);
}

import { binanceClient } from '../../lib/adapters/binance/client.ts';
import { binanceMarket } from '../../lib/adapters/binance/market.ts';
import { binanceVenue } from '../../lib/adapters/binance/venue.ts';
import { guardStoreAtHand } from '../../lib/adapters/guard-store-at-hand.ts';
import { type MemoryLimitStore, memoryLimitStore } from '../../lib/adapters/memory/limit-store.ts';
import { type MemoryStore, memoryStore } from '../../lib/adapters/memory/store.ts';
import { forcedSignals } from '../../lib/adapters/signals.ts';
import { warmMarket } from '../../lib/adapters/warm-market.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { PROFILES } from '../../lib/desk/limits/profiles.ts';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import {
  epochMs,
  fraction,
  type Minute,
  minutesAfter,
  type Side,
  symbolId,
  usd,
} from '../../lib/desk/units.ts';
import type { GuardDesk } from '../../lib/guard/desk.ts';
import { guard } from '../../lib/guard.ts';
import type { Exchange } from '../../lib/local/exchange/exchange.ts';
import type { Fault } from '../../lib/local/exchange/faults.ts';
import { startExchange } from '../../lib/local/exchange/server.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import type { TickEnd } from '../../lib/minute/tick.ts';
import { enter, monitor, scan } from '../../lib/minute.ts';
import type { GuardStore, Market, Venue } from '../../lib/ports.ts';
import { Engine, type EngineOptions } from '../../lib/sim/engine/engine.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import { simMarketPort } from '../../lib/sim/market-port.ts';
import { simVenue } from '../../lib/sim/venue.ts';
import { type ScriptedBar, START, scriptedMarket } from './scripted-market.ts';

/**
 * A desk of the real minute with its stores in memory, over the matching engine: through the real venue adapter and HTTP,
 * or in this process.
 */
export interface TestDesk {
  readonly desk: Desk;
  readonly guardDesk: GuardDesk;
  readonly engine: Engine;
  /** The exchange's wire, which a desk in process does not have: asking for it throws. */
  readonly exchange: Exchange;
  readonly store: MemoryStore;
  readonly limits: MemoryLimitStore;
  now(): Minute;
  /** One minute as the scheduler runs it: guardian, monitor, enter, scan, and then time goes on. */
  minute(): Promise<void>;
  minutes(n: number): Promise<void>;
  guard(): Promise<TickEnd>;
  monitor(): Promise<TickEnd>;
  enter(): Promise<TickEnd>;
  advance(n?: number): Promise<void>;
  /** What the next requests meet. Throws in process, where nothing is requested. */
  faults(...faults: Fault[]): void;
  journal(): Promise<JournalRecord[]>;
  /** The records of one type. */
  records<T extends JournalRecord['type']>(type: T): Promise<Extract<JournalRecord, { type: T }>[]>;
  close(): Promise<void>;
}

export interface TestDeskOptions {
  readonly market: SimMarket;
  readonly startAt?: Minute;
  readonly equityUsd?: number;
  readonly profile?: string;
  readonly limits?: Readonly<Record<string, string>>;
  readonly signals?: readonly Signal[];
  readonly accountKind?: 'usdt-isolated' | 'credits-cross';
  /** How the desk reaches the engine; `http` when left out. */
  readonly over?: 'http' | 'process';
  /** Replaces ports, to sabotage the desk or to watch it. */
  readonly change?: (desk: Desk) => Partial<Desk>;
  readonly changeGuard?: (desk: GuardDesk) => Partial<GuardDesk>;
  /** Where the guardian keeps its item, for a desk whose store is not the kit's. */
  readonly guardStore?: GuardStore;
}

const KEY = { apiKey: 'test-key', secret: 'test-secret' };

export async function aDesk(options: TestDeskOptions): Promise<TestDesk> {
  const {
    market,
    equityUsd = 10_000,
    startAt = WARM,
    accountKind = 'usdt-isolated',
    over = 'http',
  } = options;
  const engineOptions: EngineOptions = { startAt, walletUsd: usd(equityUsd), accountKind };
  const world = over === 'http' ? await overHttp(market, engineOptions) : inProcess(market, engineOptions);
  const { engine } = world;
  const now = () => engine.now;
  const store = memoryStore();
  const limits = memoryLimitStore({ ...PROFILES[options.profile ?? ''], ...options.limits });
  const plain: Desk = {
    name: 'test',
    mode: 'embedded',
    clock: { now: () => epochMs(now()), sleep: async () => {} },
    market: world.market,
    venue: world.venue,
    store,
    limits,
    signals: forcedSignals(options.signals ?? []),
    journal: store,
    history: store,
    metrics: { emit: () => {} },
    watermarkWaitMs: 0,
  };
  const desk: Desk = { ...plain, ...options.change?.(plain) };
  const at = () => now() as Minute;
  const plainGuard: GuardDesk = {
    name: plain.name,
    mode: plain.mode,
    clock: plain.clock,
    market: warmMarket(plain.market, plain.clock),
    venue: plain.venue,
    book: desk.store,
    limits,
    store: guardStoreAtHand(options.guardStore ?? store.guard),
    journal: desk.journal,
    metrics: plain.metrics,
    secondLookMs: 0,
  };
  const guardDesk: GuardDesk = { ...plainGuard, ...options.changeGuard?.(plainGuard) };
  const watch = () => guard(guardDesk, at());
  // A guardian is at work before the trader is: without its heartbeat nothing is opened.
  await watch();
  const journal = async () => {
    const records: JournalRecord[] = [];
    for await (const record of store.journal({ from: epochMs(0) as Minute, to: at() })) records.push(record);
    return records;
  };
  const advance = async (n = 1) => {
    engine.advance(minutesAfter(at(), n));
  };
  const minute = async () => {
    await watch();
    for (const run of [monitor, enter, scan]) await run(desk, at());
    await advance();
  };
  return {
    desk,
    guardDesk,
    engine,
    get exchange() {
      return world.exchange();
    },
    store,
    limits,
    now: at,
    minute,
    minutes: async n => {
      for (let i = 0; i < n; i += 1) await minute();
    },
    guard: watch,
    monitor: () => monitor(desk, at()),
    enter: () => enter(desk, at()),
    advance,
    faults: (...list) => void world.exchange().handle('POST', '/sim/faults', JSON.stringify(list), {}),
    journal,
    records: async type => (await journal()).filter(record => record.type === type) as never,
    close: () => world.close(),
  };
}

/** The engine and the two ports over it. */
interface World {
  readonly engine: Engine;
  readonly market: Market;
  readonly venue: Venue;
  exchange(): Exchange;
  close(): Promise<void>;
}

async function overHttp(market: SimMarket, engine: EngineOptions): Promise<World> {
  const server = await startExchange({ ...KEY, market, engine });
  const { exchange } = server;
  const now = () => exchange.engine.now;
  const client = binanceClient({ ...KEY, baseUrl: server.url, timeoutMs: 2_000, now });
  return {
    engine: exchange.engine,
    market: binanceMarket(client),
    venue: binanceVenue(client),
    exchange: () => exchange,
    close: async () => {
      await client.close();
      await server.close();
    },
  };
}

function inProcess(market: SimMarket, options: EngineOptions): World {
  const engine = Engine.start(market, options);
  return {
    engine,
    market: simMarketPort(engine),
    venue: simVenue(engine),
    exchange: () => {
      throw new Error("a desk in process has no wire: take over: 'http' for faults and requests");
    },
    close: async () => {},
  };
}

/** How many minutes a market must have had before a signal: enough signal bars for the ATR. */
export const WARM_MINUTES = 16 * 15;
export const WARM: Minute = minutesAfter(START, WARM_MINUTES);

/**
 * A coin that stands at a price, each quarter of an hour swinging once by `atrFraction` of it, so that its ATR is just
 * that; then the bars of the test.
 */
export function warmedUp(at: number, atrFraction: number, then: readonly ScriptedBar[]): ScriptedBar[] {
  const half = (at * atrFraction) / 2;
  const swing: ScriptedBar = [at, at + half, at - half, at];
  const still: ScriptedBar = [at, at, at, at];
  const quarter = [swing, ...Array.from({ length: 14 }, () => still)];
  return [...Array.from({ length: WARM_MINUTES / 15 }, () => quarter).flat(), ...then];
}

/** A market of one coin, warmed up. */
export const coinMarket = (
  then: readonly ScriptedBar[],
  extra: Parameters<typeof scriptedMarket>[1] & { readonly at?: number; readonly atrFraction?: number } = {},
): SimMarket =>
  scriptedMarket({ COINUSDT: warmedUp(extra.at ?? 100, extra.atrFraction ?? 0.00533, then) }, extra);

export const aSignalAt = (
  minutes: number,
  side: Side = 'long',
  symbol = 'COINUSDT',
  confidence = 0.75,
): Signal => ({
  symbol: symbolId(symbol),
  side,
  at: minutesAfter(WARM, minutes),
  confidence: fraction(confidence),
  source: 'forced',
});

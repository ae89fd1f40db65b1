import { describe, expect, test } from 'vitest';
import { packed } from '../../../lib/adapters/dynamo/account-store.ts';
import { priceNear, qtyDown } from '../../../lib/desk/instrument.ts';
import {
  absQty,
  type EpochMs,
  fraction,
  MINUTE_MS,
  minutesAfter,
  price,
  type SymbolId,
  symbolId,
  usd,
} from '../../../lib/desk/units.ts';
import { Engine } from '../../../lib/sim/engine/engine.ts';
import type { EngineState } from '../../../lib/sim/engine/state.ts';
import type { SimInstrument, SimMarket } from '../../../lib/sim/market.ts';
import { simpleMarket } from '../../../lib/sim/markets/simple.ts';
import type { PaperAccount } from '../../../lib/sim/paper/account.ts';
import { KEPT_MAX, KEPT_MIN, KEPT_MS, pruned } from '../../../lib/sim/paper/prune.ts';
import { seededRandom } from '../../../lib/sim/random.ts';
import { flat, type ScriptedBar } from '../../kit/scripted-market.ts';
import { limit, market as marketOrder, minute, started, stop, value } from '../engine/hand.ts';

const ITEM_BYTES_MAX = 400 * 1024;
const DAYS = 7;
const COINS = 15;
/** How often a day each of the coins is opened and closed again: more than the busiest plan speaks of. */
const CYCLES_A_DAY = 12;
const CYCLE = 1_440 / CYCLES_A_DAY;
/** Stop moves of one position. */
const MOVES = 8;

/** The simple market with some of its coins under a second name: it has thirteen. */
function wideMarket(): SimMarket {
  const plain = simpleMarket({ seed: 5, days: DAYS + 1 });
  const own = (symbol: SymbolId) => symbolId(symbol.replace(/^TWIN/, ''));
  const twins = plain.instruments().map(it => ({ ...it, symbol: symbolId(`TWIN${it.symbol}`) }));
  return {
    ...plain,
    instruments: () => [...plain.instruments(), ...twins],
    minuteBar: (symbol, minute) => plain.minuteBar(own(symbol), minute),
    candles: (symbol, interval, from, to) => plain.candles(own(symbol), interval, from, to),
    fundingRate: (symbol, at) => plain.fundingRate(own(symbol), at),
  };
}
const market = wideMarket();
const coins = market.instruments().slice(0, COINS);

const priceAt = (engine: Engine, it: SimInstrument, times: number) =>
  priceNear((engine.priceOf(it.symbol) ?? 0) * times, it.tickSize);

/** One position with both its stops and all its targets, under client ids as long as the desk's. */
function open(engine: Engine, it: SimInstrument, id: string): void {
  const { symbol } = it;
  const amount = qtyDown(2_000 / (engine.priceOf(symbol) ?? 1), it.lot);
  engine.placeOrder({ symbol, side: 'buy', type: 'MARKET', qty: amount, clientId: `${id}-entry` });
  const close = { symbol, side: 'sell', workingType: 'MARK_PRICE' } as const;
  engine.placeAlgo({
    ...close,
    type: 'STOP_MARKET',
    closePosition: true,
    triggerPrice: priceAt(engine, it, 0.97),
    clientId: `${id}-backstop`,
  });
  for (const [i, times] of [1.002, 1.004, 1.006].entries()) {
    engine.placeAlgo({
      ...close,
      type: 'TAKE_PROFIT_MARKET',
      reduceOnly: true,
      qty: qtyDown(amount * 0.3, it.lot),
      triggerPrice: priceAt(engine, it, times),
      clientId: `${id}-target-${i}`,
    });
  }
}

function moveStop(engine: Engine, it: SimInstrument, id: string, n: number): void {
  const held = engine.positions().find(each => each.symbol === it.symbol);
  if (held === undefined) return;
  engine.placeAlgo({
    symbol: it.symbol,
    side: 'sell',
    type: 'STOP_MARKET',
    reduceOnly: true,
    qty: absQty(held.qty),
    triggerPrice: priceAt(engine, it, 0.99 + n / 2_000),
    clientId: `${id}-working-${n}`,
  });
  engine.cancelAlgo({ clientId: `${id}-working-${n - 1}` });
}

function end(engine: Engine, it: SimInstrument, id: string): void {
  const held = engine.positions().find(each => each.symbol === it.symbol);
  if (held !== undefined) {
    const amount = absQty(held.qty);
    engine.placeOrder({
      symbol: it.symbol,
      side: 'sell',
      type: 'MARKET',
      qty: amount,
      reduceOnly: true,
      clientId: `${id}-x-exit`,
    });
  }
  for (const { clientId } of engine.openAlgos(it.symbol)) engine.cancelAlgo({ clientId });
}

/** A week of fifteen coins without a pause; pruned each hour, as it would be each minute. */
function busyWeek(): { engine: Engine; opened: number } {
  let engine = Engine.start(market, { startAt: market.startsAt, walletUsd: usd(200_000) });
  for (const { symbol } of coins) engine.setLeverage(symbol, 3);
  let opened = 0;
  for (let minute = 0; minute < DAYS * 1_440; minute += 5) {
    engine.advance(minutesAfter(market.startsAt, minute));
    for (const [i, it] of coins.entries()) {
      const phase = (minute + i * 5) % CYCLE;
      const id = `main-${it.symbol}-${Math.floor((minute + i * 5) / CYCLE)}`;
      if (phase === 0) opened += 1;
      if (phase === 0) open(engine, it, id);
      else if (phase >= CYCLE - 5) end(engine, it, id);
      else if (phase % 10 === 0 && phase / 10 <= MOVES) moveStop(engine, it, id, phase / 10);
    }
    if (minute % 60 === 0) {
      engine = Engine.restore(pruned(engine.snapshot(), engine.now - 60 * MINUTE_MS), market);
    }
  }
  return { engine, opened };
}

describe('what the account remembers', () => {
  const DAY = 1_440;
  const bars = flat(100, 6 * DAY);
  const ids = (state: EngineState) => state.orders.map(order => order.clientId);

  /** A day-long round trip at the start, then whatever the test does; moved to the end of day `days`. */
  function livedFor(days: number, then: (engine: Engine) => void = () => {}): EngineState {
    const engine = started(bars, {}, { minutes: 7 * DAY });
    value(engine.placeOrder(marketOrder('buy', 1, { clientId: 'old-open' })));
    value(engine.placeAlgo(stop('sell', 1, 90, { clientId: 'old-stop' })));
    engine.advance(minute(10));
    value(engine.cancelAlgo({ clientId: 'old-stop' }));
    value(engine.placeOrder(marketOrder('sell', 1, { clientId: 'old-close', reduceOnly: true })));
    engine.advance(minute(20));
    then(engine);
    engine.advance(minute(days * DAY));
    return engine.snapshot();
  }

  test('three days of what is over, and of what is older no more than the newest; of the log one', () => {
    const yesterday = pruned(livedFor(1), minute(DAY - 1));
    expect(yesterday.algos.map(algo => algo.clientId)).toEqual(['old-stop']);
    const young = pruned(livedFor(2), minute(2 * DAY));
    expect(ids(young)).toEqual(['old-open', 'old-close']);
    expect(young.trades).toHaveLength(2);
    expect(young.accepted).toEqual([]);
    const busy = pruned(pushedBack(livedFor(4)), minute(4 * DAY - 1));
    for (const kind of KINDS) expect([kind, busy[kind].length]).toEqual([kind, KEPT_MIN[kind]]);
    expect(busy.accepted).toEqual([]);
  });

  test('I37 the newest fills however old they are: another may have moved the account before the monitor asks', () => {
    const away = pruned(livedFor(9), minute(9 * DAY));
    expect(ids(away)).toEqual(['old-open', 'old-close']);
    expect(away.trades).toHaveLength(2);
    expect(away.algos.map(algo => algo.clientId)).toEqual(['old-stop']);
    expect(away.income.length).toBeGreaterThan(0);
  });

  test('all of a position that is open, however old, and what rests', () => {
    const state = livedFor(5, engine => {
      value(engine.placeOrder(marketOrder('buy', 2, { clientId: 'open' })));
      value(engine.placeOrder(marketOrder('buy', 1, { clientId: 'more' })));
      value(engine.placeOrder(marketOrder('sell', 1, { clientId: 'less', reduceOnly: true })));
      engine.advance(minute(30));
      value(engine.placeAlgo(stop('sell', 2, 90, { clientId: 'stop' })));
      value(engine.placeAlgo(stop('sell', 2, 80, { clientId: 'gone' })));
      value(engine.cancelAlgo({ clientId: 'gone' }));
      value(engine.placeOrder(limit('buy', 1, 50, { clientId: 'resting' })));
    });
    const kept = pruned(pushedBack(state), minute(5 * DAY - 1));
    const bySymbol = ({ symbol }: { readonly symbol: string }) => symbol !== 'OTHERUSDT';
    expect(ids({ ...kept, orders: kept.orders.filter(bySymbol) })).toEqual([
      'open',
      'more',
      'less',
      'resting',
    ]);
    expect(kept.algos.filter(bySymbol).map(algo => algo.clientId)).toEqual(['stop', 'gone']);
    expect(kept.trades.filter(bySymbol).map(trade => trade.side)).toEqual(['buy', 'buy', 'sell']);
    expect(kept.income.filter(bySymbol).map(({ type }) => type)).toEqual([
      'COMMISSION',
      'COMMISSION',
      'REALIZED_PNL',
      'COMMISSION',
    ]);
  });

  test('what has only now come about, though it happened days ago', () => {
    const kept = pruned(livedFor(5), minute(25));
    expect(ids(kept)).toEqual(['old-open', 'old-close']);
    expect(kept.income.length).toBeGreaterThan(0);
  });

  test('the newest, where there is more of it than it holds', () => {
    const state = livedFor(1);
    const [trade] = state.trades;
    const many = Array.from({ length: KEPT_MAX.trades + 5 }, (_, id) => ({ ...trade, id }) as never);
    const kept = pruned({ ...state, trades: many }, minute(DAY));
    expect(kept.trades).toHaveLength(KEPT_MAX.trades);
    expect([kept.trades[0]?.id, kept.trades.at(-1)?.id]).toEqual([5, KEPT_MAX.trades + 4]);
  });

  test('and it goes on as one that has forgotten nothing', () => {
    const falls: ScriptedBar[] = [...flat(100, 5 * DAY), [100, 100, 89, 89.5], ...flat(89.5, 10)];
    const whole = started(falls, {}, { minutes: 7 * DAY });
    value(whole.placeOrder(marketOrder('buy', 3)));
    value(whole.placeAlgo(stop('sell', 3, 90)));
    whole.advance(minute(4 * DAY));
    const short = Engine.restore(pruned(whole.snapshot(), whole.now), whole.market);
    for (const engine of [whole, short]) engine.advance(minute(5 * DAY + 5));
    expect(short.account()).toEqual(whole.account());
    expect(short.trades()).toEqual(whole.trades());
    expect(KEPT_MS).toBe(3 * DAY * MINUTE_MS);
  });
});

describe('the account as an item of the table', () => {
  const looksOf = (now: EpochMs): PaperAccount['looks'] =>
    Object.fromEntries(
      coins.map(instrument => {
        const mark = price(123.456789);
        const funding = { at: now, rate: fraction(0.00012345) };
        return [
          instrument.symbol,
          { at: now, mark, funding, instrument, opened: { bar: now, high: mark, low: mark } },
        ];
      }),
    );
  const bytesOf = async (engine: EngineState) => {
    const applied = Array.from({ length: 40 }, () => crypto.randomUUID());
    return (await packed({ engine, looks: looksOf(engine.now), applied } satisfies PaperAccount)).length;
  };
  const { engine, opened } = busyWeek();

  test('fits with room to spare after the busiest week, with fifteen positions open', async () => {
    const { positions, trades, income, algos } = engine.state;
    expect(opened).toBeGreaterThanOrEqual(COINS * CYCLES_A_DAY * DAYS - COINS);
    expect(Object.keys(positions).length).toBeGreaterThanOrEqual(13);
    expect([trades.length, income.length, algos.length].map(n => n > 1_000)).toEqual([true, true, true]);
    expect(await bytesOf(engine.snapshot())).toBeLessThan(ITEM_BYTES_MAX / 2);
  });

  test('fits however many of each kind there have been', async () => {
    const snapshot = engine.snapshot();
    const state = { ...snapshot, algos: snapshot.algos.filter(({ status }) => status !== 'NEW') };
    const filled = pruned(
      {
        ...state,
        positions: {},
        orders: manyOf(state.orders, 2_000),
        algos: manyOf(state.algos, 4_000),
        accepted: manyOf(state.accepted, 4_000),
        trades: manyOf(state.trades, 20_000),
        income: manyOf(state.income, 40_000),
      },
      state.now,
    );
    const { orders, algos, accepted, trades, income } = filled;
    const kept = Object.entries({ orders, algos, accepted, trades, income });
    expect(Object.fromEntries(kept.map(([name, rows]) => [name, rows.length]))).toEqual(KEPT_MAX);
    expect(await bytesOf(filled)).toBeLessThan(ITEM_BYTES_MAX * 0.8);
  });
});

const KINDS = ['orders', 'algos', 'trades', 'income'] as const;

/** The state with more behind it, of another coin and as old, than is kept however old it is. */
function pushedBack(state: EngineState): EngineState {
  const others = KINDS.map(kind => {
    const [row] = state[kind];
    const other = { ...row, symbol: 'OTHERUSDT', status: 'CANCELED' };
    return [kind, [...state[kind], ...Array.from({ length: KEPT_MIN[kind] }, () => other)]];
  });
  return { ...state, ...(Object.fromEntries(others) as Partial<EngineState>) };
}

/** As many rows, none alike: repeats would be zipped away. */
function manyOf<Row extends object>(rows: readonly Row[], n: number): Row[] {
  const chance = seededRandom(7, 'rows');
  const stirred = (value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value)
      ? Number((value * (0.5 + chance.next())).toFixed(6))
      : value;
  return Array.from({ length: n }, (_, i) => {
    const entries = Object.entries(rows[i % rows.length] ?? {});
    return Object.fromEntries(entries.map(([name, value]) => [name, stirred(value)])) as Row;
  });
}

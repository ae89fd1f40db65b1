import { describe, expect, onTestFinished, test } from 'vitest';
import { binanceClient } from '../../lib/adapters/binance/client.ts';
import { binanceMarket } from '../../lib/adapters/binance/market.ts';
import { modelFolder } from '../../lib/adapters/model-folder.ts';
import { warmMarket } from '../../lib/adapters/warm-market.ts';
import { fraction, minuteOf, minutesAfter } from '../../lib/desk/units.ts';
import { guard } from '../../lib/guard.ts';
import { WEIGHT_MAX } from '../../lib/local/exchange/weight.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import { ensembleSignals } from '../../lib/minute/ensemble.ts';
import { enter, monitor, scan } from '../../lib/minute.ts';
import type { AccountKind } from '../../lib/ports.ts';
import type { AcceptedOrder } from '../../lib/sim/engine/state.ts';
import { bare, broken } from '../kit/crash/holds.ts';
import { type Embedded, embedded } from '../kit/embedded.ts';
import { coinOf, loadMarket, type Move } from '../kit/load-market.ts';
import { noTensors } from '../kit/model-stores.ts';

/**
 * The venue is away from the 45th minute to the 105th, which is 00:00 UTC and the close of a signal bar: just then every
 * function reads most, since the day's bars, the quarter's books and the models' bars are all read anew.
 */
const [DOWN, UP] = [45, 105];
const STARTS = minutesAfter(minuteOf(Date.UTC(2026, 0, 20)), -UP);
const END = UP + 20;
const COINS = 500;

/** When each of the fifteen is entered, at the close of a signal bar; three of them early, for the time stop. */
const entryOf = (coin: number): number => (coin <= 2 ? 0 : coin === 3 ? 15 : 30);
const POSITIONS = Array.from({ length: 15 }, (_, i) => i + 1);
const SHORTS: ReadonlySet<number> = new Set([14, 15]);
/** Two more want to be entered: one in the first minute after the outage, one a signal bar later. */
const LATER = [
  { coin: 20, at: UP },
  { coin: 21, at: UP + 15 },
] as const;

/** A stop lies 0.8 % from the entry, the only target 1.6 %. */
const MOVES: Readonly<Record<number, readonly Move[]>> = {
  // Through their stops, one of them in a gap; a short's the other way.
  4: [{ at: 60, to: 98 }],
  5: [{ at: 75, to: 97 }],
  6: [{ at: 62, to: 95, gap: true }],
  14: [{ at: 80, to: 102 }],
  // To their targets.
  7: [{ at: 70, to: 102 }],
  8: [{ at: 71, to: 102 }],
  // Past where the stop had been, which somebody has taken away.
  13: [{ at: 100, to: 98 }],
};
const CLOSED_BY_VENUE = [4, 5, 6, 7, 8, 14];
const STRIPPED = [9, 10, 11, 12, 13];
const STRIPPED_AT = 95;

const limits = {
  'risk/gross-notional-usd-max': '200000',
  'risk/daily-loss-usd-max': '5000',
  'risk/stops-max': '20',
  'portfolio/enabled': 'no',
  'exits/hold-minutes-max': String(UP),
  'universe/size-max': '400',
  'universe/daily-volatility-min': '0',
  'universe/peg-range-fraction-max': '0',
};

/** One minute as the exchange has seen it. */
interface Line {
  readonly minute: number;
  readonly weight: number;
  readonly positions: number;
  readonly covered: number;
  /** Orders the venue took in this minute, in their order. */
  readonly orders: readonly AcceptedOrder[];
}

async function begin(accountKind: AccountKind): Promise<Embedded> {
  const desk = await embedded({
    market: loadMarket({ startsAt: STARTS, minutes: END + 60, coins: COINS, moves: MOVES }),
    equityUsd: 20_000,
    profile: 'math-ai',
    limits,
    accountKind,
    signals: [...POSITIONS.map(coin => ({ coin, at: entryOf(coin) })), ...LATER].map(({ coin, at }) => ({
      symbol: coinOf(coin),
      side: SHORTS.has(coin) ? 'short' : 'long',
      at: minutesAfter(STARTS, at),
      confidence: fraction(0.75),
      source: 'forced',
    })),
  });
  onTestFinished(() => desk.close());
  return desk;
}

/** The entry function as it reads with models beside the list: a quarter's bars of every coin of the universe. */
function withModels(entry: Desk, { urls, exchange }: Embedded): Desk {
  const now = () => exchange.engine.now;
  const client = binanceClient({ baseUrl: urls.exchange, timeoutMs: 8_000, now });
  onTestFinished(() => client.close());
  const market = warmMarket(binanceMarket(client), entry.clock);
  const models = ensembleSignals(
    { models: modelFolder('models/synthetic'), market, tensors: noTensors },
    { market: 'synthetic' },
  );
  return {
    ...entry,
    signals: {
      at: async (...asked) => {
        await models.at(...asked);
        return await entry.signals.at(...asked);
      },
    },
  };
}

/** From here on nobody reaches the venue: it answers 503, or cuts the connection. Answers how it comes back. */
function cut({ exchange }: Embedded): () => void {
  const handle = exchange.handle.bind(exchange);
  let asked = 0;
  exchange.handle = (method, path, raw, headers) => {
    if (path.startsWith('/sim/')) return handle(method, path, raw, headers);
    asked += 1;
    return {
      status: 503,
      headers: {},
      body: '{"code":-1001,"msg":"away"}',
      ...(asked % 2 === 0 ? { drop: true } : {}),
    };
  };
  return () => {
    exchange.handle = handle;
  };
}

/** By hand, or by the venue: what rests for these coins is gone. */
function strip({ exchange }: Embedded, coins: readonly number[]): void {
  for (const coin of coins)
    for (const { clientId } of exchange.engine.openAlgos(coinOf(coin)))
      exchange.engine.cancelAlgo({ clientId });
}

/** Asks the venue what it has counted in this minute. */
function weightOf({ exchange }: Embedded): number {
  const { headers } = exchange.handle('GET', '/fapi/v1/ping', '', {});
  return Number(headers['X-MBX-USED-WEIGHT-1M']) - 1;
}

async function play(accountKind: AccountKind) {
  const desk = await begin(accountKind);
  const { engine } = desk.exchange;
  const [guardian, monitoring, entry, scanning] = await Promise.all([
    desk.guardian(),
    desk.desk('monitor'),
    desk.desk('entry').then(each => withModels(each, desk)),
    desk.desk('scan'),
  ]);
  const lines: Line[] = [];
  let restore = () => {};
  let bareBefore = 0;
  let heldBefore = 0;
  for (let minute = 0; minute < END; minute += 1) {
    if (minute === DOWN) {
      heldBefore = engine.positions().length;
      restore = cut(desk);
    }
    if (minute === STRIPPED_AT) strip(desk, STRIPPED);
    if (minute === UP) {
      restore();
      bareBefore = engine.state.safety.unprotectedMinutes;
    }
    const before = engine.state.accepted.length;
    const at = desk.now();
    await guard(guardian, at);
    await monitor(monitoring, at);
    await enter(entry, at);
    await scan(scanning, at);
    const away = minute >= DOWN && minute < UP;
    const positions = engine.positions().length;
    lines.push({
      minute,
      weight: away ? 0 : weightOf(desk),
      positions,
      covered: positions - bare(engine).length,
      orders: engine.state.accepted.slice(before),
    });
    engine.advance(at + 60_000);
  }
  return { desk, engine, lines, heldBefore, bareBefore };
}

const isEntry = ({ kind, reduceOnly }: AcceptedOrder) => kind === 'order' && !reduceOnly;
const isExit = ({ kind, reduceOnly }: AcceptedOrder) => kind === 'order' && reduceOnly;

/** What the issue asks to be shown, as a table. */
function print(accountKind: AccountKind, lines: readonly Line[]): void {
  const row = ({ minute, weight, positions, covered, orders }: Line) => {
    const [stops, exits, entries] = [
      orders.filter(({ kind }) => kind === 'algo').length,
      orders.filter(isExit).length,
      orders.filter(isEntry).length,
    ];
    const cells = [minute - UP, `${weight}/${WEIGHT_MAX}`, `${covered}/${positions}`, stops, exits, entries];
    return cells.map(cell => String(cell).padStart(10)).join('');
  };
  const head = ['minute', 'weight', 'protected', 'stops set', 'exits', 'entries'];
  const most = lines.reduce((a, b) => (a.weight >= b.weight ? a : b));
  const shown = lines.filter(
    ({ minute, orders }) =>
      orders.length > 0 || (minute >= UP - 1 && minute <= UP + 2) || minute === most.minute,
  );
  console.log([accountKind, head.map(each => each.padStart(10)).join(''), ...shown.map(row)].join('\n'));
}

describe('fifteen positions and 500 symbols through an hour without the venue', () => {
  test.each(['usdt-isolated', 'credits-cross'] as const)(
    'I21 I63 %s: protected in the first tick after it, within the weight, exits first',
    async accountKind => {
      const { desk, engine, lines, heldBefore, bareBefore } = await play(accountKind);
      print(accountKind, lines);
      expect(heldBefore).toBe(POSITIONS.length);
      expect(lines.filter(({ weight }) => weight > WEIGHT_MAX)).toEqual([]);
      // Nothing is sent while it is away, and the venue closes what it closes.
      const away = lines.filter(({ minute }) => minute >= DOWN && minute < UP);
      expect(away.flatMap(({ orders }) => orders)).toEqual([]);
      const first = lines.find(({ minute }) => minute === UP);
      expect(away.at(-1)).toMatchObject({
        positions: POSITIONS.length - CLOSED_BY_VENUE.length,
        covered: POSITIONS.length - CLOSED_BY_VENUE.length - STRIPPED.length,
      });
      // The first tick: every stop is back, what was past its stop or its time is closed, and nothing is opened.
      expect(first?.covered).toBe(first?.positions);
      const closedAtOnce = first?.orders.filter(isExit).map(({ symbol }) => symbol);
      expect(new Set(closedAtOnce)).toEqual(new Set([1, 2, 13].map(coinOf)));
      expect(first?.orders.filter(isEntry)).toEqual([]);
      expect(engine.state.safety.unprotectedMinutes).toBe(bareBefore);
      expect(engine.state.safety.duplicateOrders).toBe(0);
      // A signal bar later one is opened again, and the exit of that minute is sent before it.
      const later = lines.find(({ minute }) => minute === UP + 15)?.orders ?? [];
      expect(later.filter(isEntry).map(({ symbol }) => symbol)).toEqual([coinOf(21)]);
      expect(later.filter(isExit).map(({ symbol }) => symbol)).toEqual([coinOf(3)]);
      expect(later.findIndex(isExit)).toBeLessThan(later.findIndex(isEntry));
      // Every fill is in the book to the cent, and nothing rests or is held for nothing.
      expect(await broken(desk)).toEqual([]);
    },
  );
});

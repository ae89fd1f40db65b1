import { type Candle, fold, INTERVAL_MS, type Interval } from '../../lib/desk/candle.ts';
import {
  epochMs,
  type Fraction,
  fraction,
  leverage,
  type Minute,
  minuteOf,
  minutesAfter,
  notionalUsd,
  price,
  qty,
  symbolId,
} from '../../lib/desk/units.ts';
import type { SimInstrument, SimMarket } from '../../lib/sim/market.ts';

/** A bar of a script: open, high, low, close; `null` is a gap. */
export type ScriptedBar = readonly [open: number, high: number, low: number, close: number] | null;

export const START: Minute = minuteOf(Date.UTC(2026, 0, 5));

/** A coin with a tick of 0.01 and a step of 0.001, tiers like the venue's middle class, and a deep book. */
export function scriptedInstrument(symbol: string, changes: Partial<SimInstrument> = {}): SimInstrument {
  const lot = { stepSize: qty(0.001), qtyMin: qty(0.001), qtyMax: qty(10_000) };
  return {
    symbol: symbolId(symbol),
    baseAsset: symbol.replace('USDT', ''),
    quoteAsset: 'USDT',
    contractType: 'PERPETUAL',
    status: 'TRADING',
    onboardAt: epochMs(START - 90 * 86_400_000),
    deliveryAt: epochMs(4_133_404_800_000),
    tickSize: price(0.01),
    lot,
    marketLot: { ...lot, qtyMax: qty(1_000) },
    notionalMin: notionalUsd(5),
    depthUsdPerLevel: 50_000,
    tiers: [
      {
        notionalMin: notionalUsd(0),
        notionalMax: notionalUsd(50_000),
        leverageMax: leverage(50),
        maintenanceFraction: fraction(0.01),
        maintenanceDeductionUsd: 0,
      },
      {
        notionalMin: notionalUsd(50_000),
        notionalMax: notionalUsd(1_000_000),
        leverageMax: leverage(10),
        maintenanceFraction: fraction(0.05),
        maintenanceDeductionUsd: 2_000,
      },
    ],
    ...changes,
  };
}

/**
 * A market of written bars: the script's first bar opens at START, then one a minute; after it (and for symbols whose
 * script is short) the last close repeats. `funding` maps minutes after START to a rate, for every symbol.
 */
export function scriptedMarket(
  scripts: Readonly<Record<string, readonly ScriptedBar[]>>,
  extra: {
    readonly instrument?: Partial<SimInstrument>;
    readonly funding?: Readonly<Record<number, number>>;
    readonly minutes?: number;
  } = {},
): SimMarket {
  const minutes = extra.minutes ?? 2_000;
  const instruments = Object.keys(scripts).map(symbol => scriptedInstrument(symbol, extra.instrument));
  const bars = new Map<string, (Candle | undefined)[]>();
  for (const [symbol, script] of Object.entries(scripts)) bars.set(symbol, spread(script, minutes));
  const barAt = (symbol: string, at: number) => bars.get(symbol)?.[(at - START) / 60_000];
  const folded = foldedOnce(bars);
  return {
    name: 'simple',
    startsAt: START,
    endsAt: minutesAfter(START, minutes),
    instruments: () => instruments,
    minuteBar: (symbol, minute) => barAt(symbol, minute),
    candles: (symbol, interval, from, to) => {
      const list = folded(symbol, interval);
      return list.slice(firstFrom(list, from), firstFrom(list, to));
    },
    fundingRate: (_symbol, at): Fraction | undefined => {
      const rate = extra.funding?.[(at - START) / 60_000];
      return rate === undefined ? undefined : fraction(rate);
    },
  };
}

/** A script does not change, so its bars of an interval are folded when they are first asked for, and kept. */
function foldedOnce(bars: ReadonlyMap<string, readonly (Candle | undefined)[]>) {
  const kept = new Map<string, readonly Candle[]>();
  return (symbol: string, interval: Interval): readonly Candle[] => {
    const key = `${symbol} ${interval}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const traded = (bars.get(symbol) ?? []).filter(bar => bar !== undefined);
    const list = fold(traded, INTERVAL_MS[interval]);
    kept.set(key, list);
    return list;
  };
}

/** Where in a list by time the first bar at or after an instant stands. */
function firstFrom(list: readonly Candle[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function spread(script: readonly ScriptedBar[], minutes: number): (Candle | undefined)[] {
  let last = 0;
  return Array.from({ length: minutes }, (_, i) => {
    const bar = i < script.length ? script[i] : ([last, last, last, last] as const);
    if (bar === null || bar === undefined) return undefined;
    last = bar[3];
    const [open, high, low, close] = bar;
    const at = epochMs(START + i * 60_000);
    return { at, open: price(open), high: price(high), low: price(low), close: price(close), volume: 10 };
  });
}

/** `n` bars that stand still at a price. */
export const flat = (at: number, n: number): ScriptedBar[] =>
  Array.from({ length: n }, () => [at, at, at, at] as const);

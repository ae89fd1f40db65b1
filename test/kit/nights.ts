import { close } from '../../lib/close.ts';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import type { DayTruth } from '../../lib/desk/truth/day-truth.ts';
import { DAY_MS, epochMs, fraction, minutesAfter, type Side, symbolId } from '../../lib/desk/units.ts';
import type { CloseDesk } from '../../lib/minute/desk.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import { aDesk, type TestDesk, type TestDeskOptions } from './desk.ts';
import { type ScriptedBar, START, scriptedMarket } from './scripted-market.ts';

/**
 * A desk that works through the night: two days of bars, and the daily close at five past midnight. In this process, but
 * for tests of what the wire says: a night has many minutes.
 */

/** Minute of the first day, as `23:45` writes it; from 24:00 on of the second. */
export const at = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
};

export const DAY_0 = epochMs(START);
export const DAY_1 = epochMs(START + DAY_MS);

/** Bars that swing a little each quarter of an hour about a level, which `moves` changes at given minutes. */
export function nightBars(level: number, moves: Readonly<Record<number, number>> = {}): ScriptedBar[] {
  let now = level;
  return Array.from({ length: at('60:00') }, (_, minute): ScriptedBar => {
    const to = moves[minute] ?? now;
    const half = minute % 15 === 0 ? now * 0.00266 : 0;
    const bar: ScriptedBar = [now, Math.max(now, to) + half, Math.min(now, to) - half, to];
    now = to;
    return bar;
  });
}

export const nightMarket = (
  bars: Readonly<Record<string, readonly ScriptedBar[]>>,
  extra: Parameters<typeof scriptedMarket>[1] = {},
): SimMarket => scriptedMarket(bars, { minutes: at('60:00'), ...extra });

export const signalAt = (time: string, symbol = 'COINUSDT', side: Side = 'long'): Signal => ({
  symbol: symbolId(symbol),
  side,
  at: minutesAfter(START, at(time)),
  confidence: fraction(0.75),
  source: 'forced',
});

export interface Night extends TestDesk {
  readonly closing: CloseDesk;
  /** Metrics that the close has emitted. */
  readonly emitted: Readonly<Record<string, number>>[];
  /** Runs minute by minute until then; the close runs when it is due, after the minute's other functions. */
  until(time: string): Promise<void>;
  /** Time goes on, and nobody is there. */
  skipTo(time: string): Promise<void>;
  close(): Promise<void>;
  closeDay(): ReturnType<typeof close>;
  truth(day: number): Promise<DayTruth | undefined>;
}

export async function aNight(
  options: TestDeskOptions & { readonly from: string; readonly closes?: boolean },
): Promise<Night> {
  const { from, closes = true, ...rest } = options;
  const emitted: Readonly<Record<string, number>>[] = [];
  const limits = { 'risk/venue-pause-minutes': '0', ...options.limits };
  const desk = await aDesk({ over: 'process', ...rest, limits, startAt: minutesAfter(START, at(from)) });
  const closing: CloseDesk = {
    ...desk.desk,
    history: desk.store,
    metrics: { emit: (_role, values) => void emitted.push(values) },
  };
  const minutesTo = (time: string) => at(time) - (desk.now() - START) / 60_000;
  // Added to, not copied: a copy would ask a desk in process for its wire.
  return Object.assign(desk, {
    closing,
    emitted,
    until: async (time: string) => {
      for (let left = minutesTo(time); left > 0; left -= 1) {
        const minute = desk.now();
        if (closes && (minute % DAY_MS) / 60_000 === 5) {
          await desk.monitor();
          await close(closing, minute);
        }
        await desk.minute();
      }
    },
    skipTo: (time: string) => desk.advance(minutesTo(time)),
    closeDay: () => close(closing, desk.now()),
    truth: async (day: number) => (await desk.store.dayTruths({ from: epochMs(day), to: epochMs(day) }))[0],
  });
}

/**
 * A stop-out before midnight; a position over midnight that pays funding, and behind the close takes its first target and
 * then the trail. After the loss it waits for minutes, not for the usual hour, of which each would be played.
 */
export const EVENING = {
  from: '23:28',
  market: nightMarket(
    {
      COINUSDT: nightBars(1_000, { [at('23:40')]: 985, [at('24:07')]: 996, [at('24:10')]: 980 }),
      HANDUSDT: nightBars(50, { [at('24:07')]: 50.5 }),
      BNBUSDT: nightBars(900),
    },
    { funding: { [at('24:00')]: 0.001 } },
  ),
  signals: [signalAt('23:30'), signalAt('23:56')],
  limits: { 'risk/stop-cooldown-minutes': '10' },
} as const;

/** When both of its trades are over and moved away. */
export const EVENING_OVER = '24:13';

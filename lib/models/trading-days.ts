import { DAY_MS } from '../desk/units.ts';
import type { BracketSample } from './expected-value.ts';

/** A day's trades in sums. */
export interface TradingDay {
  readonly netR: number;
  readonly n: number;
}

/** Trades as days, in the order in which they first come. */
export function tradingDays(samples: readonly Pick<BracketSample, 'at' | 'netR'>[]): readonly TradingDay[] {
  const days = new Map<number, { netR: number; n: number }>();
  for (const { at, netR } of samples) {
    const day = Math.floor(at / DAY_MS);
    const sofar = days.get(day) ?? { netR: 0, n: 0 };
    days.set(day, { netR: sofar.netR + netR, n: sofar.n + 1 });
  }
  return [...days.values()];
}

/** Mean net R a trade, each day counted as often as it was drawn. */
export function meanDrawn(days: readonly TradingDay[], drawn: Uint16Array): number {
  let [netR, n] = [0, 0];
  days.forEach((day, d) => {
    netR += (drawn[d] as number) * day.netR;
    n += (drawn[d] as number) * day.n;
  });
  return netR / n;
}

import { HOUR_MS } from '../../desk/units.ts';
import type { ReplayTrade } from '../result.ts';
import { type Bounded, known, sumOf } from './interval.ts';
import { isClosed, isWon, meanR, winRateOf } from './outcomes.ts';

/** Trades that have ended and have something in common. */
export interface Group {
  readonly key: string;
  readonly trades: number;
  readonly won: number;
  readonly netUsd: number;
  readonly winRate?: Bounded;
  readonly meanR?: number;
}

function groupsBy(trades: readonly ReplayTrade[], keyOf: (trade: ReplayTrade) => string): readonly Group[] {
  const groups = new Map<string, ReplayTrade[]>();
  for (const trade of trades.filter(isClosed)) {
    const key = keyOf(trade);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [trade]);
    else group.push(trade);
  }
  return [...groups].map(([key, group]) => {
    const won = group.filter(isWon).length;
    return {
      key,
      trades: group.length,
      won,
      netUsd: sumOf(group, ({ netUsd }) => netUsd),
      ...known('winRate', winRateOf(won, group.length)),
      ...known('meanR', meanR(group)),
    };
  });
}

const byNet = (a: Group, b: Group): number => b.netUsd - a.netUsd;

/** Per coin, the most profitable first. */
export const byCoin = (trades: readonly ReplayTrade[]): readonly Group[] =>
  groupsBy(trades, ({ symbol }) => symbol).toSorted(byNet);

/** Per kind of the last exit, the most profitable first. */
export const byExit = (trades: readonly ReplayTrade[]): readonly Group[] =>
  groupsBy(trades, ({ lastExit }) => lastExit ?? 'not said').toSorted(byNet);

/** Per side. */
export const bySide = (trades: readonly ReplayTrade[]): readonly Group[] =>
  groupsBy(trades, ({ side }) => side).toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** Per hour of the entry, UTC, `00` to `23`; all 24 of them where there is a trade at all. */
export function byHour(trades: readonly ReplayTrade[]): readonly Group[] {
  const hourOf = (at: number) => String(Math.floor(at / HOUR_MS) % 24).padStart(2, '0');
  const groups = groupsBy(trades, ({ openedAt }) => hourOf(openedAt));
  if (groups.length === 0) return [];
  return Array.from({ length: 24 }, (_, hour) => {
    const key = String(hour).padStart(2, '0');
    return groups.find(group => group.key === key) ?? { key, trades: 0, won: 0, netUsd: 0 };
  });
}

import type { ReplayResult, ReplayTrade } from '../result.ts';

/** A trade that both runs made. */
export interface PairedTrade {
  readonly a: ReplayTrade;
  readonly b: ReplayTrade;
}

export interface PairedTrades {
  readonly both: readonly PairedTrade[];
  readonly onlyA: readonly ReplayTrade[];
  readonly onlyB: readonly ReplayTrade[];
}

const openingOf = ({ symbol, side, openedAt }: ReplayTrade): string => `${symbol} ${side} ${openedAt}`;

/** Which trades of two runs are the same: those of one id, and of the others those of one coin, side and minute. */
export function pairedTrades(a: ReplayResult, b: ReplayResult): PairedTrades {
  const first = pairedBy(({ id }) => id, a.trades, b.trades);
  const second = pairedBy(openingOf, first.onlyA, first.onlyB);
  return { ...second, both: [...first.both, ...second.both].toSorted((x, y) => x.a.openedAt - y.a.openedAt) };
}

/** Each trade is in one pair at most, should a key come twice. */
function pairedBy(
  keyOf: (trade: ReplayTrade) => string,
  a: readonly ReplayTrade[],
  b: readonly ReplayTrade[],
): PairedTrades {
  const left = new Map<string, ReplayTrade[]>();
  for (const trade of b) left.set(keyOf(trade), [...(left.get(keyOf(trade)) ?? []), trade]);
  const both: PairedTrade[] = [];
  const onlyA: ReplayTrade[] = [];
  for (const trade of a) {
    const found = left.get(keyOf(trade))?.shift();
    if (found === undefined) onlyA.push(trade);
    else both.push({ a: trade, b: found });
  }
  const taken = new Set(both.map(pair => pair.b));
  return { both, onlyA, onlyB: b.filter(trade => !taken.has(trade)) };
}

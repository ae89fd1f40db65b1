import { DAY_MS } from '../../desk/units.ts';
import type { EngineState } from '../engine/state.ts';
import { busySymbols } from './account.ts';

/**
 * How long the account remembers what is over. The desk asks for the fills of what is open, for the ledger since the last
 * minute it has seen, and once a day for the day before: three days are enough, and an item of the table holds them.
 */
export const KEPT_MS = 3 * DAY_MS;
/** Conditional orders and the log of what was taken on: asked for while their position is open, and shortly after. */
export const KEPT_SHORT_MS = DAY_MS;
/**
 * However long ago, the newest of these: a desk that was away for a week must find how its positions ended, also when
 * another's order has moved the account in between (I37).
 */
export const KEPT_MIN = { orders: 200, algos: 200, accepted: 0, trades: 300, income: 600 } as const;
/** However busy the days were, of what is over no more than the newest of these. */
export const KEPT_MAX = { orders: 400, algos: 800, accepted: 800, trades: 3_000, income: 6_000 } as const;

/**
 * The state without what nobody will ask for. `since` is the account's time before it was moved: what has come about by
 * moving it stays, however long ago it happened. So does everything of a symbol since its position began, and what rests.
 */
export function pruned(state: EngineState, since: number): EngineState {
  const now = Math.min(since, state.now);
  const [before, lately] = [now - KEPT_MS, now - KEPT_SHORT_MS];
  const needed = neededSince(state);
  const isNeeded = (symbol: string, at: number) => at >= (needed.get(symbol) ?? Number.POSITIVE_INFINITY);
  const { books } = state;
  return {
    ...state,
    orders: kept('orders', state.orders, ({ symbol, time, updatedAt, status }) => {
      if (status === 'NEW' || status === 'PARTIALLY_FILLED' || isNeeded(symbol, time)) return 'always';
      return updatedAt >= before ? 'while-new' : 'no';
    }),
    algos: kept('algos', state.algos, ({ symbol, createdAt, updatedAt, status }) => {
      if (status === 'NEW' || isNeeded(symbol, createdAt)) return 'always';
      return updatedAt >= lately ? 'while-new' : 'no';
    }),
    accepted: kept('accepted', state.accepted, ({ time }) => (time >= lately ? 'while-new' : 'no')),
    trades: kept('trades', state.trades, ({ symbol, time }) => {
      if (isNeeded(symbol, time)) return 'always';
      return time >= before ? 'while-new' : 'no';
    }),
    income: kept('income', state.income, ({ symbol, time }) => {
      if (isNeeded(symbol, time)) return 'always';
      return time >= before ? 'while-new' : 'no';
    }),
    books: Object.fromEntries(Object.entries(books).filter(([symbol]) => needed.has(symbol))),
  };
}

/** Rows in their order: all that are always kept, and of the others the newest, up to the most that is held of them. */
function kept<Row>(
  what: keyof typeof KEPT_MAX,
  rows: readonly Row[],
  keep: (row: Row) => 'always' | 'while-new' | 'no',
): Row[] {
  let room: number = KEPT_MAX[what];
  return rows
    .toReversed()
    .filter((row, newer) => {
      const how = keep(row);
      if (how === 'always') return true;
      if (how === 'no' && newer >= KEPT_MIN[what]) return false;
      room -= 1;
      return room >= 0;
    })
    .reverse();
}

/** Of each busy symbol, when its position or the oldest of its resting orders began. */
function neededSince(state: EngineState): ReadonlyMap<string, number> {
  const since = new Map<string, number>(busySymbols(state).map(symbol => [symbol, state.now]));
  const reach = (symbol: string, at: number) => since.set(symbol, Math.min(at, since.get(symbol) ?? at));
  for (const { symbol, status, createdAt } of state.algos) if (status === 'NEW') reach(symbol, createdAt);
  for (const symbol of Object.keys(state.positions)) reach(symbol, positionBegan(state, symbol));
  return since;
}

/** The time of the fill that opened the position: read back from the newest, until nothing was held. */
function positionBegan({ trades, positions }: EngineState, of: string): number {
  let held: number = positions[of]?.qty ?? 0;
  let began = 0;
  for (const { symbol, side, qty, time } of trades.toReversed()) {
    if (symbol !== of) continue;
    began = time;
    held += side === 'buy' ? 0 - qty : qty;
    if (Math.abs(held) < qty * 1e-9) break;
  }
  return began;
}

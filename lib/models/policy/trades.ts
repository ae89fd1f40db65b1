import { netOf, oneRUsd } from '../../desk/position/evolve.ts';
import type { Position } from '../../desk/position/position.ts';
import type { Minute } from '../../desk/units.ts';
import { POLICY_SCHEMA } from './context.ts';
import type { PolicyTrade } from './state.ts';

/** What there is to learn from, and how many trades there is nothing to learn from. */
export interface ClosedTrades {
  readonly trades: readonly PolicyTrade[];
  /** Entered without a context of this schema, in another mode, or with another hand's quantity in them. */
  readonly passedOver: number;
}

/** A span of minutes: after the first, the last included. */
export interface Since {
  readonly after: Minute;
  readonly to: Minute;
}

/** The trades that were closed in a span, each once, by the time of closing. The positions may name one twice. */
export function closedTrades(
  positions: readonly Position[],
  mode: string,
  { after, to }: Since,
): ClosedTrades {
  const over = [...new Map(positions.map(each => [each.id, each])).values()]
    .filter(({ closedAt }) => closedAt !== undefined && closedAt > after && closedAt <= to)
    .toSorted((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0) || (a.id < b.id ? -1 : 1));
  const trades = over.flatMap(position => tradeOf(position, mode) ?? []);
  return { trades, passedOver: over.length - trades.length };
}

function tradeOf(position: Position, mode: string): PolicyTrade | undefined {
  const { policyContext: context, fills } = position;
  if (context?.schemaHash !== POLICY_SCHEMA.hash || position.mode !== mode) return undefined;
  if (fills.some(({ byHand }) => byHand === true)) return undefined;
  return { id: position.id, context, resultR: netOf(position) / oneRUsd(position) };
}

import { expect } from 'vitest';
import type { Limits } from '../../lib/desk/limits/limits.ts';
import { decide, type PositionAction, type PositionView } from '../../lib/desk/position/decide.ts';
import { evolve } from '../../lib/desk/position/evolve.ts';
import type { Position } from '../../lib/desk/position/position.ts';
import type { RestingOrder } from '../../lib/desk/position/resting.ts';
import { closingSide, minutesAfter, price, usd } from '../../lib/desk/units.ts';
import { anInstrument, limitsWith, NOW } from './builders.ts';
import { aFill, aPosition } from './positions.ts';
import { numberIn, type Row } from './table.ts';

export interface Scene {
  readonly position?: Position;
  readonly limits?: Limits;
  readonly view?: Partial<PositionView>;
}

interface State {
  readonly position: Position;
  readonly resting: readonly RestingOrder[];
}

/** A minute as it was played: what was decided, and how things stood afterwards. */
export interface Played {
  readonly row: Row;
  readonly actions: readonly PositionAction[];
  readonly position: Position;
  /** Where the tightest working stop rests; undefined where none does. */
  readonly stop: number | undefined;
}

/**
 * Plays a position against a venue that does what it is told, a minute a row. Columns: `mark` in; `fill`, a target that
 * fills before it (optional); `stop`, where the tightest working stop rests afterwards; `decision`, what was done:
 * `hold`, `placeStop`, `raiseStop`, `lowerStop`, `resizeStop`, `backstop`, `target-1`, `cancel`, `exit:<kind>`,
 * joined by `+`.
 */
export function play(rows: readonly Row[], scene: Scene = {}): void {
  const seen = played(rows, scene).map(({ row }) => row);
  expect(seen).toEqual(rows);
}

/** The minutes of `play`, for tests that ask other things of them. */
export function played(rows: readonly Row[], scene: Scene = {}): readonly Played[] {
  const limits = scene.limits ?? limitsWith();
  let state: State = { position: scene.position ?? aPosition(), resting: scene.view?.resting ?? [] };
  return rows.map((row, i): Played => {
    if (row.fill !== undefined) state = withTarget(state, row.fill);
    const mark = price(numberIn(row, 'mark'));
    const position = evolve(state.position, { type: 'marked', mark });
    const minute = minutesAfter(NOW, i);
    const view: PositionView = {
      liquidationPrice: price(0),
      instrument: anInstrument(),
      flattenAll: false,
      ...scene.view,
      minute,
      mark,
      resting: state.resting,
    };
    const before = tightest(state);
    const actions = decide(position, view, limits);
    state = actions.reduce(obeyed(minute), { ...state, position });
    const stop = tightest(state);
    const decision = actions.map(action => worded(action, before)).join('+') || 'hold';
    return {
      row: { ...row, ...(stop === undefined ? {} : { stop: String(stop) }), decision },
      actions,
      position: state.position,
      stop,
    };
  });
}

const working = ({ position, resting }: State): RestingOrder[] => {
  const ids = new Set(position.protection.filter(({ leg }) => leg === 'working').map(o => o.clientId));
  return resting.filter(order => ids.has(order.clientId));
};

function tightest(state: State): number | undefined {
  const prices = working(state).map(({ triggerPrice }) => triggerPrice);
  if (prices.length === 0) return undefined;
  return state.position.side === 'long' ? Math.max(...prices) : Math.min(...prices);
}

function worded(action: PositionAction, before: number | undefined): string {
  switch (action.type) {
    case 'cancel':
      return 'cancel';
    case 'exit':
      return `exit:${action.kind}`;
    case 'place':
      if (action.leg !== 'working') return action.leg;
      if (before === undefined) return 'placeStop';
      if (before === action.triggerPrice) return 'resizeStop';
      return action.triggerPrice > before ? 'raiseStop' : 'lowerStop';
    default:
      return action satisfies never;
  }
}

const obeyed =
  (minute: PositionView['minute']) =>
  ({ position, resting }: State, action: PositionAction): State => {
    if (action.type === 'exit') return { position, resting };
    if (action.type === 'cancel')
      return { position, resting: resting.filter(order => order.clientId !== action.clientId) };
    const { leg, triggerPrice, qty, exitKind, stage } = action;
    const clientId = `${leg}#${position.protectionSeq}`;
    const order = { clientId, leg, triggerPrice, qty, exitKind, placedAt: minute, state: 'live' } as const;
    const sent = evolve(position, { type: 'order-sent', order });
    const type = leg === 'working' || leg === 'backstop' ? 'stop-market' : 'take-profit-market';
    const rests: RestingOrder = {
      clientId,
      symbol: position.symbol,
      side: closingSide(position.side),
      type,
      triggerPrice,
      qty,
      reduceOnly: true,
      status: 'live',
      createdAt: minute,
    };
    return {
      position: leg === 'working' ? evolve(sent, { type: 'stop-moved', price: triggerPrice, stage }) : sent,
      resting: [...resting, rests],
    };
  };

/** The state after a target's order has triggered and filled. */
function withTarget({ position, resting }: State, name: string): State {
  const target = position.targets.find(({ leg }) => leg === name);
  if (target === undefined) throw new Error(`no ${name}`);
  const { leg, triggerPrice, qty } = target;
  const ids = new Set(position.protection.filter(order => order.leg === leg).map(o => o.clientId));
  const kind = leg === position.targets.at(-1)?.leg ? 'take-profit' : 'partial-take-profit';
  const fill = aFill({ tradeId: name, kind, leg, price: triggerPrice, qty, realisedUsd: usd(0) });
  return {
    position: evolve(position, { type: 'filled', fill }),
    resting: resting.filter(order => !ids.has(order.clientId)),
  };
}

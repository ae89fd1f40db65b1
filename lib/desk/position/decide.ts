import type { Instrument } from '../instrument.ts';
import { flattenWordFor } from '../limits/flatten.ts';
import { cite, type Limits } from '../limits/limits.ts';
import {
  fraction,
  isBetterFor,
  MINUTE_MS,
  type Minute,
  moveAgainst,
  moveInFavour,
  type Price,
  type Qty,
  qty,
} from '../units.ts';
import { minuteText, percent } from '../words.ts';
import { tickInFavour } from './bracket.ts';
import { hasTakenProfit } from './evolve.ts';
import type { ExitKind, Position, ProtectionLeg, StopStage } from './position.ts';
import { type Holding, isProtected, protects, surplusStops } from './protection.ts';
import type { RestingOrder } from './resting.ts';

/** What the venue shows of a position's market and orders, read in this tick. */
export interface PositionView {
  readonly minute: Minute;
  readonly mark: Price;
  readonly liquidationPrice: Price;
  readonly resting: readonly RestingOrder[];
  readonly instrument: Instrument;
  /** The desk is halted and `control/halt-flatten` says that halts close positions. */
  readonly flattenAll: boolean;
}

export type PositionAction =
  | {
      readonly type: 'place';
      readonly leg: ProtectionLeg;
      readonly triggerPrice: Price;
      readonly qty: Qty | 'all';
      readonly exitKind: ExitKind;
      readonly stage: StopStage;
      /** An order that has to be gone before this one is placed: of two targets of one leg both would fill. */
      readonly replaces?: string;
      readonly because: string;
    }
  | { readonly type: 'cancel'; readonly clientId: string; readonly because: string }
  | {
      readonly type: 'exit';
      readonly kind: ExitKind;
      readonly qty: Qty;
      /** The target that is taken at market, where that is what the exit is for. */
      readonly leg?: ProtectionLeg;
      readonly because: string;
    };

const HOUR_BEFORE_DELIVERY = 60 * MINUTE_MS;

/**
 * What to do about an open position now. An exit, if there is reason for one, is the only action; else the protection
 * that is missing or can be improved, then what has become surplus. Entry rules have no say here.
 */
export function decide(position: Position, view: PositionView, limits: Limits): readonly PositionAction[] {
  // Without a price nothing can be told to be passed or not.
  if (!(view.mark > 0)) return [];
  const exit = exitNow(position, view, limits);
  if (exit !== undefined) return [exit];
  const stop = desiredStop(position, view, limits);
  if (stopPassed(position, view, stop.price)) {
    return [
      exitAll(position, stopKind(stop.stage), `the mark ${view.mark} is already past the stop ${stop.price}`),
    ];
  }
  return [
    ...backstop(position, view),
    ...workingStop(position, view, stop),
    ...targets(position, view),
    ...surplusStops(holdingOf(position, view), ownStops(position, view), view.minute).map(
      ({ clientId }): PositionAction => ({ type: 'cancel', clientId, because: 'a tighter stop is live' }),
    ),
  ];
}

/** While the quantity is in doubt: only a missing backstop, which closes whatever there is. */
export const decideInDoubt = (position: Position, view: PositionView): readonly PositionAction[] =>
  backstop(position, view);

export const holdingOf = (position: Position, view: { readonly liquidationPrice: Price }): Holding => ({
  symbol: position.symbol,
  side: position.side,
  qty: position.qty,
  liquidationPrice: view.liquidationPrice,
});

export const isCovered = (position: Position, view: PositionView): boolean =>
  isProtected(holdingOf(position, view), view.resting);

const exitAll = (position: Position, kind: ExitKind, because: string): PositionAction => ({
  type: 'exit',
  kind,
  qty: position.qty,
  because,
});

function exitNow(position: Position, view: PositionView, limits: Limits): PositionAction | undefined {
  const begun = position.phase === 'reducing' ? position.exits.at(-1) : undefined;
  if (begun !== undefined)
    return exitAll(position, begun.because, 'an exit has begun and the position is not flat');
  if (view.flattenAll)
    return exitAll(position, 'halt-flatten', 'the desk is halted and control/halt-flatten is yes');
  if (flattenWordFor(limits.values['control/flatten'], position.symbol, position.openedAt) !== undefined)
    return exitAll(position, 'operator', `a person wrote ${cite(limits, 'control/flatten')}`);
  if (view.instrument.deliveryAt - view.minute <= HOUR_BEFORE_DELIVERY) {
    return exitAll(
      position,
      'delisting',
      `the market is settled at ${minuteText(view.instrument.deliveryAt)}`,
    );
  }
  const held = (view.minute - position.openedAt) / MINUTE_MS;
  const most = limits.values['exits/hold-minutes-max'];
  return held >= most ? exitAll(position, 'time-stop', `held for ${held} of ${most} minutes`) : undefined;
}

interface Stop {
  readonly price: Price;
  readonly stage: StopStage;
  readonly because: string;
}

/** What it will have been when the working stop of a stage is hit. */
export const stopKind = (stage: StopStage): ExitKind => {
  switch (stage) {
    case 'initial':
      return 'stop-loss';
    case 'break-even':
      return 'break-even-stop';
    case 'trailing':
      return 'trailing-stop';
    default:
      return stage satisfies never;
  }
};

/** Where the working stop should stand: at the initial stop, at break-even plus costs after the first target, or trailing. */
function desiredStop(position: Position, view: PositionView, limits: Limits): Stop {
  const { side, entryPrice, atrFraction } = position;
  const { tickSize } = view.instrument;
  let stop: Stop = { price: position.stopPrice, stage: position.stopStage, because: 'as decided before' };
  if (!hasTakenProfit(position)) return stop;
  const offer = (price: Price, stage: StopStage, because: string) => {
    if (isBetterFor(side, price, stop.price)) stop = { price, stage, because };
  };
  const breakEven = tickInFavour(
    side,
    moveInFavour(side, entryPrice, position.roundTripCostFraction),
    tickSize,
  );
  offer(
    breakEven,
    'break-even',
    `a target was reached: entry plus costs of ${percent(position.roundTripCostFraction)}`,
  );
  if (position.bestMark !== undefined) {
    const behind = Math.max(
      limits.values['exits/trail-atr-multiple'] * atrFraction,
      limits.values['exits/trail-fraction-min'],
    );
    const trail = tickInFavour(side, moveAgainst(side, position.bestMark, fraction(behind)), tickSize);
    offer(trail, 'trailing', `${percent(behind)} behind the best mark ${position.bestMark}`);
  }
  const least = limits.values['exits/trail-step-r-min'] * position.stopFraction * entryPrice;
  const moved = Math.abs(stop.price - position.stopPrice);
  return stop.stage === 'trailing' && moved < least
    ? { price: position.stopPrice, stage: position.stopStage, because: 'as decided before' }
    : stop;
}

/** The mark has gone through where the stop belongs, and no live stop stands there to act on it (I26). */
function stopPassed(position: Position, view: PositionView, stop: Price): boolean {
  if (isBetterFor(position.side, view.mark, stop)) return false;
  const holding = holdingOf(position, view);
  return !view.resting.some(
    order => protects(order, holding) && !isBetterFor(position.side, stop, order.triggerPrice),
  );
}

const legOf = (position: Position, clientId: string): ProtectionLeg | undefined =>
  position.protection.find(order => order.clientId === clientId)?.leg;

const liveLeg = (position: Position, view: PositionView, leg: ProtectionLeg): RestingOrder | undefined =>
  view.resting.find(order => order.status === 'live' && legOf(position, order.clientId) === leg);

const ownStops = (position: Position, view: PositionView): RestingOrder[] =>
  view.resting.filter(order => legOf(position, order.clientId) === 'working');

/** The backstop stands at the initial stop and is never moved; the venue closes whatever is left with it. */
function backstop(position: Position, view: PositionView): PositionAction[] {
  if (liveLeg(position, view, 'backstop') !== undefined) return [];
  // Once the price has gone beyond it the working stop, or the exit, is what protects.
  if (!isBetterFor(position.side, view.mark, position.initialStopPrice)) return [];
  return [
    {
      type: 'place',
      leg: 'backstop',
      triggerPrice: position.initialStopPrice,
      qty: 'all',
      exitKind: 'stop-loss',
      stage: 'initial',
      because: 'no backstop is live',
    },
  ];
}

function workingStop(position: Position, view: PositionView, stop: Stop): PositionAction[] {
  const holding = holdingOf(position, view);
  const own = ownStops(position, view).filter(({ status }) => status === 'live');
  const live = own.filter(order => protects(order, holding));
  const good = live.filter(order => !isBetterFor(position.side, stop.price, order.triggerPrice));
  if (good.some(order => order.qty === position.qty)) return [];
  const because =
    own.length === 0
      ? 'no working stop is live'
      : live.length === 0 || good.length > 0
        ? 'its quantity follows the position'
        : stop.because;
  const stage = isBetterFor(position.side, stop.price, position.stopPrice) ? stop.stage : position.stopStage;
  return [
    {
      type: 'place',
      leg: 'working',
      triggerPrice: stop.price,
      qty: position.qty,
      exitKind: stopKind(stage),
      stage,
      because,
    },
  ];
}

/** Targets that are neither filled nor resting in their quantity; one the price has passed already is taken at market. */
function targets(position: Position, view: PositionView): PositionAction[] {
  const open = position.targets.filter(target => !target.filled);
  return open.flatMap((target, i): PositionAction[] => {
    const live = liveLeg(position, view, target.leg);
    const amount = qty(Math.min(target.qty, position.qty));
    const stale = live !== undefined && live.qty !== target.qty && live.qty !== amount;
    if (live !== undefined && !stale) return [];
    const exitKind: ExitKind = i === open.length - 1 ? 'take-profit' : 'partial-take-profit';
    if (!isBetterFor(position.side, target.triggerPrice, view.mark)) {
      // The one that rests is about to trigger; what it leaves has the stop.
      if (live !== undefined) return [];
      const because = `the mark ${view.mark} is past ${target.leg}`;
      return [{ type: 'exit', kind: exitKind, qty: amount, leg: target.leg, because }];
    }
    return [
      {
        type: 'place',
        leg: target.leg,
        triggerPrice: target.triggerPrice,
        qty: amount,
        exitKind,
        stage: position.stopStage,
        ...(live === undefined ? {} : { replaces: live.clientId }),
        because: live === undefined ? `${target.leg} is not resting` : 'its quantity follows the position',
      },
    ];
  });
}

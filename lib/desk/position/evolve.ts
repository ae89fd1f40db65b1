import {
  type EpochMs,
  epochMs,
  isBetterFor,
  type Minute,
  type Price,
  price,
  type Usd,
  usd,
} from '../units.ts';
import { cleanQty } from './amount.ts';
import { joined, lapsed, rescaled } from './join.ts';
import type {
  EntrySlice,
  ExitOrder,
  Position,
  PositionFill,
  ProtectionOrder,
  StopStage,
  TargetLeg,
} from './position.ts';

/** What can happen to a position. */
export type PositionEvent =
  | { readonly type: 'filled'; readonly fill: PositionFill }
  | { readonly type: 'funded'; readonly amountUsd: Usd; readonly at: EpochMs }
  | { readonly type: 'marked'; readonly mark: Price }
  | { readonly type: 'order-sent'; readonly order: ProtectionOrder }
  | {
      readonly type: 'order-state';
      readonly clientId: string;
      readonly state: ProtectionOrder['state'];
      readonly orderId?: string | undefined;
    }
  | { readonly type: 'stop-moved'; readonly price: Price; readonly stage: StopStage }
  /** An order of its own that a tick placed and did not live to write down. */
  | { readonly type: 'order-found'; readonly order: ProtectionOrder; readonly seq: number }
  /** A live stop of the guardian's is kept from now on as one of the position's own. */
  | { readonly type: 'adopted'; readonly order: ProtectionOrder }
  | { readonly type: 'exit-sent'; readonly exit: ExitOrder }
  /** A later slice of the entry is over: filled, or given up. */
  | { readonly type: 'slice-ended'; readonly slice: EntrySlice }
  | { readonly type: 'targets-resized'; readonly targets: readonly TargetLeg[] }
  | { readonly type: 'protection-confirmed' }
  | { readonly type: 'protection-lost' }
  | { readonly type: 'doubted' }
  | { readonly type: 'closed'; readonly minute: Minute; readonly seenAt: EpochMs };

/** The position after an event. Pure; an event that changes nothing returns the same object. */
export function evolve(position: Position, event: PositionEvent): Position {
  switch (event.type) {
    case 'filled':
      return event.fill.kind === 'entry' ? entered(position, event.fill) : reduced(position, event.fill);
    case 'funded':
      return event.at < position.fundedTo
        ? position
        : {
            ...position,
            fundingUsd: usd(position.fundingUsd + event.amountUsd),
            fundings: [...position.fundings, { at: event.at, amountUsd: event.amountUsd }],
            fundedTo: epochMs(event.at + 1),
          };
    case 'marked':
      return marked(position, event.mark);
    case 'order-sent':
      return {
        ...position,
        protection: [...position.protection, event.order],
        protectionSeq: position.protectionSeq + 1,
      };
    case 'order-found': {
      const protection = [...position.protection, event.order];
      const protectionSeq = Math.max(position.protectionSeq, event.seq + 1);
      return { ...position, protection, protectionSeq };
    }
    case 'order-state':
      return {
        ...position,
        protection: position.protection.map(order =>
          order.clientId === event.clientId ? withState(order, event.state, event.orderId) : order,
        ),
      };
    case 'stop-moved':
      return stopMoved(position, event.price, event.stage);
    case 'adopted': {
      const { order } = event;
      const protection = [...position.protection, order];
      return stopMoved({ ...position, protection }, order.triggerPrice, position.stopStage);
    }
    case 'exit-sent':
      return { ...position, phase: 'reducing', exits: [...position.exits, event.exit] };
    case 'slice-ended':
      return event.slice.state === 'filled' ? joined(position, event.slice) : lapsed(position, event.slice);
    case 'targets-resized':
      return { ...position, targets: event.targets };
    case 'protection-confirmed':
      return position.phase === 'open' || position.phase === 'unknown'
        ? { ...position, phase: 'protected' }
        : position;
    case 'protection-lost':
      return position.phase === 'protected' ? { ...position, phase: 'open' } : position;
    case 'doubted':
      return { ...position, phase: 'unknown' };
    case 'closed':
      return { ...position, phase: 'closed', closedAt: event.minute, flatSeenAt: event.seenAt };
    default:
      return event satisfies never;
  }
}

const withState = (
  order: ProtectionOrder,
  state: ProtectionOrder['state'],
  orderId: string | undefined,
): ProtectionOrder => (orderId === undefined ? { ...order, state } : { ...order, state, orderId });

/** Entry fills are the truth about the price once they account for the whole quantity. */
function entered(before: Position, fill: PositionFill): Position {
  if (fill.byHand === true && before.qty === 0) return before;
  const position = fill.byHand === true ? enlarged(before, fill) : before;
  const fills = [...position.fills, fill];
  const entries = fills.filter(each => each.kind === 'entry');
  const total = entries.reduce((sum, each) => sum + each.qty, 0);
  if (cleanQty(total) !== position.entryQty) return { ...position, fills };
  const cost = entries.reduce((sum, each) => sum + each.qty * each.price, 0);
  return rescaled({ ...position, entryPrice: price(cost / total), fills });
}

/** What another hand adds is kept with the position: the venue holds one, and the stops must cover all of it. */
const enlarged = (position: Position, fill: PositionFill): Position => ({
  ...position,
  entryQty: cleanQty(position.entryQty + fill.qty),
  qty: cleanQty(position.qty + fill.qty),
});

/** Exits of what somebody else holds, where the position itself is over. */
const ENDS_OF_OTHERS: ReadonlySet<PositionFill['kind']> = new Set(['by-hand', 'unprotected-flatten']);

function reduced(position: Position, fill: PositionFill): Position {
  // What a hand does after the position is over is no business of the position's, nor how the guardian ends that.
  if (position.qty === 0 && ENDS_OF_OTHERS.has(fill.kind)) return position;
  const left = cleanQty(Math.max(0, position.qty - fill.qty));
  // A leg that has filled, even in part, is over: it never fires a second time (I29).
  const targets = position.targets.map(target =>
    target.leg === fill.leg ? { ...target, filled: true } : target,
  );
  return { ...position, qty: left, targets, fills: [...position.fills, fill] };
}

/** The best mark is followed only once the trail is armed: by the first target's fill. */
function marked(position: Position, mark: Price): Position {
  if (!hasTakenProfit(position) || !(mark > 0)) return position;
  const best = position.bestMark;
  return best === undefined || isBetterFor(position.side, mark, best)
    ? { ...position, bestMark: mark }
    : position;
}

/** A stop moves in favour or not at all (I34). */
function stopMoved(position: Position, to: Price, stage: StopStage): Position {
  return isBetterFor(position.side, to, position.stopPrice)
    ? { ...position, stopPrice: to, stopStage: stage }
    : position;
}

export const hasTakenProfit = (position: Position): boolean =>
  position.fills.some(fill => fill.kind === 'partial-take-profit' || fill.kind === 'take-profit');

/** Realised profit, less commissions, plus funding: the venue's truth and nothing else (I37). */
export const netOf = (position: Position): Usd =>
  usd(
    position.fills.reduce<number>(
      (sum, fill) => sum + fill.realisedUsd - fill.commissionUsd,
      position.fundingUsd,
    ),
  );

/** Dollars at risk at the initial stop, costs included: one R, of all slices together. */
export const oneRUsd = (position: Position): Usd =>
  usd(position.entryQty * position.entryPrice * (position.stopFraction + position.roundTripCostFraction));

/** True when the fills account for every unit that was entered and every unit that was closed. */
export function isAccounted(position: Position): boolean {
  const [entered, left] = enteredAndLeft(position);
  return entered === position.entryQty && cleanQty(entered - left) === position.qty;
}

/**
 * True when more was closed than there was: a hand has turned the account to the other side, or a stop that covers all
 * the account holds has closed what a hand had there too.
 */
export function isOverclosed(position: Position): boolean {
  const [entered, left] = enteredAndLeft(position);
  return entered === position.entryQty && left > entered;
}

/** Quantities of the fills: entered, and left again. */
function enteredAndLeft({ fills }: Position): readonly [number, number] {
  const sum = (of: (fill: PositionFill) => boolean) =>
    cleanQty(fills.filter(of).reduce((total, fill) => total + fill.qty, 0));
  return [sum(fill => fill.kind === 'entry'), sum(fill => fill.kind !== 'entry')];
}

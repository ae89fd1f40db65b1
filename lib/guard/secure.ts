import type { Held } from '../desk/guardian/look.ts';
import { type Remedy, remedyFor } from '../desk/guardian/remedy.ts';
import { protects } from '../desk/position/protection.ts';
import { closingSide, isBetterFor, type Price } from '../desk/units.ts';
import { flatten } from './flatten.ts';
import { placeConditional } from './place.ts';
import { instrumentOf, type Watch, whose } from './watch.ts';

/** Gives a bare position what it lacks. True when it ends covered, or flat, or as a person wants it. */
export async function secure(watch: Watch, held: Held): Promise<boolean> {
  const { tick } = watch;
  const { symbol } = held;
  const owner = whose(watch, held);
  const positionId = 'positionId' in owner ? owner.positionId : symbol;
  const remedy = remedyFor(held, owner, instrumentOf(watch, symbol).tickSize);
  const unprotected = (because: string) => tick.note({ type: 'unprotected', positionId, symbol, because });
  switch (remedy.type) {
    case 'leave':
      return true;
    case 'helpless':
      unprotected(remedy.because);
      return false;
    case 'flatten':
      unprotected(`no stop in two looks, and ${remedy.because}: closing at market`);
      return await flatten(watch, held);
    case 'stop':
      unprotected(`no stop in two looks: placing one at ${remedy.triggerPrice}, ${remedy.because}`);
      return await withStop(watch, held, remedy, positionId);
    default:
      return remedy satisfies never;
  }
}

/** The venue's words for "the price is already past this trigger". */
const WOULD_TRIGGER = -2021;

async function withStop(
  watch: Watch,
  held: Held,
  { triggerPrice, otherwise }: Extract<Remedy, { type: 'stop' }>,
  positionId: string,
): Promise<boolean> {
  const { tick, trials } = watch;
  const { symbol } = held;
  const first = await placeStop(watch, held, triggerPrice);
  // "Would trigger at once" that no mark confirms is no reason to leave it bare for another minute.
  const isBelied = first?.code === WOULD_TRIGGER && !(await isPassed(watch, held, triggerPrice));
  const refusal = isBelied ? await placeStop(watch, held, triggerPrice) : first;
  const passed = refusal?.code === WOULD_TRIGGER;
  const at = tick.desk.clock.now();
  if (refusal === undefined) trials.push({ type: 'proved', at });
  else if (!passed) trials.push({ type: 'failed', at, symbol, because: refusal.because });
  const because = refusal?.because ?? 'it had none in two looks';
  const action = refusal === undefined ? 'placed' : 'failed';
  tick.note({ type: 'protection', positionId, symbol, leg: 'working', action, triggerPrice, because });
  if (refusal === undefined) return true;
  // Refused twice it has no stop, whatever the mark says: closing is what is left (I21, seed 18246).
  if (otherwise === 'helpless') return false;
  tick.note({ type: 'unprotected', positionId, symbol, because: `${because}: closing at market` });
  return await flatten(watch, held);
}

interface Refusal {
  readonly code?: number;
  readonly because: string;
}

/** A full-size stop, placed and read back; why not, where it is not there. Sent anew once when nobody answered. */
async function placeStop(watch: Watch, held: Held, triggerPrice: Price): Promise<Refusal | undefined> {
  const { symbol, side, qty } = held;
  const order = { symbol, side: closingSide(side), type: 'stop-market', triggerPrice, qty } as const;
  const first = await placeConditional(watch, held, 'guard', order);
  const sent = first.type === 'unanswered' ? await placeConditional(watch, held, 'guard', order) : first;
  if (sent.type !== 'live') return sent;
  return protects(sent.report, held) ? undefined : { because: 'it was read back as another order' };
}

const MARK_AGE_MS = 10_000;

/** "Would trigger at once" closes a position only if a fresh mark says the same (I26). */
async function isPassed({ tick }: Watch, { symbol, side }: Held, trigger: Price): Promise<boolean> {
  const { mark, at } = await tick.desk.market.mark(symbol);
  return tick.desk.clock.now() - at <= MARK_AGE_MS && !isBetterFor(side, mark, trigger);
}

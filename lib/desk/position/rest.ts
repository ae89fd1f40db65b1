import { isCovered, type PositionAction, type PositionView } from './decide.ts';
import { emergencyProtection } from './emergency.ts';
import type { Position } from './position.ts';

/**
 * The stop for what an exit at market has left (I60): the venue bounds market orders, which may expire in part, and the
 * stops that would have covered the rest may be the very ones that did so. It stands near the mark until the next minute
 * sells on. Undefined when nothing is left, or when a stop that still rests covers it.
 */
export function stopForRest(position: Position, view: PositionView): PositionAction | undefined {
  const { phase, side, qty, stopStage } = position;
  const begun = position.exits.at(-1);
  if (phase !== 'reducing' || begun === undefined || qty === 0 || isCovered(position, view)) return undefined;
  const { mark, liquidationPrice, instrument } = view;
  const near = { side, entryPrice: mark, markPrice: mark, liquidationPrice };
  const protection = emergencyProtection(near, instrument.tickSize);
  if (protection.type === 'flatten') return undefined;
  return {
    type: 'place',
    leg: 'working',
    triggerPrice: protection.triggerPrice,
    qty,
    exitKind: begun.because,
    stage: stopStage,
    because: `the exit left ${qty} open`,
  };
}

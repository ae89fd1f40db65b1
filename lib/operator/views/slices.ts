import type { Intent } from '../../desk/book.ts';
import { lapseOf } from '../../desk/execution/slices.ts';
import type { Position } from '../../desk/position/position.ts';
import { notionalOfQty, type SymbolId } from '../../desk/units.ts';
import { dollars, minuteText } from '../../desk/words.ts';

/** A part of an entry after the order that opened it. */
export interface SliceLine {
  readonly slice: number;
  readonly state: 'waiting' | 'sent' | 'filled' | 'lapsed';
  readonly notionalUsd: number;
  readonly because: string;
}

/** Every slice of a position: what became of it, or until when it waits. In the order of their numbers. */
export function sliceLines({ id, slices }: Position, intents: readonly Intent[]): readonly SliceLine[] {
  const over = slices.map((each): SliceLine => {
    const { slice, state, because } = each;
    const notionalUsd =
      each.state === 'filled' ? notionalOfQty(each.qty, each.averagePrice) : each.notionalUsd;
    return { slice, state, notionalUsd, because };
  });
  const alive = intents
    .filter(({ positionId, slice }) => positionId === id && slice > 1)
    .map(({ slice, state, signal, notionalUsd }): SliceLine => {
      const waits = state === 'waiting';
      const because = waits
        ? `waits for depth until ${minuteText(lapseOf(signal)).slice(11)}`
        : 'the venue is being asked about its order';
      return { slice, state: waits ? 'waiting' : 'sent', notionalUsd, because };
    });
  return [...over, ...alive].toSorted((a, b) => a.slice - b.slice);
}

/** What waits of the entries into a symbol, or into any, in one sentence; undefined where nothing does. */
export function waitingSentence(intents: readonly Intent[], symbol?: SymbolId): string | undefined {
  const waiting = intents.filter(
    each => each.state === 'waiting' && (symbol === undefined || each.symbol === symbol),
  );
  const parts = waiting.map(
    ({ symbol: coin, slice, notionalUsd, signal }) =>
      `slice ${slice} of ${coin}, ${dollars(notionalUsd)}, until ${minuteText(lapseOf(signal)).slice(11)}`,
  );
  return parts.length === 0 ? undefined : parts.join('; ');
}

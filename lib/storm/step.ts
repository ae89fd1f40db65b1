import type { Book, Intent } from '../desk/book.ts';
import type { GuardianState } from '../desk/guardian/state.ts';
import type { LimitsSeen } from '../desk/limits/seen.ts';
import type { Position } from '../desk/position/position.ts';
import type { SymbolId } from '../desk/units.ts';
import type { TickEnd } from '../minute/tick.ts';
import type { Lease } from '../ports.ts';
import type { AcceptedOrder, AlgoState } from '../sim/engine/state.ts';
import type { Holding } from './ledger.ts';
import type { TickRun } from './tick-run.ts';

/** Something that changed the world, or might have shown that it should not have been changed. */
export type Step =
  /** The venue took an order of the desk's on. */
  | { readonly type: 'accepted'; readonly tick: TickRun; readonly line: AcceptedOrder }
  /** The venue itself, and no fault, refused an order of the desk's. */
  | {
      readonly type: 'refused';
      readonly tick: TickRun;
      readonly order: { readonly symbol?: SymbolId; readonly reduceOnly?: boolean; readonly qty?: unknown };
      readonly code: number;
      readonly because: string;
    }
  /** The desk cancelled a live conditional order. */
  | { readonly type: 'cancelled'; readonly tick: TickRun; readonly algo: AlgoState }
  /** An order of the desk's opened a position, or made it larger. */
  | { readonly type: 'opened'; readonly holding: Holding }
  | { readonly type: 'saved book'; readonly tick: TickRun; readonly book: Book }
  | { readonly type: 'saved position'; readonly tick: TickRun; readonly position: Position }
  | { readonly type: 'saved intent'; readonly tick: TickRun; readonly intent: Intent }
  | { readonly type: 'saved guardian'; readonly guardian: GuardianState }
  | { readonly type: 'saved limits'; readonly tick: TickRun; readonly seen: LimitsSeen }
  | { readonly type: 'leased'; readonly tick: TickRun; readonly lease: Lease }
  /** A minute has been played; prices are the new ones. */
  | { readonly type: 'minute' }
  | { readonly type: 'ended'; readonly tick: TickRun; readonly how: TickEnd | 'failed' }
  | { readonly type: 'bug'; readonly tick: TickRun; readonly error: unknown }
  | { readonly type: 'hand'; readonly symbol: SymbolId | undefined };

import type { ExitKind, ProtectionLeg } from './position/position.ts';
import type { DenialCode } from './risk/denial.ts';
import type { SizingTrace } from './sizing/trace.ts';
import type { Minute, NotionalUsd, Price, Qty, Side, SymbolId, Usd } from './units.ts';

/** What every record says of itself. `mode` is in each of them: paper is never taken for live (I41). */
export interface RecordBase {
  readonly minute: Minute;
  readonly role: 'monitor' | 'entry' | 'scan';
  readonly mode: string;
}

/** What happened, decided or not done, with its reason. Kept as data; the terminal and the page make sentences of it. */
export type JournalRecord = RecordBase & JournalEvent;

export type JournalEvent =
  /** One a minute from entry: why it did not trade, or that it did. */
  | {
      readonly type: 'minute';
      readonly entries: number;
      readonly noTrade?: string;
      readonly because?: string;
    }
  | {
      readonly type: 'entry';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly side: Side;
      readonly source: 'ensemble' | 'forced';
      readonly qty: Qty;
      readonly price: Price;
      readonly plannedUsd: NotionalUsd;
      readonly intendedUsd: NotionalUsd;
      readonly executedUsd: NotionalUsd;
      readonly stopPrice: Price;
      readonly trace: SizingTrace;
    }
  | {
      readonly type: 'not-taken';
      readonly symbol: SymbolId;
      readonly side: Side;
      readonly source: 'ensemble' | 'forced';
      readonly code: DenialCode;
      readonly because: string;
      readonly plannedUsd?: NotionalUsd;
      readonly trace?: SizingTrace;
    }
  | {
      readonly type: 'exit';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly kind: ExitKind;
      readonly qty: Qty;
      readonly price: Price;
      readonly realisedUsd: Usd;
      readonly commissionUsd: Usd;
    }
  | {
      readonly type: 'closed';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly netUsd: Usd;
      readonly rMultiple: number;
      readonly minutesHeld: number;
    }
  | {
      readonly type: 'protection';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly leg: ProtectionLeg;
      readonly action: 'placed' | 'moved' | 'cancelled' | 'failed';
      readonly triggerPrice: Price;
      readonly because: string;
    }
  | {
      readonly type: 'unprotected';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly because: string;
    }
  | {
      readonly type: 'unknown';
      readonly symbol: SymbolId;
      readonly clientId: string;
      readonly because: string;
    }
  | { readonly type: 'foreign'; readonly symbol: SymbolId; readonly because: string }
  | { readonly type: 'trouble'; readonly what: string; readonly because: string; readonly symbol?: SymbolId }
  | { readonly type: 'state'; readonly what: string; readonly because: string }
  | {
      readonly type: 'universe';
      readonly joined: readonly SymbolId[];
      readonly left: readonly SymbolId[];
      readonly size: number;
    };

import type { JournalRecord } from '../../desk/journal.ts';
import { isFinding } from '../../desk/truth/day-truth.ts';
import type { Tone } from './api.ts';

/** How a record is shown: what wants attention, what went well, what went wrong. Pure. */
export function toneOf(record: JournalRecord): Tone {
  switch (record.type) {
    case 'unprotected':
    case 'unknown':
      return 'bad';
    case 'trouble':
    case 'not-taken':
    case 'foreign':
      return 'warn';
    case 'truth':
      return isFinding(record) ? 'bad' : 'good';
    case 'protection':
      return record.action === 'failed' ? 'bad' : 'plain';
    case 'closed':
      return record.netUsd < 0 ? 'bad' : 'good';
    case 'exit':
      return record.realisedUsd - record.commissionUsd < 0 ? 'bad' : 'good';
    case 'entry':
      return 'good';
    case 'account':
    case 'divergence':
    case 'minute':
    case 'policy':
    case 'revalidated':
    case 'seat':
    case 'shadow':
    case 'slice':
    case 'state':
    case 'universe':
    case 'votes':
      return 'plain';
    default:
      return record satisfies never;
  }
}

/** The position that a record is of; null where it is of none. */
export const positionOfRecord = (record: JournalRecord): string | null =>
  'positionId' in record ? record.positionId : null;

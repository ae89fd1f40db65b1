import type { JournalRecord } from '../../../lib/desk/journal.ts';

/**
 * What a desk did in the minutes after a crash that it does not do in the same minutes without one, in a few words, from
 * its own journal.
 */
export function didAfter(journal: readonly JournalRecord[], usual: readonly JournalRecord[]): string {
  const left = usual.flatMap(words);
  const own = journal.flatMap(words).filter(said => {
    const at = left.indexOf(said);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const counts = new Map<string, number>();
  for (const said of own) counts.set(said, (counts.get(said) ?? 0) + 1);
  const told = [...counts].map(([said, n]) => (n === 1 ? said : `${said} (${n} times)`));
  return told.length === 0 ? 'nothing to mend' : told.join(', ');
}

function words(record: JournalRecord): string[] {
  const hand = record.role === 'guardian' ? 'guardian: ' : '';
  switch (record.type) {
    case 'entry':
      return [record.role === 'entry' ? 'followed the signal' : 'took the filled order into the book'];
    case 'slice':
      return [`slice ${record.slice} ${SLICE[record.state]}`];
    case 'not-taken':
      return [`left the signal: ${record.code}`];
    case 'exit':
      return [`booked the fill: ${record.kind}`];
    case 'closed':
      return ['booked the end'];
    case 'protection':
      return [`${hand}${record.leg === 'working' ? 'stop' : record.leg} ${record.action}`];
    case 'unprotected':
      return [`${hand}found it bare`];
    case 'unknown':
      return [`asked again: ${record.because}`];
    case 'foreign':
      return [record.because];
    case 'trouble':
      return [`${hand}${record.what}: ${record.because}`];
    case 'state':
      return [stateWords(record.what, record.because)];
    case 'truth':
      return [`the day's truth, a difference of ${record.mismatchUsd.toFixed(2)}`];
    case 'policy':
      return [`the policy learnt from ${record.learnt}`];
    // What these say is of the market, not of the crash.
    case 'account':
    case 'minute':
    case 'votes':
    case 'shadow':
    case 'revalidated':
    case 'seat':
    case 'universe':
    case 'divergence':
      return [];
    default:
      return record satisfies never;
  }
}

const SLICE = { waiting: 'waits', filled: 'filled', lapsed: 'given up' } as const;

/** Without the ids that stand in it. */
function stateWords(what: string, because: string): string {
  if (what.startsWith('intent')) return `voided the intent: ${because}`;
  if (what.startsWith('guardian:')) return `guardian: cancelled ${because}`;
  if (what.startsWith('the end of')) return 'counted the end in the book';
  return what.startsWith('orphan') ? 'cancelled an orphan' : `${what}: ${because}`;
}

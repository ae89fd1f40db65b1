import { dynamoJournal } from '../adapters/dynamo/journal.ts';
import type { Partition } from '../adapters/dynamo/table.ts';
import { loggedJournal } from '../adapters/logged-journal.ts';
import type { Journal } from '../ports.ts';
import type { DeskEnvironment } from './environment.ts';

/** A desk's journal in a partition, and where there is a CloudWatch to ask, in the function's log, too. */
export function journalIn(where: Partition, { desk, mode }: Pick<DeskEnvironment, 'desk' | 'mode'>): Journal {
  const journal = dynamoJournal(where);
  return mode === 'embedded' ? journal : loggedJournal(journal, desk);
}

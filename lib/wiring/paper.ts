import { dynamoAccountStore } from '../adapters/dynamo/account-store.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import type { Journal, Venue } from '../ports.ts';
import type { PaperSources } from '../sim/paper/sources.ts';
import { PAPER_TIERS } from '../sim/paper/tiers.ts';
import { paperVenue } from '../sim/paper-venue.ts';
import type { DeskEnvironment, PaperSettings } from './environment.ts';

/** A desk's paper account: an item of its table, over whatever market it is given. What it could not see is journalled. */
export function paperAccount(
  {
    table,
    desk,
    mode,
    balanceUsd,
    accountKind,
  }: Pick<DeskEnvironment, 'table' | 'desk' | 'mode'> & PaperSettings,
  sources: PaperSources,
  journal: Journal,
): Venue {
  return paperVenue({
    ...sources,
    store: dynamoAccountStore(deskTable({ table, desk })),
    openingUsd: balanceUsd,
    accountKind,
    tiers: () => PAPER_TIERS,
    remark: async (minute, because) =>
      await journal.write(
        minute,
        'paper',
        because.map(each => ({
          minute,
          role: 'paper',
          mode,
          type: 'trouble',
          what: 'paper account',
          because: each,
        })),
      ),
  });
}

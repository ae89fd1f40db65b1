import { afterAll, beforeAll } from 'vitest';
import { dynamoAccountStore } from '../../../lib/adapters/dynamo/account-store.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { memoryAccountStore } from '../../../lib/adapters/memory/account-store.ts';
import { minuteOf, minutesAfter } from '../../../lib/desk/units.ts';
import type { AccountStore } from '../../../lib/ports.ts';
import { simMarketPort } from '../../../lib/sim/market-port.ts';
import type { PaperAccount } from '../../../lib/sim/paper/account.ts';
import { localDynamo, TABLE } from '../../adapters/aws.ts';
import type { MakeStage } from '../../contract/scene.ts';
import { venueContract } from '../../contract/venue.ts';
import { paperWorld } from '../../kit/paper.ts';

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let desks = 0;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.close());

const over =
  (store: () => AccountStore<PaperAccount>): MakeStage =>
  async ({ market, startAt, walletUsd }) => {
    const { shown, venue } = paperWorld(market, { startAt, walletUsd, store: store() });
    return {
      market: simMarketPort(shown),
      venue,
      advance: async minutes => shown.advance(minutesAfter(minuteOf(shown.now), minutes)),
      close: async () => {},
    };
  };

venueContract('paper, kept in memory,', over(memoryAccountStore));
venueContract(
  'paper, kept in DynamoDB,',
  over(() =>
    dynamoAccountStore(deskTable({ table: TABLE, desk: `paper-${desks++}`, client: dynamo.client })),
  ),
);

import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { dynamoAccountStore } from '../../lib/adapters/dynamo/account-store.ts';
import { dynamoBookStore } from '../../lib/adapters/dynamo/book-store.ts';
import { dynamoGuardStore } from '../../lib/adapters/dynamo/guard-store.ts';
import { dynamoJournal } from '../../lib/adapters/dynamo/journal.ts';
import { dynamoLimitsMemory } from '../../lib/adapters/dynamo/limits-memory.ts';
import { dynamoModelRoster } from '../../lib/adapters/dynamo/model-roster.ts';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { s3ModelFiles } from '../../lib/adapters/s3/model-files.ts';
import { ssmLimitStore } from '../../lib/adapters/ssm/limit-store.ts';
import { limitParameter } from '../../lib/adapters/ssm/names.ts';
import { accountStoreContract, type SomeState } from '../contract/account-store.ts';
import { bookContract } from '../contract/book.ts';
import { guardStoreContract } from '../contract/guard-store.ts';
import { limitsContract } from '../contract/limits.ts';
import { limitsMemoryContract } from '../contract/limits-memory.ts';
import { modelStoreContract } from '../contract/model-store.ts';
import { deployment, type Stage } from './deployment.ts';

const prepared = inject('prepared');

/** The stores' contracts, which memory and the embedded services keep, by services that nobody here wrote. */
describe.skipIf(prepared.type === 'missing')('on the emulator', () => {
  let stage: Stage;
  let desks = 0;
  beforeAll(async () => {
    stage = await deployment(prepared);
  });
  afterAll(() => stage?.close());

  // A desk of its own for each test: what they see of one another would fail the contract.
  const aDesk = () => `desk-${desks++}`;
  const aTable = (desk = aDesk()) =>
    deskTable({ table: stage.named('BooksTable'), desk, client: stage.services.dynamodb });

  bookContract('the deployed table', async () => {
    const table = aTable();
    return { store: dynamoBookStore(table), reader: dynamoBookReader(table), journal: dynamoJournal(table) };
  });

  guardStoreContract('the deployed table', async () => {
    const table = aTable();
    return { guard: dynamoGuardStore(table.guardian), book: dynamoBookStore(table) };
  });

  accountStoreContract('the deployed table', () => dynamoAccountStore<SomeState>(aTable()));

  limitsMemoryContract('the deployed table', async () => dynamoLimitsMemory(aTable()));

  modelStoreContract('the deployed bucket with the table', async () => {
    const desk = aDesk();
    const files = s3ModelFiles({ bucket: stage.named('ModelsBucket'), desk, client: stage.services.s3 });
    return { files, roster: dynamoModelRoster(aTable(desk)) };
  });

  limitsContract('its Parameter Store', async () => {
    const desk = aDesk();
    const client = stage.services.ssm;
    return {
      store: ssmLimitStore({ client, desk }),
      set: async (name, text) => {
        const Name = limitParameter(desk, name);
        await client.send(new PutParameterCommand({ Name, Value: text, Type: 'String', Overwrite: true }));
      },
    };
  });
});

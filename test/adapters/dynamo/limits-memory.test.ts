import { afterAll, beforeAll } from 'vitest';
import { dynamoLimitsMemory } from '../../../lib/adapters/dynamo/limits-memory.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { limitsMemoryContract } from '../../contract/limits-memory.ts';
import { localDynamo, TABLE } from '../aws.ts';

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let desks = 0;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.close());

limitsMemoryContract('DynamoDB', async () =>
  dynamoLimitsMemory(deskTable({ table: TABLE, desk: `limits-${desks++}`, client: dynamo.client })),
);

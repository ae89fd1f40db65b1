import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ModelRoster } from '../../ports.ts';
import { decode } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { rosterKey } from './keys.ts';
import { getItem, ifHeld, type Partition } from './table.ts';

export const rosterKind: ItemKind = {
  name: 'roster of the models',
  version: 1,
  steps: {},
  shape: z.looseObject({ text: z.string() }),
};

/** Who holds which seat, as one item; written on the condition that what was read still stands there. */
export const dynamoModelRoster = (table: Partition): ModelRoster => {
  const read = async (): Promise<string | undefined> => {
    const item = await getItem(table, rosterKey);
    return item && decode<{ readonly text: string }>(item, rosterKind).text;
  };
  return {
    read,
    write: async (text, before) => {
      const command = new PutCommand({
        TableName: table.table,
        Item: { pk: table.pk, sk: rosterKey, v: rosterKind.version, body: { text } },
        ...(before === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'body.#text = :before',
              ExpressionAttributeNames: { '#text': 'text' },
              ExpressionAttributeValues: { ':before': before },
            }),
      });
      const answer = await ifHeld('saving the roster of the models', table.documents.send(command));
      // The SDK sends a write again when its first answer was lost: then this one's own text stands there.
      return answer !== undefined || (await read()) === text ? 'saved' : 'conflict';
    },
  };
};

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { StoredLimit } from '../../desk/limits/limits.ts';
import type { LimitsSeen } from '../../desk/limits/seen.ts';
import type { LimitsMemory } from '../../ports.ts';
import { plain } from '../plain.ts';
import { decodeVersioned } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { limitsSeenKey } from './keys.ts';
import { instant, type ShapeOf } from './shape.ts';
import { getItem, ifHeld, type Partition } from './table.ts';

/** As stored, so whatever a person has typed: an empty text and an unknown name too. */
const stored = z.looseObject({
  name: z.string(),
  text: z.string(),
  version: z.number(),
} satisfies ShapeOf<StoredLimit>);

const seenShape = z.looseObject({
  minute: instant,
  before: z.array(stored),
  now: z.array(stored),
  good: z.optional(z.array(stored)),
} satisfies ShapeOf<Omit<LimitsSeen, 'rev'>>);

export const seenKind: ItemKind = { name: 'memory of the limits', version: 1, steps: {}, shape: seenShape };

/** What the limits guard remembers, as one item. */
export const dynamoLimitsMemory = (table: Partition): LimitsMemory => ({
  load: async () => {
    const item = await getItem(table, limitsSeenKey);
    return item && decodeVersioned<LimitsSeen>(item, seenKind);
  },
  save: async seen => {
    const { rev, ...body } = seen;
    const command = new PutCommand({
      TableName: table.table,
      Item: {
        pk: table.pk,
        sk: limitsSeenKey,
        v: seenKind.version,
        rev: rev + 1,
        body: plain(body, limitsSeenKey),
      },
      ...(rev === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'rev = :rev', ExpressionAttributeValues: { ':rev': rev } }),
    });
    const answer = await ifHeld('saving what was seen of the limits', table.documents.send(command));
    return answer === undefined ? 'conflict' : 'saved';
  },
});

/** Units of DynamoDB, by the table's own word: each request asks for `ReturnConsumedCapacity`. */
export interface Units {
  readonly read: number;
  readonly written: number;
}

const READS: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);
const WRITES: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);

/** The request that asks what it cost, too. */
export const askingCost = (body: string, operation: string): string =>
  READS.has(operation) || WRITES.has(operation)
    ? JSON.stringify({ ...(JSON.parse(body) as object), ReturnConsumedCapacity: 'TOTAL' })
    : body;

interface Consumed {
  readonly CapacityUnits: number;
}

/**
 * What an answer says that it cost. DynamoDB charges a query that finds nothing one unit, where the embedded table says none,
 * and a write whose condition does not hold one unit, of which no answer tells.
 */
export function costOf(answer: string, operation: string): Units {
  if (!READS.has(operation) && !WRITES.has(operation)) return { read: 0, written: 0 };
  const { ConsumedCapacity } = JSON.parse(answer) as { readonly ConsumedCapacity?: Consumed | Consumed[] };
  const all = ConsumedCapacity === undefined ? [] : [ConsumedCapacity].flat();
  const units = Math.max(
    1,
    all.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0),
  );
  return READS.has(operation) ? { read: units, written: 0 } : { read: 0, written: units };
}

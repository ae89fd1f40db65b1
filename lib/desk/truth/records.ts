import type { JournalRecord } from '../journal.ts';
import { netOf } from '../position/evolve.ts';
import type { Position } from '../position/position.ts';
import { usd } from '../units.ts';
import { dollars } from '../words.ts';
import { type Difference, DUST_USD } from './difference.ts';
import { amountWords, apart, NOTHING, netOfFill } from './fills.ts';
import { isIn, type Span } from './ledger.ts';
import { tradeKey } from './ownership.ts';

type Of<T extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: T }>;

/**
 * The journal against the positions: each exit of the span has a record with the same money, and so has the end of
 * each position that was closed in it. A record that was written twice, by a tick that was repeated, is one.
 */
export function compareRecords(
  span: Span,
  positions: readonly Position[],
  records: readonly JournalRecord[],
): readonly Difference[] {
  const exits = new Map<string, Of<'exit'>>();
  const ends = new Map<string, Of<'closed'>>();
  for (const record of records) {
    if (record.type === 'exit') exits.set(tradeKey(record.symbol, record.tradeId), record);
    if (record.type === 'closed') ends.set(record.positionId, record);
  }
  return positions.flatMap(position => [
    ...exitDifferences(span, position, exits),
    ...endDifferences(span, position, ends),
  ]);
}

function exitDifferences(
  span: Span,
  { id, symbol, fills }: Position,
  exits: ReadonlyMap<string, Of<'exit'>>,
): Difference[] {
  const left = fills.filter(fill => fill.kind !== 'entry' && isIn(span, fill));
  return left.flatMap(fill => {
    const { tradeId, at } = fill;
    const record = exits.get(tradeKey(symbol, tradeId));
    const said = record ?? NOTHING;
    const sizeUsd = apart(fill, said);
    if (sizeUsd <= DUST_USD) return [];
    const because =
      record === undefined
        ? `the exit of ${id} by trade ${tradeId} has no record in the journal`
        : `the record of trade ${tradeId} of ${id}: ${amountWords(fill, said, 'by the journal')}`;
    const [venueUsd, deskUsd] = [netOfFill(fill), netOfFill(said)];
    return [{ what: 'record', symbol, at, tradeId, positionId: id, venueUsd, deskUsd, sizeUsd, because }];
  });
}

function endDifferences(
  span: Span,
  position: Position,
  ends: ReadonlyMap<string, Of<'closed'>>,
): Difference[] {
  const { id, symbol, closedAt } = position;
  if (closedAt === undefined || !isIn(span, { at: closedAt })) return [];
  const record = ends.get(id);
  const [venueUsd, deskUsd] = [netOf(position), record?.netUsd ?? usd(0)];
  const sizeUsd = usd(Math.abs(venueUsd - deskUsd));
  if (sizeUsd <= DUST_USD) return [];
  const because =
    record === undefined
      ? `the end of ${id}, ${dollars(venueUsd)} net, has no record in the journal`
      : `the journal says that ${id} ended with ${dollars(deskUsd)} net, its fills and funding say ${dollars(venueUsd)}`;
  return [{ what: 'record', symbol, at: closedAt, positionId: id, venueUsd, deskUsd, sizeUsd, because }];
}

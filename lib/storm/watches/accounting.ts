import { netOf } from '../../desk/position/evolve.ts';
import type { Position } from '../../desk/position/position.ts';
import type { Watch } from '../judge.ts';
import type { Holding } from '../ledger.ts';
import type { World } from '../world.ts';

const CENT = 0.005;

/** A closed position's fills are the venue's trades, each once; its net is what they and the funding came to (I37). */
export const watchAccounting: Watch = (world, expect) => {
  const seen = new Set<string>();
  return step => {
    if (step.type !== 'saved position') return;
    const { position } = step;
    const isOver = world.table.closed.has(position.id);
    if (position.phase !== 'closed') {
      expect('every fill is accounted for', !isOver, () => `${position.id} is over, and was opened again`);
      return;
    }
    if (seen.has(position.id)) return;
    seen.add(position.id);
    const holding = holdingOf(world, position);
    if (holding === undefined || holding.isMixed) return;
    const wanted = holding.trades.map(({ id }) => String(id)).toSorted();
    const got = position.fills.map(({ tradeId }) => tradeId).toSorted();
    expect(
      'every fill is accounted for',
      wanted.join() === got.join(),
      () => `${position.id} closed with the trades ${got.join(' ')}; the venue lists ${wanted.join(' ')}`,
    );
    const venueNet =
      holding.trades.reduce((sum, { realisedUsd, commissionUsd }) => sum + realisedUsd - commissionUsd, 0) +
      fundingOf(world, holding);
    expect(
      'every fill is accounted for',
      Math.abs(venueNet - netOf(position)) < CENT,
      () =>
        `${position.id} came to ${netOf(position).toFixed(4)}, by the venue's ledger to ${venueNet.toFixed(4)}`,
    );
  };
};

const holdingOf = ({ ledger }: World, { entryOrderId, symbol }: Position): Holding | undefined =>
  ledger.ended.find(
    each => each.symbol === symbol && each.trades.some(({ orderId }) => String(orderId) === entryOrderId),
  );

const fundingOf = (
  { engine }: World,
  { symbol, openedAt, flatAt = Number.POSITIVE_INFINITY }: Holding,
): number =>
  engine
    .income()
    .filter(
      ({ type, symbol: of, time }) =>
        type === 'FUNDING_FEE' && of === symbol && time > openedAt && time <= flatAt,
    )
    .reduce((sum, { amountUsd }) => sum + amountUsd, 0);

import type { Intent } from '../../../lib/desk/book.ts';
import { clientIdPrefix } from '../../../lib/desk/client-id.ts';
import type { JournalRecord } from '../../../lib/desk/journal.ts';
import { netOf } from '../../../lib/desk/position/evolve.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import { absQty, minuteOf, signed } from '../../../lib/desk/units.ts';
import type { DeskState } from '../../../lib/ports.ts';
import type { Engine } from '../../../lib/sim/engine/engine.ts';
import { DESK, type Servers } from './servers.ts';

/**
 * Everything that has to hold again after a crash, by the exchange's own state against what the desk has stored. Answers
 * what does not; nothing, where all of it does.
 */
export async function broken({
  exchange: { engine },
  reader,
}: Pick<Servers, 'exchange' | 'reader'>): Promise<string[]> {
  const [state, closed] = await Promise.all([reader.load(), reader.closedPositions({ newest: 50 })]);
  const journal: JournalRecord[] = [];
  const from = minuteOf(engine.state.startedAt);
  for await (const record of reader.journal({ from, to: minuteOf(engine.now) })) journal.push(record);
  const live = new Set(state.positions.map(({ id }) => id));
  const all = [...state.positions, ...closed.filter(({ id }) => !live.has(id))];
  return [
    ...bare(engine),
    ...doubled(engine, all),
    ...unbooked(engine, all),
    ...disagreeing(engine, state),
    ...orphans(engine, state),
    ...heldForNothing(state),
    ...forgotten(state, all, journal),
  ];
}

/** An exit or an end without its record, a stop-out that the protections do not know of, a trace that does not add up. */
function forgotten(
  { book }: DeskState,
  positions: readonly Position[],
  journal: readonly JournalRecord[],
): string[] {
  const exits = new Set(journal.flatMap(record => (record.type === 'exit' ? [record.tradeId] : [])));
  const ends = new Set(journal.flatMap(record => (record.type === 'closed' ? [record.positionId] : [])));
  const left = positions.flatMap(({ fills }) => fills.filter(({ kind }) => kind !== 'entry'));
  const over = positions.filter(({ closedAt }) => closedAt !== undefined);
  const stopped = over.filter(({ fills }) => fills.some(({ kind }) => kind === 'stop-loss'));
  const untraced = positions.filter(
    ({ trace, executedNotionalUsd }) => Math.abs(traced(trace) / executedNotionalUsd - 1) > 0.001,
  );
  return [
    ...left.filter(fill => !exits.has(fill.tradeId)).map(({ tradeId }) => `exit ${tradeId} has no record`),
    ...over.filter(({ id }) => !ends.has(id)).map(({ id }) => `the end of ${id} has no record`),
    ...(book === undefined || book.recentStops.length === stopped.length
      ? []
      : ['a stop-out is not counted']),
    ...untraced.map(({ id }) => `the trace of ${id} does not add up`),
  ];
}

/** A position without a stop of its full size, on its closing side, that can only reduce, ahead of liquidation. */
export function bare(engine: Engine): string[] {
  return engine.positions().flatMap(({ symbol, qty, markPrice, liquidationPrice }) => {
    const long = qty > 0;
    const stop = engine.openAlgos(symbol).some(algo => {
      const covers = algo.closePosition || (algo.reduceOnly && algo.qty >= absQty(qty));
      const ahead = long ? algo.triggerPrice < markPrice : algo.triggerPrice > markPrice;
      const inTime =
        liquidationPrice <= 0 ||
        (long ? algo.triggerPrice > liquidationPrice : algo.triggerPrice < liquidationPrice);
      const closes = algo.type === 'STOP_MARKET' && algo.side === (long ? 'sell' : 'buy');
      return closes && covers && ahead && inTime;
    });
    return stop ? [] : [`${symbol} has no full-size stop`];
  });
}

/** Two orders for one intent, or more of an entry than was intended. */
function doubled(engine: Engine, positions: readonly Position[]): string[] {
  const sent = engine.state.accepted.map(({ clientId }) => clientId);
  const twice = sent.filter((id, i) => sent.indexOf(id) !== i);
  const large = positions.filter(each => each.executedNotionalUsd > each.intendedNotionalUsd * 1.001);
  return [...twice.map(id => `two orders ${id}`), ...large.map(({ id }) => `${id} is larger than intended`)];
}

/** An execution that no position has, or money of the account that the positions do not add up to, to the cent. */
function unbooked(engine: Engine, positions: readonly Position[]): string[] {
  const booked = positions.flatMap(({ fills }) => fills.map(({ tradeId }) => Number(tradeId)));
  const missing = engine.trades().filter(({ id }) => !booked.includes(id));
  const twice = booked.filter((id, i) => booked.indexOf(id) !== i);
  const account = engine
    .income()
    .reduce((sum, { type, amountUsd }) => (type === 'TRANSFER' ? sum : sum + amountUsd), 0);
  const book = positions.reduce((sum, position) => sum + netOf(position), 0);
  return [
    ...missing.map(({ id }) => `trade ${id} is in no position`),
    ...twice.map(id => `trade ${id} is booked twice`),
    ...(Math.abs(account - book) < 0.005 ? [] : [`the account says ${account}, the positions ${book}`]),
  ];
}

/** A quantity of the book that is not the venue's, or a position whose state is in doubt. */
function disagreeing(engine: Engine, { positions }: DeskState): string[] {
  const held = new Map(engine.positions().map(({ symbol, qty }) => [symbol, qty]));
  const wrong = positions.filter(
    ({ symbol, side, qty, phase }) =>
      phase === 'unknown' ||
      signed(side, qty) !== (held.get(symbol) ?? (phase === 'closed' ? signed(side, qty) : 0)),
  );
  const unknown = [...held.keys()].filter(symbol => !positions.some(each => each.symbol === symbol));
  return [
    ...wrong.map(({ id }) => `${id} is not as the venue has it`),
    ...unknown.map(symbol => `${symbol} is in no book`),
  ];
}

/** An order that rests and that no open position counts among its own, live. */
function orphans(engine: Engine, { positions }: DeskState): string[] {
  const open = positions.filter(({ phase, qty }) => phase !== 'closed' && qty > 0);
  const known = new Set(
    open.flatMap(({ protection }) =>
      protection.filter(({ state }) => state === 'live').map(({ clientId }) => clientId),
    ),
  );
  const resting = [...engine.openAlgos(), ...engine.openOrders()];
  return resting
    .filter(({ clientId }) => clientId.startsWith(clientIdPrefix(DESK)) && !known.has(clientId))
    .map(({ clientId }) => `order ${clientId} belongs to nothing`);
}

/** Capacity without an intent, an intent that nobody has settled, or one that waits for a position that is over. */
function heldForNothing({ book, intents, positions }: DeskState): string[] {
  const open = new Set(positions.filter(({ qty }) => qty > 0).map(({ id }) => id));
  const waits = ({ state, positionId }: Intent) => state === 'waiting' && open.has(positionId);
  const alive = new Set(intents.filter(waits).map(({ id }) => id));
  return [
    ...intents.filter(each => !waits(each)).map(({ state }) => `an intent is ${state}`),
    ...(book?.reservations ?? [])
      .filter(({ intentId }) => !alive.has(intentId))
      .map(({ notionalUsd }) => `${notionalUsd.toFixed(2)} USD are held for nothing`),
  ];
}

import { expect } from 'vitest';
import type { Position } from '../../lib/desk/position/position.ts';
import { traced } from '../../lib/desk/sizing/trace.ts';
import { signed } from '../../lib/desk/units.ts';
import type { TestDesk } from './desk.ts';
import { COIN } from './stage.ts';

/** Levels of the simulated book within ten basis points of the best quote. */
const LEVELS_WITHIN = 11;
const DEPTH_USD = 50_000;

/** From now on the book holds about so many dollars within the slippage limit, every minute anew. */
export function holds(desk: TestDesk, dollars: number, spreadFraction = 0): void {
  const depthTimes = dollars / LEVELS_WITHIN / DEPTH_USD;
  desk.engine.setBook(COIN, { spreadFraction, depthTimes });
}

/** The position of the coin, live or closed. */
export async function positionIn(desk: TestDesk): Promise<Position> {
  const [live] = (await desk.store.load()).positions;
  const [closed] = live === undefined ? await desk.store.closedPositions({ newest: 1 }) : [];
  const position = live ?? closed;
  if (position === undefined) throw new Error('there is no position');
  return position;
}

export const waitingIn = async (desk: TestDesk) =>
  (await desk.store.load()).intents.filter(intent => intent.state === 'waiting');

/** What was said of slices, in order: `2 waiting`, `2 filled`, `3 lapsed`. */
export const sliceWords = async (desk: TestDesk): Promise<string[]> =>
  (await desk.records('slice')).map(({ slice, state }) => `${slice} ${state}`);

/** The trace is a chain that ends at what was executed, and no step after the policy's adds but a slice. */
export function expectAddsUp({ trace, executedNotionalUsd, intendedNotionalUsd }: Position): void {
  trace.forEach((line, i) => {
    if (i > 0) expect(line.beforeUsd).toBe(trace[i - 1]?.afterUsd);
  });
  expect(traced(trace) / executedNotionalUsd).toBeCloseTo(1, 3);
  expect(executedNotionalUsd).toBeLessThanOrEqual(intendedNotionalUsd * 1.001);
}

/** Stops and targets rest for just what the position is: one stop of its size, targets that sum to it. */
export async function expectCovered(desk: TestDesk): Promise<void> {
  const position = await positionIn(desk);
  const resting = await desk.desk.venue.openConditionals();
  const stops = resting.filter(order => order.type === 'stop-market');
  expect(stops.some(order => order.qty === 'all')).toBe(true);
  expect(stops.filter(order => order.qty === position.qty)).toHaveLength(1);
  const targets = resting.filter(order => order.type === 'take-profit-market');
  const sum = targets.reduce((total, { qty }) => total + Number(qty), 0);
  expect(sum).toBeCloseTo(position.qty, 9);
  expect(targets).toHaveLength(position.targets.filter(({ filled }) => !filled).length);
  const [held] = await desk.desk.venue.positions();
  expect(held?.qty).toBe(signed(position.side, position.qty));
}

/** Nothing is owed, reserved or asked about any more. */
export async function expectNothingOwed(desk: TestDesk): Promise<void> {
  const { intents, book } = await desk.store.load();
  expect(intents).toEqual([]);
  expect(book?.reservations).toEqual([]);
}

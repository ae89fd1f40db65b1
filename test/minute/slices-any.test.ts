import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAccounted } from '../../lib/desk/position/evolve.ts';
import type { Position } from '../../lib/desk/position/position.ts';
import { isBetterFor, type Side } from '../../lib/desk/units.ts';
import { aDesk, aSignalAt, coinMarket, type TestDesk } from '../kit/desk.ts';
import { dying } from '../kit/dying.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { expectAddsUp, expectNothingOwed, holds } from '../kit/thin-book.ts';

const MINUTES = 7;
/** A cap of then, in dollars a trade; undefined leaves the default. */
interface Minute {
  readonly depthUsd: number;
  readonly moveBps: number;
  readonly capUsd: number | undefined;
  /** Behind which of its changes the minute's process dies. */
  readonly diesAt: number | undefined;
}

const minuteOf = fc.record<Minute>({
  depthUsd: fc.integer({ min: 60, max: 600 }),
  moveBps: fc.oneof(fc.integer({ min: -15, max: 15 }), fc.integer({ min: -70, max: 70 })),
  capUsd: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: 150, max: 1_000 }) },
  ),
  diesAt: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 25 }) },
  ),
});

const minute = (depthUsd: number, changes: Partial<Minute> = {}): Minute => ({
  depthUsd,
  moveBps: 0,
  capUsd: undefined,
  diesAt: undefined,
  ...changes,
});
/** Found by chance: the last tick dies behind a stop, which the bar then hits; its id was given to the next stop. */
const STOP_LOST_WITH_ITS_TICK: Minute[] = [
  minute(111),
  minute(111, { capUsd: 211, diesAt: 5 }),
  minute(60, { capUsd: 150 }),
  minute(60, { diesAt: 1 }),
  minute(60, { moveBps: 33 }),
  minute(60, { moveBps: 53 }),
  minute(60, { moveBps: -54, diesAt: 1 }),
];

/** Bars of one close after the other, as the moves say. */
function barsOf(minutes: readonly Minute[]): ScriptedBar[] {
  let last = 1_000;
  return minutes.map(({ moveBps }) => {
    const open = last;
    last = Number((last * (1 + moveBps / 10_000)).toFixed(2));
    return [open, Math.max(open, last), Math.min(open, last), last];
  });
}

/** What holds of a position at the end of any minute, whatever its ticks went through. */
function expectSound(position: Position, before: Position | undefined): void {
  const { qty, targets, fills, side, executedNotionalUsd, intendedNotionalUsd } = position;
  expect(qty).toBeGreaterThanOrEqual(0);
  expect(executedNotionalUsd).toBeLessThanOrEqual(intendedNotionalUsd);
  const exits = fills.some(({ kind }) => kind !== 'entry');
  const open = targets.filter(({ filled }) => !filled).reduce((sum, leg) => sum + leg.qty, 0);
  if (!exits) expect(open).toBeCloseTo(qty, 9);
  if (before === undefined) return;
  expect(isBetterFor(side, before.stopPrice, position.stopPrice)).toBe(false);
  expect(position.initialStopPrice).toBe(before.initialStopPrice);
  // What has been reduced is not enlarged again.
  if (before.exits.length > 0) expect(position.entryQty).toBe(before.entryQty);
}

async function live(desk: TestDesk, minute: Minute, process: ReturnType<typeof dying>): Promise<void> {
  holds(desk, minute.depthUsd);
  desk.limits.set('risk/trade-notional-usd-max', String(minute.capUsd ?? 5_000));
  process.arm(minute.diesAt);
  for (const tick of [() => desk.monitor(), () => desk.enter()]) {
    await tick().catch(() => undefined);
    if (process.isDead()) break;
  }
  process.revive();
}

test('for any books, prices, caps and deaths of the process a position never outgrows its plan, and nothing stays owed', async () => {
  let slices = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Side>('long', 'short'),
      fc.array(minuteOf, { minLength: MINUTES, maxLength: MINUTES }),
      async (side, minutes) => {
        const process = dying();
        const bars = barsOf(minutes);
        const end = bars.at(-1)?.[3] ?? 1_000;
        const desk = await aDesk({
          market: coinMarket([...bars, ...flat(end, 20)], { at: 1_000 }),
          signals: [aSignalAt(0, side)],
          equityUsd: 15_000,
          over: 'process',
          change: process.change,
        });
        let before: Position | undefined;
        for (const minute of minutes) {
          await live(desk, minute, process);
          const [position] = (await desk.store.load()).positions;
          if (position !== undefined) expectSound(position, before);
          before = position ?? before;
          await desk.advance();
        }
        // A deep book and ticks that live: everything comes to rest.
        holds(desk, 50_000);
        await desk.minutes(5);
        await expectNothingOwed(desk);
        const { positions, book } = await desk.store.load();
        const position = positions[0] ?? (await desk.store.closedPositions({ newest: 1 }))[0];
        const held = (await desk.desk.venue.positions()).reduce((sum, { qty }) => sum + Math.abs(qty), 0);
        expect(held).toBe(positions[0]?.qty ?? 0);
        expect(desk.engine.state.safety.duplicateOrders).toBe(0);
        expect(book?.day.fidelities.length).toBeLessThanOrEqual(1);
        if (position === undefined) return;
        expect(isAccounted(position)).toBe(true);
        expectAddsUp(position);
        slices += position.slices.filter(({ state }) => state === 'filled').length;
      },
    ),
    { numRuns: 150, examples: [['long', STOP_LOST_WITH_ITS_TICK]] },
  );
  // The property is about slices: there were some.
  expect(slices).toBeGreaterThan(40);
});

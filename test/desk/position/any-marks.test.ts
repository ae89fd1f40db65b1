import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBetterFor, price, type Side, signOf } from '../../../lib/desk/units.ts';
import { anyLimits } from '../../kit/any-limits.ts';
import { played } from '../../kit/play.ts';
import { aPosition } from '../../kit/positions.ts';

/** A minute: where the mark goes to, by hundredths of the entry price in favour, and whether the next target fills. */
const minute = fc.record({
  favour: fc
    .oneof(
      { weight: 4, arbitrary: fc.integer({ min: 20, max: 99 }) },
      { weight: 1, arbitrary: fc.integer({ min: -90, max: 500 }) },
    )
    .map(n => n / 100),
  // A mark that is no price now and then: the desk waits for one that is.
  noPrice: fc.option(fc.constantFrom('0', '-7'), { freq: 20 }),
  fills: fc.boolean(),
});

test('I34 I28 over any marks and fills a stop rests that only ever moves in favour, for all of what is left', () => {
  let moved = 0;
  fc.assert(
    fc.property(
      fc.constantFrom<Side>('long', 'short'),
      fc.array(minute, { minLength: 1, maxLength: 25 }),
      anyLimits,
      (side, minutes, limits) => {
        const position = aPosition({ side });
        const targets = position.targets.map(({ leg }) => leg);
        const rows = minutes.map(({ favour, noPrice, fills }) => {
          const fill = fills ? targets.shift() : undefined;
          const mark = noPrice ?? String(100 + signOf(side) * favour);
          return { mark, ...(fill === undefined ? {} : { fill }) };
        });
        let at = position.stopPrice;
        for (const { actions, position: now, stop } of played(rows, { position, limits })) {
          // At market nothing is left to a stop, and when all has been closed there is nothing to protect.
          if (actions.some(({ type }) => type === 'exit') || now.qty === 0) break;
          expect(isBetterFor(side, at, now.stopPrice)).toBe(false);
          if (stop !== undefined) expect(isBetterFor(side, at, price(stop))).toBe(false);
          const working = actions.find(action => action.type === 'place' && action.leg === 'working');
          if (working?.type === 'place') {
            expect(working.qty).toBe(now.qty);
            expect(isBetterFor(side, at, working.triggerPrice)).toBe(false);
          }
          if (now.stopPrice !== at) moved += 1;
          at = now.stopPrice;
        }
      },
    ),
    { numRuns: 1_000 },
  );
  // Some 130 in a thousand runs: without moves the property would say nothing.
  expect(moved).toBeGreaterThan(50);
});

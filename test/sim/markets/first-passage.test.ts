import { describe, expect, test } from 'vitest';
import { upperFirst } from '../../../lib/sim/markets/first-passage.ts';
import { seededRandom } from '../../../lib/sim/random.ts';

describe('which barrier comes first', () => {
  test.each([
    { says: 'no drift is even', barrier: 2.4, drift: 0, driftBars: 16, chance: 0.5 },
    { says: 'a drift for no time is even', barrier: 2.4, drift: 0.3, driftBars: 0, chance: 0.5 },
    {
      says: 'a near barrier: the gambler’s ruin',
      barrier: 0.8,
      drift: 0.3,
      driftBars: 16,
      chance: 1 / (1 + Math.exp(-2 * 0.3 * 0.8)),
    },
    // A deviation of 4 after 16 bars against a drift of 4.48: the normal distribution at 1.12.
    { says: 'a far barrier: the sign of the end', barrier: 60, drift: 0.28, driftBars: 16, chance: 0.868643 },
    {
      says: 'a far barrier, and drift for half of the time',
      barrier: 60,
      drift: 0.28,
      driftBars: 8,
      chance: 0.71226,
    },
  ])('$says', ({ barrier, drift, driftBars, chance }) => {
    const race = { barrier, drift, driftBars, horizonBars: 16 };
    expect(upperFirst(race)).toBeCloseTo(chance, 5);
    expect(upperFirst({ ...race, drift: -drift })).toBeCloseTo(1 - chance, 5);
  });

  test.each([
    [2.7, 0.28, 24],
    [2.7, 0.28, 6],
    [1.5, 0.11, 3],
    [5, 0.28, 9],
  ])('agrees with walking it: barrier %d, drift %d for %d bars', (barrier, drift, driftBars) => {
    const walks = 20_000;
    const random = seededRandom(9, `${barrier} ${drift} ${driftBars}`);
    let ups = 0;
    for (let i = 0; i < walks; i += 1) if (walk(barrier, drift, driftBars, random)) ups += 1;
    const stated = upperFirst({ barrier, drift, driftBars, horizonBars: 16 });
    expect(Math.abs(ups / walks - stated)).toBeLessThan(3.5 * Math.sqrt(0.25 / walks));
  });

  test('more drift, for longer, is never less likely', () => {
    let last = 0.5;
    for (let driftBars = 1; driftBars <= 20; driftBars += 1) {
      const chance = upperFirst({ barrier: 2.5, drift: 0.28, driftBars, horizonBars: 16 });
      expect(chance).toBeGreaterThanOrEqual(last - 1e-9);
      expect(upperFirst({ barrier: 2.5, drift: 0.4, driftBars, horizonBars: 16 })).toBeGreaterThan(chance);
      last = chance;
    }
  });
});

/** One walk in steps of a tenth of a bar; between them the bridge may have touched. */
function walk(
  barrier: number,
  drift: number,
  driftBars: number,
  random: { next(): number; normal(): number },
) {
  let x = 0;
  for (let step = 0; step < 160; step += 1) {
    const y = x + (step < driftBars * 10 ? drift / 10 : 0) + random.normal() * Math.sqrt(0.1);
    const touched = (room: number, after: number) =>
      room <= 0 || after <= 0 || random.next() < Math.exp(-20 * room * after);
    if (touched(barrier - x, barrier - y)) return true;
    if (touched(barrier + x, barrier + y)) return false;
    x = y;
  }
  return x > 0;
}

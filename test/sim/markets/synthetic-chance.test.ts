import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../lib/desk/candle.ts';
import { atrFraction } from '../../../lib/desk/indicators.ts';
import { epochMs, price } from '../../../lib/desk/units.ts';
import { AtrFraction, chanceOf } from '../../../lib/sim/markets/synthetic-chance.ts';
import { PEG_PULL_PER_MINUTE } from '../../../lib/sim/markets/synthetic-mood.ts';
import { seededRandom } from '../../../lib/sim/random.ts';

const still = { deviation: 0.004, drift: 0, driftBars: 0, pegGap: 0 };

describe('the chance of an outlook', () => {
  test.each([
    { says: 'nothing on is even', outlook: still, atr: 0.006, from: 0.5, to: 0.5 },
    {
      says: 'a strong tilt',
      outlook: { ...still, drift: 0.28, driftBars: 24 },
      atr: 0.0064,
      from: 0.78,
      to: 0.8,
    },
    {
      says: 'its other side',
      outlook: { ...still, drift: -0.28, driftBars: 24 },
      atr: 0.0064,
      from: 0.2,
      to: 0.22,
    },
    {
      says: 'one nearly over',
      outlook: { ...still, drift: 0.28, driftBars: 1 },
      atr: 0.0064,
      from: 0.54,
      to: 0.57,
    },
  ])('$says', ({ outlook, atr, from, to }) => {
    const chance = chanceOf(outlook, atr);
    expect(chance).toBeGreaterThanOrEqual(from);
    expect(chance).toBeLessThanOrEqual(to);
  });

  test('R is held between 0.6 and 3 %', () => {
    const tilted = { ...still, drift: 0.28, driftBars: 24 };
    expect(chanceOf(tilted, 0.001)).toBe(chanceOf(tilted, 0.004));
    expect(chanceOf(tilted, 0.02)).toBe(chanceOf(tilted, 0.5));
    expect(chanceOf(tilted, 0.004)).toBeLessThan(chanceOf(tilted, 0.02));
  });

  test.each([0.0006, -0.0011])('a peg %d away pulls as walking it does', pegGap => {
    const deviation = 0.00006;
    const random = seededRandom(5, `peg ${pegGap}`);
    const walks = 10_000;
    let ups = 0;
    for (let i = 0; i < walks; i += 1) {
      let gone = 0;
      for (let minute = 0; minute < 240; minute += 1) {
        gone += PEG_PULL_PER_MINUTE * (pegGap - gone) + (deviation / Math.sqrt(15)) * random.normal();
      }
      if (gone > 0) ups += 1;
    }
    const stated = chanceOf({ ...still, deviation, pegGap }, 0.0001);
    expect(Math.abs(stated - 0.5)).toBeGreaterThan(0.03);
    expect(Math.abs(ups / walks - stated)).toBeLessThan(3.5 * Math.sqrt(0.25 / walks));
  });

  test('the average true range is the desk’s, bar by bar', () => {
    const random = seededRandom(4, 'bars');
    const atr = new AtrFraction();
    const bars: Candle[] = [];
    for (let i = 0; i < 60; i += 1) {
      const [open, close] = [100 + random.normal(), 100 + random.normal()];
      const [high, low] = [Math.max(open, close) + random.next(), Math.min(open, close) - random.next()];
      const at = epochMs(i * 900_000);
      bars.push({
        at,
        open: price(open),
        high: price(high),
        low: price(low),
        close: price(close),
        volume: 1,
      });
      const own = atr.next(high, low, close);
      const theirs = atrFraction(bars, 14);
      if (theirs === undefined) expect(own).toBeUndefined();
      else expect(own).toBeCloseTo(theirs, 12);
    }
  });
});

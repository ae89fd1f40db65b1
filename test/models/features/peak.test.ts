import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../lib/desk/units.ts';
import { FEATURES, featuresAt, WINDOW_BARS } from '../../../lib/models/features.ts';
import { columnOf } from '../../../lib/models/schema.ts';
import { aSeries, BAR_MS, type Bar, BEGIN } from '../kit/coins.ts';

const LAST = WINDOW_BARS - 1;
const quiet = (i: number): Bar => (i % 2 === 0 ? [100, 102, 99, 101, 100] : [101, 102, 99, 100, 100]);

/** The peak's features where some bars, by how long ago they were, are others than quiet ones. */
function peakOf(others: Readonly<Record<number, Bar>>): Record<string, number> {
  const bars = Array.from({ length: WINDOW_BARS }, (_, i) => others[LAST - i] ?? quiet(i));
  const { values } = featuresAt([aSeries(bars)], epochMs(BEGIN + LAST * BAR_MS));
  const of = (name: string) => values[columnOf(FEATURES.names, `peak-${name}-32`)] ?? Number.NaN;
  return {
    age: of('age'),
    flow: of('flow'),
    move: of('move'),
    volume: of('volume'),
    volumeSince: of('volume-since'),
    returnSince: of('return-since'),
  };
}

describe('the peak', () => {
  test('is the loud bar that moved furthest, not the loudest', () => {
    const { age, flow, volume } = peakOf({ 20: [100, 101, 99, 100.1, 2000], 7: [100, 104, 99, 104, 800] });
    expect(age).toBe(7);
    expect(flow).toBeGreaterThan(0);
    // Before it are 31 bars of 100 and one of 2,000.
    expect(volume).toBeCloseTo(800 / ((31 * 100 + 2000) / 32), 4);
  });

  test('points where the bar went', () => {
    const [up, down] = [peakOf({ 7: [100, 104, 99, 104, 800] }), peakOf({ 7: [104, 104, 99, 100, 800] })];
    expect([up.flow, up.move, up.volume, up.volumeSince].map(value => Math.sign(value ?? 0))).toEqual([
      1, 1, 1, 1,
    ]);
    expect([down.flow, down.move, down.volume, down.volumeSince].map(value => Math.sign(value ?? 0))).toEqual(
      [-1, -1, -1, -1],
    );
  });

  test('is followed by what has traded and moved since', () => {
    const { volumeSince, returnSince } = peakOf({ 2: [100, 104, 99, 104, 800], 1: quiet(0), 0: quiet(1) });
    expect(volumeSince).toBeCloseTo(1, 4);
    expect(returnSince).toBeLessThan(0);
  });

  test('has nothing since while it is the last bar', () => {
    const { age, volumeSince, returnSince } = peakOf({ 0: [100, 104, 99, 104, 800] });
    expect([age, volumeSince, returnSince]).toEqual([0, Number.NaN, 0]);
  });

  test('is missing where no bar moved on more than the usual volume', () => {
    const still = peakOf({ 9: [100, 101, 99, 100, 800] });
    expect(Object.values(peakOf({})).every(Number.isNaN)).toBe(true);
    expect(Object.values(still).every(Number.isNaN)).toBe(true);
    const old = peakOf({ 32: [100, 104, 99, 104, 800] });
    expect(Object.values(old).every(Number.isNaN)).toBe(true);
  });
});

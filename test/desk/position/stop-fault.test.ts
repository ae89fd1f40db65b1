import { describe, expect, test } from 'vitest';
import { initialStop, stopFault } from '../../../lib/desk/position/bracket.ts';
import { fraction, price, type Side } from '../../../lib/desk/units.ts';

const fault = (side: Side, entry: number, stop: number, tick: number) =>
  stopFault(side, price(entry), fraction(stop), price(tick));

describe('I24 before anything is sent it is asked whether the stop can be placed as planned:', () => {
  test.each<[string, Side, number, number, number]>([
    ['it can on fine ticks', 'long', 100, 0.008, 0.01],
    ['and for a short', 'short', 100, 0.008, 0.01],
    ['it may lie a quarter farther than planned', 'long', 100, 0.008, 1],
    ['and so for a short', 'short', 100, 0.008, 1],
  ])('%s', (_why, side, entry, stop, tick) => expect(fault(side, entry, stop, tick)).toBeUndefined());

  test.each<[string, Side, number, number, number, string]>([
    [
      'not farther than that',
      'long',
      100,
      0.0079,
      1,
      'ticks of 1 are too coarse for a stop of 0.0079 at 100',
    ],
    ['nor for a short', 'short', 100, 0.0079, 1, 'ticks of 1 are too coarse for a stop of 0.0079 at 100'],
    ['not at a price of nothing', 'long', 1, 0.9, 1, 'ticks of 1 are too coarse for a stop of 0.9 at 1'],
    ['not at the entry', 'long', 100, 0, 0.01, 'ticks of 0.01 are too coarse for a stop of 0 at 100'],
    ['not where no price is left', 'long', 100, 1, 0.01, 'a stop of 1 has no price below 100'],
    ['not below that', 'long', 100, 1.5, 0.01, 'a stop of 1.5 has no price below 100'],
    [
      'not at a distance that is no number',
      'short',
      100,
      Number.NaN,
      0.01,
      'a stop of NaN has no price below 100',
    ],
    ['not on a tick of nothing', 'long', 100, 0.008, 0, 'a stop of 0.008 has no price below 100'],
    [
      'not on a tick that is no number',
      'long',
      100,
      0.008,
      Number.NaN,
      'a stop of 0.008 has no price below 100',
    ],
  ])('%s', (_why, side, entry, stop, tick, sentence) => {
    expect(fault(side, entry, stop, tick)).toBe(sentence);
  });
});

test('I24 a stop at a price of nothing is a bug, and is thrown', () => {
  expect(() => initialStop('long', price(1), fraction(0.9), price(1))).toThrow('stop 0 is on the wrong side');
});

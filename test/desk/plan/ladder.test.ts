import { expect, test } from 'vitest';
import {
  type LadderSetting,
  ladderFor,
  ladderShares,
  parseLadder,
  targetsOf,
} from '../../../lib/desk/plan/ladder.ts';
import { fraction, leverage } from '../../../lib/desk/units.ts';

const ladder = (text: string): LadderSetting => {
  const read = parseLadder(text);
  if ('problem' in read) throw new Error(read.problem);
  return read.value;
};
const distances = (setting: LadderSetting, stop: number, times: number) =>
  targetsOf(ladderFor(setting, leverage(times)), fraction(stop), leverage(times)).map(
    ({ distanceFraction }) => Number(distanceFraction.toFixed(10)),
  );

test('by leverage: from 10x a return on margin of 6, 10 and 15 %, below it 1, 2 and 3 stop distances', () => {
  expect(distances('by-leverage', 0.03, 10)).toEqual([0.006, 0.01, 0.015]);
  expect(distances('by-leverage', 0.008, 9)).toEqual([0.008, 0.016, 0.024]);
});

test('R is a multiple of the stop distance, whatever the leverage', () => {
  expect(distances(ladder('2R:1'), 0.008, 3)).toEqual([0.016]);
  expect(distances(ladder('2R:1'), 0.008, 20)).toEqual([0.016]);
});

test('I08 ROI is a return on margin: the price moves by the leverage less', () => {
  expect(distances(ladder('0.06ROI:0.5 0.15ROI:0.5'), 0.03, 3)).toEqual([0.02, 0.05]);
  expect(distances(ladder('0.06ROI:0.5 0.15ROI:0.5'), 0.03, 15)).toEqual([0.004, 0.01]);
});

test('I29 the legs of both built-in ladders sum to one', () => {
  for (const times of [3, 10])
    expect(ladderShares(ladderFor('by-leverage', leverage(times)))).toBeCloseTo(1, 12);
});

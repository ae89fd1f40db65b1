import { expect, test } from 'vitest';
import { DAY_MS, epochMs } from '../../lib/desk/units.ts';
import type { Learner } from '../../lib/models/learner.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { TrainingError } from '../../lib/models/trees/errors.ts';
import { type Walked, type WalkRequest, walkKinds } from '../../lib/models/walk.ts';
import { atOnce, finished } from '../../lib/models/work.ts';
import { limitsWith } from '../kit/builders.ts';
import { BEGIN, walkingCoins } from './kit/coins.ts';
import { ridgeLearner } from './kit/ridge.ts';

const DAYS = 30;
const coins = walkingCoins({ seed: 2, coins: 4, bars: 96 * DAYS, edge: 0.6 });
const ridge = ridgeLearner as Learner<unknown>;
const request: WalkRequest = {
  coins,
  recipe: DEFAULT_RECIPE,
  learners: [ridge, { ...ridge, kind: 'lightgbm' }],
  limits: limitsWith(),
  market: 'synthetic',
  to: epochMs(BEGIN + DAYS * DAY_MS),
  everyBars: 2,
  seed: 1,
  trials: 3,
};
const walked = finished(walkKinds(request));
const rowsOf = (one: Walked | undefined) => (one && 'evaluation' in one ? one.evaluation.rows : Number.NaN);

test('shows each kind by itself, then all of them together on the rows after their first fifth', () => {
  expect(walked.map(({ name }) => name)).toEqual([ridge.kind, 'lightgbm', 'ensemble']);
  const [first, second, together] = walked.map(rowsOf);
  expect(second).toBe(first);
  expect((together ?? 0) / (first ?? 1)).toBeCloseTo(0.8, 1);
});

test('tells of a kind that cannot be trained, and goes on with the others', () => {
  const refusing: Learner<unknown> = {
    ...ridge,
    kind: 'nhits',
    train: () =>
      atOnce(() => {
        throw new TrainingError('shape', 'it says the same of all');
      }),
  };
  const told = finished(walkKinds({ ...request, learners: [refusing, ridge] }));
  expect(told).toMatchObject([{ name: 'nhits', refusal: 'it says the same of all' }, { name: ridge.kind }]);
});

test('is repeated to the bit', () => {
  expect(finished(walkKinds(request))).toEqual(walked);
});

import { afterEach, describe, expect, test } from 'vitest';
import { treeCount } from '../../../lib/models/trees/booster.ts';
import { ModelFileError } from '../../../lib/models/trees/errors.ts';
import { marginsOf } from '../../../lib/models/trees/predict.ts';
import { readXgboostJson } from '../../../lib/models/trees/read-xgboost.ts';
import { expectNoPollution, hold, Outcomes } from '../../kit/hostile.ts';
import { hostileJson } from '../../kit/hostile-json.ts';
import { cutText } from '../../kit/hostile-text.ts';
import { goldenText } from './golden.ts';

interface File {
  readonly learner: {
    readonly gradient_booster: {
      readonly model: { readonly trees: readonly unknown[]; readonly gbtree_model_param: object };
    };
  };
}

/** A golden file with its first trees alone, so that mutations fall on all its parts. */
function small(name: string, trees: number): unknown {
  const file = JSON.parse(goldenText(`${name}.model.json`)) as File;
  const { learner } = file;
  const { gradient_booster } = learner;
  const model = {
    ...gradient_booster.model,
    trees: gradient_booster.model.trees.slice(0, trees),
    gbtree_model_param: { ...gradient_booster.model.gbtree_model_param, num_trees: String(trees) },
  };
  return { ...file, learner: { ...learner, gradient_booster: { ...gradient_booster, model } } };
}

const SAMPLES = [small('read-3.2.0-pruned', 1), small('read-1.7.6-hist', 2), small('trained-shrunk', 1)];

/** Rows of what features may be: small, large, infinite, missing. */
const VALUES = [0, -1, 0.5, 3, -Infinity, Infinity, Number.NaN, 1e30];

afterEach(expectNoPollution);

describe('I47 I51 a model file with anything in it is refused in one line, or is a whole booster:', () => {
  function check(outcomes: Outcomes, text: string) {
    const booster = outcomes.of(() => readXgboostJson(text), ModelFileError);
    if (booster === undefined) return;
    const { featureCount } = booster;
    expect(treeCount(booster)).toBeGreaterThanOrEqual(0);
    for (const node of booster.feature) expect(node).toBeLessThan(featureCount);
    expect(booster.featureNames.every(name => typeof name === 'string')).toBe(true);
    const rows = VALUES.length;
    const values = Float32Array.from({ length: rows * featureCount }, (_, i) => VALUES[i % rows] as number);
    for (const margin of marginsOf(booster, { rows, columns: featureCount, values }))
      expect(Math.abs(margin)).toBeLessThan(Infinity);
  }

  test('its structure changed', () => {
    const outcomes = new Outcomes();
    hold(hostileJson(...SAMPLES), text => check(outcomes, text));
    outcomes.expectBoth();
  });

  test('its end cut off', () => {
    const outcomes = new Outcomes();
    hold(cutText(hostileJson(SAMPLES[2])), text => check(outcomes, text));
    expect(outcomes.refused).toBeGreaterThan(0);
  });
});

test('a long file that is none takes no time', () => {
  const began = performance.now();
  const texts = ['[', '{"a":', ', NaN', '[ ', ':   -Infinity '].map(part => part.repeat(50_000));
  for (const text of [...texts, `[${' '.repeat(300_000)}NaN x`, `"${','.repeat(300_000)}`]) {
    expect(() => readXgboostJson(text)).toThrow(ModelFileError);
  }
  expect(performance.now() - began).toBeLessThan(3_000);
});

import { describe, expect, test } from 'vitest';
import { treeCount } from '../../../lib/models/trees/booster.ts';
import { ModelFileError } from '../../../lib/models/trees/errors.ts';
import { marginsOf, probabilityOf } from '../../../lib/models/trees/predict.ts';
import { readXgboostJson } from '../../../lib/models/trees/read-xgboost.ts';
import type { GoldenTable } from './golden.ts';
import { farthest, goldenJson, goldenModels, goldenText, matrixOf } from './golden.ts';

type Shown = GoldenTable & { readonly margins: number[]; readonly probabilities: number[] };

test.each(goldenModels('read-'))('upstream’s model predicts here what it predicts there: %s', name => {
  const shown = goldenJson<Shown>(`${name}.json`);
  const booster = readXgboostJson(goldenText(`${name}.model.json`));
  const matrix = matrixOf(shown);
  const probabilities = Array.from({ length: matrix.rows }, (_, row) =>
    probabilityOf(booster, matrix.values, row * matrix.columns),
  );
  expect(booster.featureNames[7]).toBe('f_h');
  expect(treeCount(booster)).toBe(name.endsWith('forest') ? 36 : 12);
  // To the last bit: sums of 32-bit floats, in upstream's order.
  expect(marginsOf(booster, matrix)).toEqual(Float32Array.from(shown.margins));
  expect(farthest(probabilities, shown.probabilities)).toBeLessThan(1e-6);
});

const refusal = (text: string): string => {
  try {
    readXgboostJson(text);
  } catch (error) {
    if (error instanceof ModelFileError) return error.message;
    throw error;
  }
  return 'was read';
};

describe('a file that cannot be used is refused in one line:', () => {
  test.each([
    ['dart', /^booster "dart" is not supported/],
    ['gblinear', /^booster "gblinear" is not supported/],
    ['softprob', /^objective "multi:softprob" is not supported/],
    ['squared-error', /^objective "reg:squarederror" is not supported/],
    ['categorical', /^categorical features are not supported/],
  ])('upstream’s %s', (name, message) => {
    expect(refusal(goldenText(`refused-${name}.model.json`))).toMatch(message);
  });

  const whole = goldenText('trained-plain.model.json');
  const tampered = (from: string | RegExp, to: string) => {
    const text = whole.replace(from, to);
    expect(text).not.toBe(whole);
    return text;
  };

  test.each([
    ['an empty file', () => '', /^not a whole JSON file/],
    ['a file cut off', () => whole.slice(0, 5000), /^not a whole JSON file/],
    ['a list', () => '[1,2]', /^the file is not an object/],
    ['another JSON file', () => '{"model":1}', /it has no "learner"/],
    ['a tree missing', () => tampered('"num_trees":"12"', '"num_trees":"13"'), /12 trees .* states 13/],
    ['classes', () => tampered('"num_class":"0"', '"num_class":"3"'), /3 classes/],
    ['targets', () => tampered('"num_target":"1"', '"num_target":"2"'), /2 targets/],
    ['a base score of 1', () => tampered(/"base_score":"[^"]*"/, '"base_score":"1"'), /base_score is "1"/],
    [
      'too short a list',
      () => tampered(/"left_children":\[1,/, '"left_children":['),
      /left_children has \d+/,
    ],
    [
      'a child that is not there',
      () => tampered(/"left_children":\[1,/, '"left_children":[999,'),
      /no node 999/,
    ],
    ['a loop', () => tampered(/"left_children":\[1,/, '"left_children":[0,'), /node 0 has two parents/],
    ['half a split', () => tampered(/"left_children":\[1,/, '"left_children":[-1,'), /.+/],
    ['an unknown feature', () => tampered(/"split_indices":\[\d/, '"split_indices":[6'), /feature 6 of 6/],
    [
      'a NaN',
      () => tampered(/"split_conditions":\[[^,]*/, '"split_conditions":[NaN'),
      /\[0\] is not a number/,
    ],
    [
      'an infinite leaf',
      () => tampered(/(?<="split_conditions":\[[^\]]*),[^,\]]*\]/, ',Infinity]'),
      /is Infinity/,
    ],
    [
      'I47 more features than places are kept for',
      () => tampered(/(?<="learner_model_param":\{[^}]*)"num_feature":"\d+"/, '"num_feature":"4294967302"'),
      /4294967302 features is not supported/,
    ],
    [
      'leaves whose sum is infinite',
      () => tampered(/(?<="split_conditions":\[[^\]]*),[^,\]]*\]/g, ',3.4e38]'),
      /its leaves add up to no number/,
    ],
    [
      'I47 a name that is none',
      () => tampered(/"feature_names":\[[^\]]*\]/, '"feature_names":[{"toString":1,"valueOf":1}]'),
      /feature_names\[0\] is an object/,
    ],
    [
      'a booster of no end',
      () => tampered('"name":"gbtree"', `"name":${'['.repeat(50_000)}${']'.repeat(50_000)}`),
      /^booster a list of 1 is not supported/,
    ],
    [
      'a base score over several lines',
      () => tampered(/"base_score":"[^"]*"/, `"base_score":"a\\nb${'x'.repeat(9_000)}"`),
      /base_score is "a bx{77}…", a probability/,
    ],
    ['vector leaves', () => tampered('"size_leaf_vector":"1"', '"size_leaf_vector":"2"'), /vectors/],
    ['a categorical split', () => tampered('"split_type":[0', '"split_type":[1'), /categorical splits/],
  ])('%s', (_, text, message) => {
    const line = refusal(text());
    expect(line).toMatch(message);
    expect(line).toMatch(/^[^\p{Cc}]{1,400}$/u);
    expect(line).not.toBe('was read');
  });
});

import { describe, expect, test } from 'vitest';
import { ModelFileError } from '../../../lib/models/trees/errors.ts';
import { lightgbmMarginsOf, lightgbmProbabilityOf } from '../../../lib/models/trees/predict-lightgbm.ts';
import { readLightgbmText } from '../../../lib/models/trees/read-lightgbm.ts';
import type { GoldenTable } from './golden.ts';
import { farthest, goldenJson, goldenModels, goldenText, matrixOf } from './golden.ts';

interface Shown extends GoldenTable {
  readonly models: Readonly<Record<string, { readonly margins: number[]; readonly probabilities: number[] }>>;
}

test.each(goldenModels('lightgbm-read-', '.model.txt'))(
  'upstream’s model predicts here what it predicts there: %s',
  name => {
    const [, version = '', kind = ''] = /^(.*)-(\w+)$/.exec(name) ?? [];
    const shown = goldenJson<Shown>(`${version}.json`);
    const booster = readLightgbmText(goldenText(`${name}.model.txt`));
    const matrix = matrixOf(shown);
    const probabilities = Array.from({ length: matrix.rows }, (_, row) =>
      lightgbmProbabilityOf(booster, matrix.values, row * matrix.columns),
    );
    expect(booster.featureNames[7]).toBe('f_h');
    expect(booster.treeStarts).toHaveLength(13);
    // To the last bit: sums of 64-bit floats, in upstream's order.
    expect(lightgbmMarginsOf(booster, matrix)).toEqual(Float64Array.from(shown.models[kind]?.margins ?? []));
    expect(farthest(probabilities, shown.models[kind]?.probabilities ?? [])).toBeLessThan(1e-12);
  },
);

const refusal = (text: string): string => {
  try {
    readLightgbmText(text);
  } catch (error) {
    if (error instanceof ModelFileError) return error.message;
    throw error;
  }
  return 'was read';
};

describe('a file that cannot be used is refused in one line:', () => {
  test.each([
    ['classes', /^a model of 3 classes is not supported/],
    ['squared-error', /^objective "regression" is not supported/],
    ['forest', /^a random forest, whose trees are averaged, is not supported/],
    ['linear', /^tree 0: linear leaves are not supported/],
    ['sigmoid', /^objective "binary sigmoid:2" is not supported/],
    ['categorical', /^categorical features are not supported/],
  ])('upstream’s %s', (name, message) => {
    expect(refusal(goldenText(`lightgbm-refused-${name}.model.txt`))).toMatch(message);
  });

  const whole = goldenText('lightgbm-trained-plain.model.txt');
  /** A file with something changed in it, and the sizes of its trees made right again. */
  const tampered = (from: string | RegExp, to: string) => {
    const text = whole.replace(from, to);
    expect(text).not.toBe(whole);
    const trees = text.slice(text.search(/^Tree=/m), text.search(/^end of trees/m)).split(/^(?=Tree=)/m);
    return text.replace(/tree_sizes=.*/, `tree_sizes=${trees.map(({ length }) => length).join(' ')}`);
  };

  test.each([
    ['an empty file', () => '', /^not a LightGBM model/],
    ['a JSON file', () => '{"learner":{}}', /^not a LightGBM model/],
    ['a file cut off in its head', () => whole.slice(0, 60), /^the head has no "objective"/],
    ['a file cut off in a tree', () => whole.slice(0, 5000), /^the file is cut off/],
    ['a file cut off before its last trees', () => cutBefore(whole, 'Tree=9'), /9 trees .* states 12/],
    ['another version', () => tampered('version=v4', 'version=v9'), /^format version "v9"/],
    ['no classes', () => tampered('num_class=1', 'num_class=x'), /num_class is "x"/],
    ['a rank', () => tampered('objective=binary sigmoid:1', 'objective=lambdarank'), /"lambdarank"/],
    ['too few names', () => tampered('feature_names=Column_0 ', 'feature_names='), /feature_names has 5/],
    ['a broken range', () => tampered('feature_infos=[', 'feature_infos=[x'), /"\[x.* is not a range/],
    [
      'I47 more features than places are kept for',
      () => tampered('max_feature_idx=5', 'max_feature_idx=4294967301'),
      /4294967302 features is not supported/,
    ],
    ['a changed tree', () => whole.replace('split_gain=', 'split_gain=1'), /tree 0 has \d+ characters/],
    ['trees in another order', () => tampered('Tree=1\n', 'Tree=2\n'), /"Tree=2" where tree 1 is expected/],
    ['a line twice', () => tampered('num_cat=0', 'num_leaves=15'), /tree 0: "num_leaves" stands twice/],
    ['a line missing', () => tampered(/threshold=.*\n/, ''), /tree 0 has no "threshold"/],
    ['no leaves', () => tampered('num_leaves=15', 'num_leaves=0'), /tree 0 has no leaves/],
    ['more leaves', () => tampered('num_leaves=15', 'num_leaves=99999999'), /leaf_value has 15 entries/],
    ['too short a list', () => tampered(/left_child=\S+ /, 'left_child='), /left_child has 13/],
    ['a child that is not there', () => tampered(/left_child=\S+/, 'left_child=99'), /no node 99/],
    ['a leaf that is not there', () => tampered(/left_child=\S+/, 'left_child=-99'), /no leaf 98/],
    ['a loop', () => tampered(/left_child=\S+/, 'left_child=0'), /node 0 has two parents/],
    [
      'nodes out of reach',
      () => tampered(/left_child=\S+/, 'left_child=-1'),
      /of its nodes are nobody's children/,
    ],
    ['half a child', () => tampered(/left_child=\S+/, 'left_child=1.5'), /no node 1.5/],
    ['an unknown feature', () => tampered(/split_feature=\d/, 'split_feature=6'), /feature 6 of 6/],
    ['a NaN bound', () => tampered(/threshold=\S+/, 'threshold=nan'), /threshold\[0\] is "nan"/],
    ['a NaN leaf', () => tampered(/leaf_value=\S+/, 'leaf_value=nan'), /leaf_value\[0\] is "nan"/],
    ['an infinite leaf', () => tampered(/leaf_value=\S+/, 'leaf_value=inf'), /leaf_value\[0\] is "inf"/],
    ['leaves of no sum', () => tampered(/leaf_value=\S+/g, 'leaf_value=1e308'), /add up to no number/],
    ['a hexadecimal', () => tampered(/leaf_value=\S+/, 'leaf_value=0x10'), /is "0x10", a number expected/],
    ['a categorical split', () => tampered(/decision_type=\d+/, 'decision_type=1'), /categorical splits/],
    ['an unknown decision', () => tampered(/decision_type=\d+/, 'decision_type=12'), /which is none/],
    ['linear leaves', () => tampered('is_linear=0', 'is_linear=1'), /linear leaves/],
    ['a name over lines', () => tampered('version=v4', `version=\u001b[31m${'x'.repeat(9_000)}`), /version/],
  ])('%s', (_, text, message) => {
    const line = refusal(text());
    expect(line).toMatch(message);
    expect(line).toMatch(/^[^\p{Cc}]{1,400}$/u);
    expect(line).not.toBe('was read');
  });

  test('though lines that end as on another system are none of its faults', () => {
    expect(readLightgbmText(whole.replaceAll('\n', '\r\n'))).toEqual(readLightgbmText(whole));
  });
});

const cutBefore = (text: string, mark: string): string =>
  `${text.slice(0, text.indexOf(mark))}end of trees\n`;

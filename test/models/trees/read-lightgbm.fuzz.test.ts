import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { ModelFileError } from '../../../lib/models/trees/errors.ts';
import { lightgbmMarginsOf } from '../../../lib/models/trees/predict-lightgbm.ts';
import { readLightgbmText } from '../../../lib/models/trees/read-lightgbm.ts';
import { writeLightgbmText } from '../../../lib/models/trees/write-lightgbm.ts';
import { expectNoPollution, hold, Outcomes } from '../../kit/hostile.ts';
import { cutText } from '../../kit/hostile-text.ts';
import { goldenText } from './golden.ts';

/** Words that no number of such a file looks like, or that look like one and are none, or a wrong one. */
const WORDS: readonly string[] = [
  ...`0 -0 -1 1 2 3 -2 -3 7 99 0.5 -0.5 +1 1e5 1e999 -1e308 1e308 5e-324 1e-36 nan inf -inf NaN Infinity x = 0x10 1_0
    １２ 9007199254740993 [0:1] [1:nan] 0:1:2 none __proto__ binary sigmoid:1 v3`.split(/\s+/),
  '',
  '\r',
  '\u2028',
  '9'.repeat(3_000),
];
const NAMES = [
  'num_leaves',
  'num_cat',
  'left_child',
  '__proto__',
  'tree_sizes',
  'Tree',
  'end of trees',
  'linear_tree',
];

interface Change {
  readonly kind: number;
  readonly line: number;
  readonly word: number;
  readonly n: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.nat(7),
  line: fc.nat(500),
  word: fc.nat(40),
  n: fc.nat(10_000),
});

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

function changed(text: string, { kind, line, word, n }: Change): string {
  const lines = text.split('\n');
  const at = line % lines.length;
  const [name = '', value = ''] = (lines[at] ?? '').split(/=(.*)/s);
  const words = value.split(' ');
  if (kind === 0) lines.splice(at, 1);
  if (kind === 1) lines.splice(at, 0, pick(lines, n));
  if (kind === 2) lines[at] = `${pick(NAMES, n)}=${value}`;
  if (kind === 3) lines[at] = `${name}=${[...words, pick(WORDS, n)].join(' ')}`;
  if (kind >= 4) lines[at] = `${name}=${words.with(word % words.length, pick(WORDS, n)).join(' ')}`;
  return lines.join('\n');
}

/** The sizes of the trees made right, or else every change within a tree would be refused for its size. */
const sized = (text: string): string => {
  const trees = text.slice(text.search(/^Tree=/m), text.search(/^end of trees/m)).split(/^(?=Tree=)/m);
  return text.replace(/^tree_sizes=.*/m, `tree_sizes=${trees.map(({ length }) => length).join(' ')}`);
};

/** A golden file with its first trees alone, so that changes fall on all its parts. */
const small = (name: string, trees: number): string => {
  const text = goldenText(`${name}.model.txt`);
  return sized(text.slice(0, text.indexOf(`Tree=${trees}\n`)) + text.slice(text.search(/^end of trees/m)));
};

const SAMPLES = [
  small('lightgbm-read-4.7.0-zero', 1),
  small('lightgbm-read-2.3.1-holed', 2),
  small('lightgbm-trained-bounded', 1),
];

const hostile = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.array(change, { maxLength: 3, size: 'max' }), fc.boolean())
  .map(([sample, changes, isSized]) => {
    const text = changes.reduce(changed, sample);
    return isSized ? sized(text) : text;
  });

/** Rows of what features may be: small, large, infinite, missing. */
const VALUES = [0, -1, 0.5, 3, -Infinity, Infinity, Number.NaN, 1e30];

afterEach(expectNoPollution);

describe('I47 I51 a model file with anything in it is refused in one line, or is a whole booster:', () => {
  function check(outcomes: Outcomes, text: string) {
    const booster = outcomes.of(() => readLightgbmText(text), ModelFileError);
    if (booster === undefined) return;
    const { featureCount } = booster;
    for (const node of booster.feature) expect(node).toBeLessThan(featureCount);
    const rows = VALUES.length;
    const values = Float32Array.from({ length: rows * featureCount }, (_, i) => VALUES[i % rows] as number);
    for (const margin of lightgbmMarginsOf(booster, { rows, columns: featureCount, values }))
      expect(Math.abs(margin)).toBeLessThan(Infinity);
    expect(readLightgbmText(writeLightgbmText(booster))).toEqual(booster);
  }

  test('its lines and words changed', () => {
    const outcomes = new Outcomes();
    hold(hostile, text => check(outcomes, text));
    outcomes.expectBoth();
  });

  test('its end cut off', () => {
    const outcomes = new Outcomes();
    hold(cutText(fc.constantFrom(...SAMPLES)), text => check(outcomes, text));
    expect(outcomes.refused).toBeGreaterThan(0);
  });
});

test('a long file that is none takes no time', () => {
  const began = performance.now();
  const texts = ['tree\n', 'Tree=0\n', 'a=b\n', '\n', '= ', 'tree\nversion=v4\n', ' '].map(part =>
    part.repeat(50_000),
  );
  for (const text of [
    ...texts,
    `tree\n${'x'.repeat(300_000)}`,
    `tree\nfeature_infos=[${':'.repeat(300_000)}`,
  ]) {
    expect(() => readLightgbmText(text)).toThrow(ModelFileError);
  }
  expect(performance.now() - began).toBeLessThan(3_000);
});

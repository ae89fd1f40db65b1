import fc from 'fast-check';
import type { LimitDefinition } from '../../lib/desk/limits/definition.ts';
import { defaultLimits, type Limits, withLimits } from '../../lib/desk/limits/limits.ts';
import { definitionOf, LIMIT_NAMES, type LimitName } from '../../lib/desk/limits/schema.ts';

/** The words a choice may take, from its unit: `one of a, b`. */
export const wordsOf = ({ unit }: LimitDefinition): readonly string[] =>
  unit.replace(/^one of /, '').split(', ');

const LADDERS = [
  'by-leverage',
  '2R:1',
  '1R:0.3 2R:0.3 3R:0.4',
  '0.06ROI:0.3 0.1ROI:0.3 0.15ROI:0.4',
  '0.5R:0.5 1R:0.5',
];

/** Even from 0 to 1: the doubles themselves crowd around 0. */
const shares = fc.integer({ min: 0, max: 1e6 }).map(n => n / 1e6);

/** Texts that a limit takes: its default mostly, its bounds, and anything between them. */
function textsOf(name: LimitName): fc.Arbitrary<string> {
  const definition = definitionOf(name);
  const usual = definition.format(definition.default);
  const { range } = definition;
  if (range === undefined) {
    if (name === 'exits/ladder') return fc.constantFrom(...LADDERS);
    return definition.unit.startsWith('one of ')
      ? fc.constantFrom(...wordsOf(definition))
      : fc.constant(usual);
  }
  const { min, max, whole } = range;
  const text = (value: number) => definition.format(whole ? Math.round(value) : value);
  return fc.oneof(
    { weight: 30, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(text(min), text(max)) },
    { weight: 2, arbitrary: shares.map(share => text(min + (max - min) * share)) },
    // Ranges span decades, and most of an even draw would lie in the last of them.
    {
      weight: 3,
      arbitrary: fc
        .double({ min: 0, max: 1, noNaN: true })
        .map(share => text(min + (max - min) * share ** 6)),
    },
  );
}

/** Any limits that can be read together, those two bounds in order which belong together. */
export const anyLimits: fc.Arbitrary<Limits> = fc
  .record(Object.fromEntries(LIMIT_NAMES.map(name => [name, textsOf(name)])))
  .map(texts => withLimits(defaultLimits(), texts))
  .filter(read => read.type === 'limits')
  .map(read => read.limits);

/** Texts at the edges of what a limit takes, and such as no limit of its kind takes: below, above, and no value at all. */
export interface Edges {
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

export function edgesOf(name: LimitName): Edges {
  const definition = definitionOf(name);
  const { range } = definition;
  if (range === undefined) {
    const usual = definition.format(definition.default);
    const words = definition.unit.startsWith('one of ') ? wordsOf(definition) : [usual];
    return { right: words, wrong: ['nonsense!', `${usual} `, usual.toUpperCase().replace(/^/, 'X '), '-1'] };
  }
  const { min, max, whole } = range;
  const text = (value: number) => definition.format(value);
  const under = whole || min >= 1 ? min - 1 : min > 0 ? min / 2 : -0.00000001;
  const over = whole || max >= 1 ? max + 1 : max * 1.01;
  const fraction = whole ? [text(min + 0.5)] : [];
  return {
    right: [text(min), text(max)],
    wrong: [text(under), text(over), ...fraction, 'NaN', 'Infinity', '-1', '1e3', '0x10', '1,5', 'many'],
  };
}

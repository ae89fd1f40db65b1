import { describe, expect, test } from 'vitest';
import { amount } from '../../../lib/desk/limits/definition.ts';
import { definitionOf, LIMIT_NAMES, type LimitName } from '../../../lib/desk/limits/schema.ts';

const numbers = LIMIT_NAMES.flatMap(name => {
  const { default: value, unit } = definitionOf(name);
  const [, min, max] = /, ([0-9.]+) to ([0-9.]+)$/.exec(unit) ?? [];
  return typeof value === 'number' && min !== undefined && max !== undefined
    ? [{ name, min: Number(min), max: Number(max), whole: Number.isInteger(value) }]
    : [];
});

const accepts = (name: LimitName, text: string) => 'value' in definitionOf(name).parse(text);
const text = (value: number) => value.toFixed(8).replace(/\.?0+$/, '');

describe.each(LIMIT_NAMES)('%s', name => {
  const definition = definitionOf(name);
  const stored = definition.format(definition.default);

  test('has a default that its own parser and pattern accept', () => {
    expect(definition.parse(stored)).toEqual({ value: definition.default });
    expect(stored).toMatch(new RegExp(definition.pattern));
  });

  test('has a name in kebab-case with a group, a unit and a sentence', () => {
    expect(name).toMatch(/^[a-z]+\/[a-z]+(-[a-z]+)*$/);
    expect(definition.unit).not.toBe('');
    expect(definition.description).toMatch(/^[A-Za-z].*\.$/);
  });

  test('fits what the parameter store takes', () => {
    expect(definition.pattern).toMatch(/^\^.*\$$/);
    expect(definition.pattern.length).toBeLessThanOrEqual(1024);
    expect(definition.description.length).toBeLessThanOrEqual(1024);
    expect(stored).not.toBe('');
  });

  test('refuses what is no value at all, in words', () => {
    for (const nonsense of ['', ' ', 'NaN', 'Infinity', '-1', '1e3', '0x10', '1,5', 'nonsense', '015']) {
      const read = definition.parse(nonsense);
      expect(read).toHaveProperty('problem');
    }
  });
});

test.each(numbers)('I08 $name takes $min and $max, and nothing beyond either', ({ name, min, max }) => {
  expect(accepts(name, text(min))).toBe(true);
  expect(accepts(name, text(max))).toBe(true);
  expect(accepts(name, text(max + 1))).toBe(false);
  if (min >= 1) expect(accepts(name, text(min - 1))).toBe(false);
  else if (min > 0) expect(accepts(name, text(min / 2))).toBe(false);
});

test('all numeric limits were found by their units', () => {
  const numeric = LIMIT_NAMES.filter(name => typeof definitionOf(name).default === 'number');
  expect(numbers.map(({ name }) => name)).toEqual(numeric.filter(name => name !== 'control/resume'));
});

test.each(numbers.filter(({ max }) => max <= 1))(
  'I08 $name is a fraction: 1.5, meant as 1.5 %, is refused',
  ({ name }) => {
    expect(definitionOf(name).parse('1.5')).toEqual({ problem: expect.stringContaining('outside') });
  },
);

test('a number is a whole one only where it counts things', () => {
  const whole = amount({ default: 3, min: 0, max: 9, unit: 'things', description: 'Things.', whole: true });
  expect(whole.parse('4')).toEqual({ value: 4 });
  expect(whole.parse('4.0')).toHaveProperty('problem');
  expect(accepts('risk/positions-max', '14.5')).toBe(false);
  expect(accepts('plan/stop-atr-multiple', '1.75')).toBe(true);
});

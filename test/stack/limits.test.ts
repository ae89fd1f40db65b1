import { expect, test } from 'vitest';
import { propertiesOf } from '../../functions/limits-seed/properties.ts';
import { definitionOf, LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';
import { resource, synthesised } from './synthesised.ts';

const { Properties } = resource(synthesised(), 'Custom::PerpdeskLimits');
const { desk, seeds } = propertiesOf(Properties);

test('every limit of the schema is seeded, and no other', () => {
  expect(desk).toBe('main');
  expect(seeds.map(({ name }) => name)).toEqual(LIMIT_NAMES);
});

test.each(LIMIT_NAMES)('%s has its default, its unit and a pattern that the store can hold', name => {
  const seed = seeds.find(one => one.name === name);
  const definition = definitionOf(name);
  expect(seed?.text).toBe(definition.format(definition.default));
  expect(seed?.text).toMatch(new RegExp(definition.pattern));
  expect(seed?.pattern).toBe(definition.pattern);
  expect(seed?.pattern.length).toBeLessThanOrEqual(1024);
  expect(seed?.description).toContain(definition.description);
  expect(seed?.description).toContain(definition.unit);
  expect(seed?.description.length).toBeLessThanOrEqual(1024);
});

test('a limit that the context names begins with that text; nothing else of any limit is another', () => {
  const texts = { 'risk/positions-max': '3', 'sizing/method': 'margin-fraction' };
  const desks = [
    { name: 'main', mode: 'paper', limits: texts },
    { name: 'other', mode: 'paper' },
  ];
  const template = synthesised({ desks });
  const seedsOf = (part: string) =>
    propertiesOf(resource(template, 'Custom::PerpdeskLimits', part).Properties).seeds;
  expect(seedsOf('main')).toEqual(
    seeds.map(seed => ({ ...seed, text: { ...texts }[seed.name as keyof typeof texts] ?? seed.text })),
  );
  expect(seedsOf('other')).toEqual(seeds);
});

test('the deployment does not wait for the seeder for ever', () => {
  expect(Properties.ServiceTimeout).toBe('900');
});

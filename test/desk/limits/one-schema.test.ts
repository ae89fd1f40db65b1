import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seedOf } from '../../../lib/adapters/ssm/seed.ts';
import { examineRead } from '../../../lib/desk/doctor/examine.ts';
import { readLimits } from '../../../lib/desk/limits/limits.ts';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { definitionOf, isLimitName, LIMIT_NAMES } from '../../../lib/desk/limits/schema.ts';
import { usd } from '../../../lib/desk/units.ts';
import { edgesOf } from '../../kit/any-limits.ts';

/** I06: what the store enforces, what the desk reads, what the docs say and what the doctor says is one description. */
const ROOT = resolve(import.meta.dirname, '../../..');
const page = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .map(name => join(folder, name));

describe.each(LIMIT_NAMES)('I06 %s', name => {
  const definition = definitionOf(name);
  const usual = definition.format(definition.default);
  const { right, wrong } = edgesOf(name);

  test('is read by the schema that its pattern, its range and its default stand in', () => {
    for (const text of [usual, ...right]) {
      expect(definition.parse(text)).toHaveProperty('value');
      expect(text).toMatch(new RegExp(definition.pattern));
    }
    for (const text of wrong) expect(definition.parse(text)).toHaveProperty('problem');
  });

  test('is seeded with them', () => {
    const seed = seedOf('main', name);
    expect([seed.text, seed.pattern]).toEqual([usual, definition.pattern]);
    expect(seed.description).toBe(`${definition.description} Unit: ${definition.unit}.`);
  });

  test('is one row of docs/limits.md', () => {
    const rows = page('docs/limits.md')
      .split('\n')
      .filter(line => line.startsWith(`| \`${name}\` |`));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(definition.unit);
    expect(rows[0]).toContain(definition.description);
  });

  test('is refused by the doctor in the schema’s own words', () => {
    for (const text of wrong) {
      const read = definition.parse(text);
      const { findings } = examineRead(readLimits([{ name, text, version: 1 }]), {
        equityUsd: usd(10_000),
        equitySource: 'venue',
      });
      expect(findings.map(({ proof }) => proof)).toEqual(['problem' in read ? read.problem : 'it was read']);
    }
  });
});

describe('I07 no other name', () => {
  const groups = [...new Set(LIMIT_NAMES.map(name => name.split('/')[0]))].join('|');
  /** Words that look like a limit: not part of a path, and not the beginning of a longer word. */
  const named = (text: string): string[] =>
    [...text.matchAll(new RegExp(`(?<![\\w./-])(?:${groups})/[a-z]+(?:-[a-z]+)*(?![\\w/-]|\\.ts)`, 'g'))].map(
      ([found]) => found,
    );
  const unknownIn = (file: string) => named(page(file)).filter(name => !isLimitName(name));

  test.each(['README.md', 'CHANGELOG.md', ...filesIn('docs', '.md')])('is used by %s', file => {
    expect(unknownIn(file)).toEqual([]);
  });

  test('is used by the code, in what it reads and in what it says', () => {
    const files = ['lib', 'functions', 'bin'].flatMap(folder => filesIn(folder, '.ts'));
    expect(files.flatMap(file => unknownIn(file).map(name => `${file}: ${name}`))).toEqual([]);
  });

  test('is found where one stands', () => {
    expect(named('edit `risk/positions-max`, not risk/max-positions; see lib/desk/risk/guard.ts')).toEqual([
      'risk/positions-max',
      'risk/max-positions',
    ]);
  });
});

test.each(Object.entries(PROFILES))('the profile %s names limits of the schema alone', (_profile, texts) => {
  expect(Object.keys(texts).filter(name => !isLimitName(name))).toEqual([]);
});

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pageOf } from '../mutation/page.ts';
import { type Harmless, reasonsFor } from '../mutation/survivors.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(ROOT, 'docs/mutation.md'), 'utf8');
const harmless = JSON.parse(
  readFileSync(resolve(ROOT, 'test/mutation/harmless.json'), 'utf8'),
) as readonly Harmless[];

describe('the docs of mutation testing', () => {
  test('show a score of at least 85 % for each folder', () => {
    const scores = [...page.matchAll(/^\| `(lib\/[^`]+)` \|.*\| ([\d.]+) % \|$/gm)];
    const folders = scores.map(([, folder]) => folder);
    expect(folders).toEqual(
      expect.arrayContaining(['risk', 'sizing', 'position', 'execution'].map(name => `lib/desk/${name}`)),
    );
    for (const [, , score] of scores) expect(Number(score)).toBeGreaterThanOrEqual(85);
  });

  test('give a reason for each survivor, of files that are there', () => {
    for (const { file, was, reason } of harmless) {
      expect(existsSync(resolve(ROOT, file)), file).toBe(true);
      expect(reason.length, was).toBeGreaterThan(20);
      expect(page).toContain(reason.replaceAll('|', '\\|'));
    }
  });
});

describe('a report of mutants', () => {
  const survivor = { file: 'lib/a.ts', line: 7, mutator: 'EqualityOperator', was: 'a > b', now: 'a >= b' };
  const meant = { file: 'lib/a.ts', was: 'a > b', reason: 'they are never the same' };

  test('finds survivors without a reason, and reasons without a survivor', () => {
    const other = { ...meant, was: 'gone' };
    expect(reasonsFor([survivor], [meant, other])).toEqual({
      explained: [{ ...survivor, reason: meant.reason }],
      unexplained: [],
      idle: [other],
    });
    const only = { ...meant, now: ['true'] };
    expect(reasonsFor([survivor], [only])).toEqual({ explained: [], unexplained: [survivor], idle: [only] });
  });

  test('counts what was killed and what ran out of time as noticed', () => {
    const statuses = ['Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError'];
    const told = pageOf([{ folder: 'lib/a', statuses }], [{ ...survivor, reason: 'so' }], '2026-01-05');
    expect(told).toContain('| `lib/a` | 5 | 2 | 1 | 2 | 60.0 % |');
    expect(told).toContain('| `lib/a.ts:7` | EqualityOperator | `a > b` → `a >= b` | so |');
    expect(told).toContain('Measured on 2026-01-05');
  });
});

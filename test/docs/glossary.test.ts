import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OLD_NAMES, type Successor } from '../../lib/desk/limits/old-names.ts';
import { isLimitName, LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';

/** What an old value becomes, shown on one that a person might have had. */
function example(successor: Extract<Successor, { type: 'limit' }>): string {
  const old = ['2', 'true'].find(text => successor.text(text) !== undefined) ?? '';
  return `\`${old}\` → \`${successor.text(old)}\``;
}

const row = ([name, successor]: readonly [string, Successor]): string =>
  successor.type === 'limit'
    ? `| \`${name}\` | \`${successor.name}\` | ${example(successor)} |`
    : `| \`${name}\` | none | ${successor.because} |`;

const page = readFileSync('docs/glossary.md', 'utf8');

test('the glossary has the old names as limits import takes them over, and no others', () => {
  const rows = page.split('\n').filter(line => /^\| `[A-Z]/.test(line));
  expect(rows).toEqual(Object.entries(OLD_NAMES).map(row));
});

test.each(['glossary', 'changing-a-limit', 'going-live', 'cost'])(
  'docs/%s.md names no limit that there is not',
  name => {
    const groups = new Set(LIMIT_NAMES.map(limit => limit.split('/')[0]));
    const named = [...readFileSync(`docs/${name}.md`, 'utf8').matchAll(/`([a-z]+)\/[a-z][a-z-]*[a-z]`/g)]
      .filter(([, group = '']) => groups.has(group))
      .map(([whole]) => whole.replaceAll('`', ''));
    expect(named.filter(limit => !isLimitName(limit))).toEqual([]);
  },
);

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { usageFault } from '../../lib/operator/program.ts';
import { settingsOf } from '../../lib/stack/settings.ts';

/** What the pages on deploying tell people to type is what the program, the stack and npm know. */

const PAGES = [
  'docs/upgrading.md',
  'docs/deploy.md',
  'docs/going-live.md',
  'docs/runbook.md',
  'docs/changing-a-limit.md',
  'README.md',
];
const read = (page: string): string => readFileSync(page, 'utf8');
const CDK = (JSON.parse(read('cdk.json')) as { readonly context: Readonly<Record<string, unknown>> }).context;
const SCRIPTS = Object.keys((JSON.parse(read('package.json')) as { readonly scripts: object }).scripts);

const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, inside = '']) => inside,
  );
/** What stands between single ticks, outside blocks; a table's escaped bars are bars. */
const spans = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, inside = '']) => inside);

const commands = (page: string): readonly string[] =>
  [...blocks(read(page), 'sh').flatMap(block => block.split('\n')), ...spans(read(page))].map(line =>
    line.replace(/\s+#.*$/, '').trim(),
  );

/** Words as a shell would make them. */
const words = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );

/** Usage with brackets, dots or choices in it is a pattern, not a command. */
const isPattern = (line: string): boolean => /[[\]…|]|\.\.\./.test(line);

const operate = PAGES.flatMap(page =>
  commands(page)
    .filter(line => line.startsWith('npm run desk -- ') && !isPattern(line))
    .map(line => [page, line.replace('npm run desk -- ', '')] as const),
);

describe('the command line', () => {
  test('is told of in many places', () => expect(operate.length).toBeGreaterThan(40));

  test.each(operate)('%s: %s', async (_page, line) => {
    expect(await usageFault(filled(words(line)))).toBeUndefined();
  });

  test.each(['statsu', 'preflight --for money', 'secrets set', 'limits list --ams', 'preflight --for'])(
    'does not know %s',
    async line => expect(await usageFault(line.split(' '))).toBeDefined(),
  );
});

/** Numbers in the place of the words that stand for them. */
const filled = (given: readonly string[]): readonly string[] =>
  given.map((word, n) =>
    /^[A-Z]$/.test(word) || (word === 'NUMBER' && given[n - 1] !== 'confirm') ? '5' : word,
  );

/** The keys of the context that the stack asks for. */
const KEYS = (() => {
  const asked = new Set<string>();
  settingsOf(key => {
    asked.add(key);
    return CDK[key];
  });
  return asked;
})();

const pages = ['docs/deploy.md', 'docs/going-live.md', 'README.md'];

describe('the context', () => {
  const given = pages.flatMap(page =>
    commands(page).flatMap(line =>
      line.startsWith('npx cdk ')
        ? [...line.matchAll(/-c (\w+)=(?:'([^']*)'|(\S+))/g)].map(
            ([, key = '', quoted, bare = '']) => [page, key, quoted ?? bare] as const,
          )
        : [],
    ),
  );
  test.each(given)('%s: -c %s=%s', (_page, key, value) => {
    expect(KEYS).toContain(key);
    expect(() => settingsOf(each => (each === key ? value : CDK[each]))).not.toThrow();
  });

  const written = blocks(read('docs/deploy.md'), 'json').map(block => [block.trim()] as const);
  test('is written out in several places', () => expect(written.length).toBeGreaterThan(2));
  test.each(written)('%s', block => {
    const context = JSON.parse(block) as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(context)) expect(KEYS).toContain(key);
    expect(() => settingsOf(key => context[key] ?? CDK[key])).not.toThrow();
  });
});

test.each(['Nothing is in the way', 'Nothing is missing for', 'Nothing is open'])(
  'what is to be seen, "%s", is what the preflight says',
  words => {
    expect(read('docs/deploy.md')).toContain(words);
    expect(read('lib/operator/commands/preflight.ts')).toContain(words);
  },
);

test.each(
  PAGES.flatMap(page =>
    commands(page).flatMap(line => {
      const name = /^npm run ([a-z:-]+)/.exec(line)?.[1];
      return name === undefined ? [] : [[page, name] as const];
    }),
  ),
)('%s: npm run %s is a script', (_page, name) => expect(SCRIPTS).toContain(name));

/** A heading as an address has it. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-');

test.each(
  ['docs/deploy.md', 'docs/going-live.md'].flatMap(page =>
    [...read(page).matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)].map(
      ([, path = '', at]) => [page, path, at] as const,
    ),
  ),
)('%s leads to %s#%s', (page, path, at) => {
  const target = path === '' ? page : join(dirname(page), path);
  expect(existsSync(target)).toBe(true);
  if (at === undefined) return;
  const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchor(heading));
  expect(headings).toContain(at);
});

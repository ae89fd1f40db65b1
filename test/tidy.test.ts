import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Style that a machine can hold: import directions, a pure core, short files. */
const ROOT = resolve(import.meta.dirname, '..');

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map(name => join(folder, name));

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
/** Comments may name what the code must not use. */
const code = (file: string): string =>
  read(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');

/** What a file imports: project files by their path, packages by their name. */
function imports(file: string): string[] {
  const found = code(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name,
  );
}

/** Project files that a file needs when it runs, types aside. */
const valueImports = (file: string): string[] =>
  [...code(file).matchAll(/^(?:import|export)(?! type) [^;]*?from '(\.[^']+)'/gm)]
    .filter(([statement]) => !/^import \{(\s*type [^,}]+,?)+\s*\}/.test(statement))
    .map(([, name = '']) => relative(ROOT, resolve(ROOT, dirname(file), name)))
    .filter(target => target.endsWith('.ts'));

/** The part of the project a file belongs to, the longest that fits. */
const PARTS = [
  'lib/desk',
  'lib/models',
  'lib/ports.ts',
  'lib/ports',
  'lib/minute.ts',
  'lib/close.ts',
  'lib/limits-check.ts',
  'lib/notify.ts',
  'lib/retrain.ts',
  'lib/retrain',
  'lib/sweep.ts',
  'lib/minute',
  'lib/guard.ts',
  'lib/guard',
  'lib/sim',
  'lib/replay',
  'lib/adapters',
  'lib/wiring',
  'lib/local',
  // What replays a combination: the command's threads run it, and the function of sweeps.
  'lib/operator/sweeping/runner.ts',
  'lib/operator',
  'lib/page',
  'lib/stack',
  'lib/storm',
  'functions',
  'bin',
] as const;
type Part = (typeof PARTS)[number];

const partOf = (path: string): Part | undefined =>
  PARTS.find(part => path === part || path.startsWith(`${part}/`));

/** Who may import whom. What is not listed is forbidden. */
const MAY: Readonly<Record<Part, readonly Part[]>> = {
  'lib/desk': ['lib/desk'],
  'lib/models': ['lib/models', 'lib/desk'],
  'lib/ports.ts': ['lib/desk', 'lib/models', 'lib/ports'],
  'lib/ports': ['lib/desk', 'lib/models'],
  'lib/minute': ['lib/minute', 'lib/ports.ts', 'lib/models', 'lib/desk'],
  'lib/minute.ts': ['lib/minute', 'lib/ports.ts', 'lib/models', 'lib/desk'],
  'lib/close.ts': ['lib/minute', 'lib/ports.ts', 'lib/desk'],
  'lib/limits-check.ts': ['lib/minute', 'lib/ports.ts', 'lib/desk'],
  'lib/notify.ts': ['lib/minute', 'lib/ports.ts', 'lib/desk'],
  'lib/retrain.ts': ['lib/retrain', 'lib/minute', 'lib/ports.ts', 'lib/models', 'lib/desk'],
  'lib/retrain': ['lib/retrain', 'lib/minute', 'lib/ports.ts', 'lib/models', 'lib/desk'],
  'lib/sweep.ts': ['lib/replay', 'lib/ports.ts', 'lib/desk'],
  'lib/guard.ts': ['lib/guard', 'lib/minute', 'lib/ports.ts', 'lib/desk'],
  'lib/guard': ['lib/guard', 'lib/minute', 'lib/ports.ts', 'lib/desk'],
  'lib/sim': ['lib/sim', 'lib/ports.ts', 'lib/desk'],
  'lib/replay': [
    'lib/replay',
    'lib/sim',
    'lib/minute.ts',
    'lib/minute',
    'lib/ports.ts',
    'lib/models',
    'lib/desk',
  ],
  'lib/adapters': ['lib/adapters', 'lib/ports.ts', 'lib/models', 'lib/desk'],
  'lib/wiring': [
    'lib/wiring',
    'lib/minute.ts',
    'lib/minute',
    'lib/guard',
    'lib/replay',
    'lib/operator/sweeping/runner.ts',
    'lib/adapters',
    'lib/sim',
    'lib/ports.ts',
    'lib/models',
    'lib/desk',
  ],
  'lib/local': [
    'lib/local',
    'lib/sim',
    'lib/adapters',
    'lib/operator',
    'lib/ports.ts',
    'lib/models',
    'lib/desk',
    'functions',
  ],
  'lib/operator/sweeping/runner.ts': ['lib/operator', 'lib/replay'],
  'lib/operator': [
    'lib/operator',
    'lib/operator/sweeping/runner.ts',
    'lib/replay',
    'lib/minute',
    'lib/adapters',
    'lib/local',
    'lib/sim',
    'lib/ports.ts',
    'lib/models',
    'lib/desk',
  ],
  // The browser's part: values of the pure core and of pure views, and of the rest no more than types.
  'lib/page': ['lib/page', 'lib/operator', 'lib/adapters', 'lib/desk'],
  'lib/stack': ['lib/stack', 'lib/desk', 'lib/models', 'lib/adapters'],
  functions: [
    'functions',
    'lib/wiring',
    'lib/minute.ts',
    'lib/close.ts',
    'lib/limits-check.ts',
    'lib/notify.ts',
    'lib/retrain.ts',
    'lib/sweep.ts',
    'lib/guard.ts',
    'lib/adapters',
    'lib/desk',
  ],
  'lib/storm': [
    'lib/storm',
    'lib/limits-check.ts',
    'lib/guard.ts',
    'lib/guard',
    'lib/minute.ts',
    'lib/minute',
    'lib/adapters',
    'lib/sim',
    'lib/ports.ts',
    'lib/models',
    'lib/desk',
  ],
  bin: ['bin', 'lib/stack', 'lib/operator', 'lib/storm'],
};

const FILES = ['lib', 'functions', 'bin'].flatMap(sources);

describe('imports', () => {
  test('run in one direction only', () => {
    const wrong = FILES.flatMap(file => {
      const from = partOf(file);
      return imports(file).flatMap(target => {
        const to = partOf(target);
        if (from === undefined) return [`${file} lies in no known part`];
        return to === undefined || MAY[from].includes(to) ? [] : [`${file} imports ${target}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  test('reach the desk’s functions from the embedded runtime through their entry files alone', () => {
    const wrong = sources('lib/local').flatMap(file =>
      imports(file)
        .filter(target => partOf(target) === 'functions' && !/^functions\/[a-z-]+\/index\.ts$/.test(target))
        .map(target => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('keep the guardian apart: of the trader’s steps it runs none, and it knows no model', () => {
    const reached = new Set<string>();
    const follow = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      valueImports(file).forEach(follow);
    };
    follow('functions/guardian/index.ts');
    const shared = [...reached].filter(
      file => file.startsWith('lib/minute') || file.startsWith('lib/models'),
    );
    expect(shared).toEqual(['lib/minute/tick.ts']);
    expect(reached).toContain('lib/desk/position/protection.ts');
  });

  test('name ccxt in one file', () => {
    expect(FILES.filter(file => imports(file).some(target => target.includes('ccxt/')))).toHaveLength(1);
  });

  test('give the stack the limits’ schema, the doctor’s word on first limits, the alarms’ rules and the bundling options, and nothing else of the desk', () => {
    const wrong = sources('lib/stack').flatMap(file =>
      imports(file)
        .filter(target => partOf(target) === 'lib/desk' || partOf(target) === 'lib/adapters')
        .filter(
          target =>
            !target.startsWith('lib/desk/limits/') &&
            target !== 'lib/desk/doctor/first-limits.ts' &&
            target !== 'lib/desk/alarms/rules.ts' &&
            !target.endsWith('/bundling.ts') &&
            !/adapters\/(ssm|emf|dynamo\/keys|s3\/keys)/.test(target),
        )
        .map(target => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the core', () => {
  const core = FILES.filter(file => ['lib/desk', 'lib/models'].includes(partOf(file) ?? ''));

  test.each([
    ['a clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\b/],
    ['chance', /\bMath\.random\b|\brandomUUID\b/],
    ['the environment', /\bprocess\b|\bimport\.meta\b/],
    ['a timer', /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
    ['a promise', /\bawait\b|\basync\b|\bPromise\b/],
    ['a Node module', /'node:/],
  ])('knows no %s', (_name, pattern) => {
    expect(core.filter(file => pattern.test(code(file)))).toEqual([]);
  });
});

describe('files', () => {
  const LONGEST = 350;

  test(`are one idea: at most ${LONGEST} lines`, () => {
    const long = [...FILES, ...sources('test')].filter(file => read(file).split('\n').length > LONGEST);
    expect(long).toEqual([]);
  });

  test('hold no unfinished work, no path of a machine and no disabled check', () => {
    const marks = /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck|(^|[\s'"(])\/(home|root|tmp|work)\/[a-z]/m;
    expect(FILES.filter(file => marks.test(read(file)))).toEqual([]);
  });

  test('of the functions are doorways: at most 40 lines', () => {
    const doors = sources('functions').filter(file => file.endsWith('/index.ts'));
    expect(doors.length).toBeGreaterThanOrEqual(3);
    expect(doors.filter(file => read(file).split('\n').length > 40)).toEqual([]);
  });
});

describe('limits', () => {
  test('I07 each is read by the desk: none is only documented', async () => {
    const { LIMIT_NAMES } = await import('../lib/desk/limits/schema.ts');
    const readers = FILES.filter(
      file => !file.startsWith('lib/desk/limits/') && !file.startsWith('lib/desk/doctor/'),
    )
      .filter(file => file.startsWith('lib/desk/') || file.startsWith('lib/minute'))
      .map(code)
      .join('\n');
    expect(LIMIT_NAMES.filter(name => !readers.includes(`values['${name}']`))).toEqual([]);
  });

  test('I06 each has one owner: no two groups define the same name', async () => {
    const { LIMIT_NAMES } = await import('../lib/desk/limits/schema.ts');
    const defined = sources('lib/desk/limits/definitions').flatMap(
      file => code(file).match(/^ {2}'[a-z]+\/[a-z0-9-]+':/gm) ?? [],
    );
    expect(defined).toHaveLength(LIMIT_NAMES.length);
    expect(new Set(defined).size).toBe(defined.length);
  });
});

describe('one owner', () => {
  const writers = (pattern: RegExp) =>
    FILES.filter(file =>
      ['lib/desk', 'lib/minute', 'lib/minute.ts', 'lib/guard', 'lib/guard.ts'].includes(partOf(file) ?? ''),
    ).filter(file => pattern.test(code(file)));

  test('I32 moves the stop: one place says that it moved, and one reducer moves it', () => {
    expect(writers(/\{ type: 'stop-moved', price/)).toEqual(['lib/minute/protect.ts']);
    expect(writers(/stopPrice: (to|stop)\b/)).toEqual([
      'lib/desk/position/evolve.ts',
      'lib/desk/position/open.ts',
    ]);
  });

  test('I46 opens positions: one place sends an order that is not reduce-only, and only for an intent', () => {
    expect(writers(/reduceOnly: false/)).toEqual(['lib/minute/send.ts']);
  });
});

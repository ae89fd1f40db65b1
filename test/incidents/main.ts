/**
 * Takes each incident's protection out, one at a time, in a copy of the project, and looks whether a test with the
 * incident's number goes red. `npm run incidents`, or `npm run incidents -- I07 I12` for some of them. Ends with 1 when a
 * protection can go without a test noticing.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { INCIDENTS } from './all.ts';
import type { Removal } from './incident.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const COPIED = [
  'bin',
  'docs',
  'functions',
  'lib',
  'models',
  'test',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** The project once more, where it may be spoilt, beside the recordings that some tests read. */
function copyOfProject(scratch: string): string {
  const copy = join(scratch, 'project');
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  symlinkSync(join(ROOT, '../shared'), join(scratch, 'shared'));
  return copy;
}

const run = (cwd: string, command: string, args: readonly string[]) =>
  spawnSync(process.execPath, [join('node_modules', command), ...args], { cwd, encoding: 'utf8' });

interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}
interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly Assertion[] }[];
}

/** What a removal came to: tests that fail, tests that ran, and the first line of what the first failure says. */
type Seen = readonly [red: number, ran: number, said: string];

/** A test that fails because the edited code cannot run has seen nothing. */
const isBroken = (message: string) =>
  /^(Reference|Syntax)Error|is not a function|is not defined/.test(message);

function tested(copy: string, id: string, { test, run: runner }: Removal): Seen {
  const file = join(copy, 'report.json');
  rmSync(file, { force: true });
  run(copy, 'vitest/vitest.mjs', [
    'run',
    runner ?? test,
    '--testNamePattern',
    `${id}\\b`,
    '--reporter=json',
    `--outputFile=${file}`,
  ]);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const ran = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, fullName }) => status !== 'skipped' && new RegExp(`${id}\\b`).test(fullName));
  const failures = ran
    .filter(({ status }) => status === 'failed')
    .map(({ failureMessages }) => failureMessages[0]?.split('\n')[0] ?? '')
    .filter(message => !isBroken(message));
  return [failures.length, ran.length, failures[0] ?? ''];
}

/** The places of a test that do not compile any more. */
function compiled(copy: string, { test }: Removal): Seen {
  const { stdout } = run(copy, 'typescript/bin/tsc', ['--noEmit', '--pretty', 'false']);
  const errors = stdout.split('\n').filter(line => line.startsWith(`${test}(`));
  return [errors.length, errors.length, errors[0] ?? ''];
}

/** A sentence, and whether the protection was missed. */
function withoutIt(copy: string, id: string, removal: Removal): readonly [boolean, string] {
  const path = join(copy, removal.file);
  const before = readFileSync(path, 'utf8');
  if (before.split(removal.from).length !== 2)
    return [false, `${removal.file} does not hold once what is to be taken out`];
  writeFileSync(
    path,
    before.replace(removal.from, () => removal.to),
  );
  try {
    const [red, ran, said] = removal.check === 'types' ? compiled(copy, removal) : tested(copy, id, removal);
    const where = removal.run ?? removal.test;
    if (red > 0) return [true, `${red} of ${ran} red in ${where}\n        ${said.slice(0, 140)}`];
    return [
      false,
      ran === 0 ? `no test of that number ran in ${where}` : `all ${ran} stay green in ${where}`,
    ];
  } finally {
    writeFileSync(path, before);
  }
}

const wanted = new Set(process.argv.slice(2));
const incidents = INCIDENTS.filter(({ id }) => wanted.size === 0 || wanted.has(id));
const scratch = mkdtempSync(join(tmpdir(), 'perpdesk-incidents-'));
let [taken, missed] = [0, 0];
try {
  const copy = copyOfProject(scratch);
  for (const { id, removals } of incidents) {
    for (const removal of removals) {
      const [isMissed, said] = withoutIt(copy, id, removal);
      taken += 1;
      if (isMissed) missed += 1;
      console.log(`${isMissed ? 'red  ' : 'GREEN'} ${id} without ${removal.what}: ${said}`);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${missed} of ${taken} protections are missed by a test when they are gone`);
process.exitCode = missed === taken ? 0 : 1;

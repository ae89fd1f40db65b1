import type { Explained } from './survivors.ts';

/** What became of a file's mutants. */
export interface Measured {
  readonly folder: string;
  readonly statuses: readonly string[];
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;
const SHOWN_MAX = 70;
const short = (text: string): string => (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text);

/** One row of a folder: mutants, killed, timed out, survived, and the share that was noticed. */
function row(name: string, statuses: readonly string[]): string {
  const count = (...of: readonly string[]) => statuses.filter(status => of.includes(status)).length;
  const [killed, timedOut, survived] = [count('Killed'), count('Timeout'), count('Survived', 'NoCoverage')];
  const all = killed + timedOut + survived;
  const score = ((100 * (killed + timedOut)) / all).toFixed(1);
  return `| ${name} | ${all} | ${killed} | ${timedOut} | ${survived} | ${score} % |`;
}

/** docs/mutation.md. */
export function pageOf(measured: readonly Measured[], survivors: readonly Explained[], day: string): string {
  const folders = [...new Set(measured.map(({ folder }) => folder))];
  const of = (folder: string) => measured.filter(each => each.folder === folder).flatMap(m => m.statuses);
  return [
    '# Mutation testing',
    '',
    '`npm run mutation` changes the core in one place after the other (Stryker) and looks whether a unit test of',
    '`test/desk/` goes red. At least 85 % must be noticed, or the run fails. Whole minutes over the simulated exchange and the',
    'fuzz tests are not among these tests: what they alone would notice counts as survived here.',
    '',
    `Measured on ${day}, folder by folder (\`npm run mutation -- --mutate 'lib/desk/risk/**/*.ts'\` and so on: all at once takes`,
    'more than an hour). `npm run mutation:report` writes this page from what that left behind.',
    '',
    '| folder | mutants | killed | timed out | survived | score |',
    '|---|---|---|---|---|---|',
    ...folders.map(folder => row(code(folder), of(folder))),
    row(
      'all',
      measured.flatMap(m => m.statuses),
    ),
    '',
    '## What survives',
    '',
    'The reasons are kept in `test/mutation/harmless.json`. One that survives without a reason fails the report, and so does',
    'a reason of which nothing survives any more.',
    '',
    '| where | mutator | what | why it is harmless |',
    '|---|---|---|---|',
    ...survivors.map(
      ({ file, line, mutator, was, now, reason }) =>
        `| ${code(`${file}:${line}`)} | ${mutator} | ${code(short(was))} → ${code(short(now) || ' ')} | ${cell(reason)} |`,
    ),
    '',
  ].join('\n');
}

/**
 * `npm run mutation:report`: writes docs/mutation.md from what `npm run mutation` has measured, and from the reasons that
 * people have given for the mutants that survive. Ends with 1 when one survives without a reason, or when a reason is
 * given for none.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Measured, pageOf } from './page.ts';
import { type Harmless, reasonsFor, type Survivor } from './survivors.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const REPORT = resolve(ROOT, '.stryker/mutation.json');

interface Place {
  readonly line: number;
  readonly column: number;
}
interface Mutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** The text that a mutant replaces, on one line. */
function textAt(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const cut = lines.map((line, i) =>
    line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined),
  );
  return oneLine(cut.join('\n'));
}
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
const given = JSON.parse(
  readFileSync(resolve(import.meta.dirname, 'harmless.json'), 'utf8'),
) as readonly Harmless[];
// What was not measured proves no reason idle.
const harmless = given.filter(({ file }) => file in report.files);

const files = Object.entries(report.files).toSorted(([a], [b]) => (a < b ? -1 : 1));
const measured = files.map(
  ([file, { mutants }]): Measured => ({
    folder: file.split('/').slice(0, 3).join('/'),
    statuses: mutants.map(({ status }) => status),
  }),
);
const survivors = files.flatMap(([file, { source, mutants }]) =>
  mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(
      (mutant): Survivor => ({
        file,
        line: mutant.location.start.line,
        mutator: mutant.mutatorName,
        was: textAt(source, mutant.location),
        now: oneLine(mutant.replacement),
      }),
    ),
);
const { explained, unexplained, idle } = reasonsFor(survivors, harmless);
for (const { file, line, was, now } of unexplained)
  console.error(`no reason is given for ${file}:${line}: ${was} → ${now}`);
for (const { file, was } of idle)
  console.error(`a reason is given for what does not survive: ${file}: ${was}`);
const day = statSync(REPORT).mtime.toISOString().slice(0, 10);
writeFileSync(resolve(ROOT, 'docs/mutation.md'), pageOf(measured, explained, day));
console.log(`docs/mutation.md: ${survivors.length} survivors, ${unexplained.length} without a reason`);
process.exitCode = unexplained.length + idle.length === 0 ? 0 : 1;

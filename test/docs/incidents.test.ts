import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { INCIDENTS } from '../incidents/all.ts';
import type { Incident } from '../incidents/incident.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');
const code = (path: string) => `\`${path}\``;

describe('the incidents', () => {
  test('are sixty-five, in their order, each with a protection to take out', () => {
    const ids = Array.from({ length: 65 }, (_, i) => `I${String(i + 1).padStart(2, '0')}`);
    expect(INCIDENTS.map(({ id }) => id)).toEqual(ids);
    expect(INCIDENTS.filter(({ removals }) => removals.length === 0)).toEqual([]);
  });

  const removals = INCIDENTS.flatMap(({ id, removals: of }) => of.map(removal => ({ id, ...removal })));

  test('name protections that stand in the code as they say, once', () => {
    const gone = removals.filter(({ file, from, to }) => from === to || read(file).split(from).length !== 2);
    expect(gone.map(({ id, file, what }) => `${id} ${file}: ${what}`)).toEqual([]);
  });

  test('name tests that are there and bear their number', () => {
    const wrong = removals.filter(
      ({ id, test: file, run = file }) =>
        !existsSync(resolve(ROOT, file)) ||
        !existsSync(resolve(ROOT, run)) ||
        !run.endsWith('.test.ts') ||
        !new RegExp(`\\b${id}\\b`).test(read(file)),
    );
    expect(wrong.map(({ id, test: file }) => `${id} ${file}`)).toEqual([]);
  });

  /** `npx vitest run test/docs -u` writes it anew. */
  test('are told in the docs', async () => {
    const rows = INCIDENTS.flatMap(({ id, happened, removals: of }) =>
      of.map(({ file, test: by, what }, i) => {
        const told = i === 0 ? happened : '';
        return `| ${id} | ${told} | ${code(file)} | ${code(by)} | ${what} |`;
      }),
    );
    const open = INCIDENTS.filter((each): each is Incident & { later: string } => each.later !== undefined);
    const page = [
      '# Incidents',
      '',
      'Each of these has cost somebody money in a system of this kind. What keeps it from happening here is a piece of code,',
      'and a test that bears the incident’s number.',
      '',
      '`npm run incidents` takes each protection below out, one at a time, in a copy of the project, and runs the test beside',
      'it: one that does not go red ends the run with 1. `npm run incidents -- I07 I12` does it for some of them. A test that',
      'fails because the changed code cannot run at all does not count. This page is made from `test/incidents/`.',
      '',
      '| incident | what happened | protection | test | seen red without |',
      '|---|---|---|---|---|',
      ...rows,
      '',
      '## Still to come',
      '',
      ...open.map(({ id, later }) => `- ${id}: ${later}.`),
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot('../../docs/incidents.md');
  });
});

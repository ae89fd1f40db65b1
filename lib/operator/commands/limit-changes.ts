import type { LimitEdit, ListedLimit } from '../../adapters/ssm/limit-editor.ts';
import { LIMIT_NAMES } from '../../desk/limits/schema.ts';
import { Refusal } from '../../local/refusal.ts';
import { tableLines } from '../../local/terminal/table.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { suggestion } from '../nearest.ts';
import { paragraph, type Screen } from '../screen.ts';

/** One limit that would be, or was, given another value. */
export interface Change {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What stands in the desk's limits and would be changed by these texts, in the schema's order. */
export function changesTo(
  listed: readonly ListedLimit[],
  wanted: Readonly<Record<string, string>>,
): readonly Change[] {
  return listed.flatMap(({ name, text }): Change[] => {
    const to = wanted[name];
    return to === undefined || to === text ? [] : [{ name, from: text, to }];
  });
}

export interface ChangeRequest {
  readonly wanted: Readonly<Record<string, string>>;
  /** Nothing is changed without it: the difference is shown, and how to make it. */
  readonly yes: boolean;
  /** What else there is to say, after the difference. */
  readonly notes?: readonly string[];
}

/** Shows what several edits would change, and makes them where they are meant. @throws Refusal for a text that is no value */
export async function changeLimits(
  { limits, atRest }: Connection,
  { wanted, yes, notes: told = [] }: ChangeRequest,
): Promise<Answer> {
  const unknown = Object.keys(wanted).find(name => !LIMIT_NAMES.some(known => known === name));
  if (unknown !== undefined)
    throw new Refusal(`${unknown}: there is no such limit${suggestion(unknown, LIMIT_NAMES)}`);
  const notes = atRest === undefined ? told : [...told, `The desk is ${atRest}.`];
  const changes = changesTo(await limits.list(), wanted);
  const texts = Object.fromEntries(changes.map(({ name, to }) => [name, to]));
  const problems = await limits.check(texts);
  if (problems.length > 0)
    throw new Refusal(problems.map(({ name, problem }) => `${name}: ${problem}`).join('; '));
  const edits = yes ? refusingAny(await limits.setAll(texts)) : [];
  return {
    json: { changed: yes, changes, edits, notes },
    lines: screen => changeLines(changes, yes, notes, screen),
  };
}

function refusingAny(edits: readonly LimitEdit[]): readonly LimitEdit[] {
  const refused = edits.flatMap(edit => (edit.type === 'refused' ? edit.problems : []));
  if (refused.length === 0) return edits;
  throw new Refusal(refused.map(({ name, problem }) => `${name}: ${problem}`).join('; '));
}

const COLUMNS = [
  { title: 'limit', align: 'left' },
  { title: 'now', align: 'right' },
  { title: '', align: 'left' },
  { title: 'then', align: 'left' },
] as const;

function changeLines(
  changes: readonly Change[],
  yes: boolean,
  notes: readonly string[],
  { width, paint }: Screen,
): readonly string[] {
  const more = notes.flatMap(note => paragraph(note, width));
  if (changes.length === 0) return ['no limit differs; nothing was changed', ...more];
  const titles = yes
    ? COLUMNS.map(each => (each.title === 'now' ? { ...each, title: 'before' } : each))
    : COLUMNS;
  const rows = changes.map(({ name, from, to }) => [
    { text: name },
    { text: from },
    { text: '→' },
    { text: to, paint: paint.bold },
  ]);
  const count = `${changes.length} ${changes.length === 1 ? 'limit' : 'limits'}`;
  return [
    ...tableLines(titles, rows, width, paint.dim),
    ...more,
    yes
      ? paint.dim(`${count} changed. It holds from the next minute on.`)
      : paint.bold(`Nothing was changed: ${count} would be. Add --yes to do it.`),
  ];
}

import { type Check, type CheckState, mayGoOn } from '../../desk/preflight/check.ts';
import { pairs, paragraph, type Screen } from '../screen.ts';

export interface PreflightView {
  /** What was looked at, in words. */
  readonly subject: string;
  readonly checks: readonly Check[];
  /** What follows where nothing is in the way: sentences, and commands that are typed as they stand. */
  readonly onward: readonly string[];
  /** What is told beside the checks, whatever they say. */
  readonly beside?: readonly (readonly [name: string, text: string])[];
}

const WORDS: Readonly<Record<CheckState, string>> = {
  ok: 'ok',
  warning: 'warning',
  missing: 'MISSING',
  refused: 'REFUSED',
  'not-checked': 'not checked',
};
const STATE_WIDTH = 13;

/** Every check on its line, what to do under it, and whether one may go on. Pure. */
export function preflightLines(
  { subject, checks, onward, beside = [] }: PreflightView,
  screen: Screen,
): readonly string[] {
  const { width, paint } = screen;
  const room = Math.max(...checks.map(({ name }) => name.length)) + 2;
  const inTheWay = checks.filter(each => !mayGoOn([each]));
  return [
    ...paragraph(subject, width).map(paint.bold),
    '',
    ...checks.flatMap((each, n) => checkLines(saidOnce(each, checks[n + 1]), room, screen)),
    '',
    ...(beside.length === 0 ? [] : [...pairs(beside, width), '']),
    ...(inTheWay.length === 0
      ? onward.flatMap(line => (isCommand(line) ? [`  ${line}`] : paragraph(line, width).map(paint.good)))
      : paragraph(`In the way: ${inTheWay.map(({ name }) => name).join(', ')}.`, width).map(paint.bad)),
  ];
}

/** What several in a row lead to is told once, under the last of them. */
function saidOnce(each: Check, after: Check | undefined): Check {
  if (each.next === undefined || each.next !== after?.next) return each;
  const { next: _next, ...rest } = each;
  return rest;
}

function checkLines(
  { name, state, seen, next }: Check,
  room: number,
  { width, paint }: Screen,
): readonly string[] {
  const colour = {
    ok: paint.good,
    warning: paint.warn,
    missing: paint.bad,
    refused: paint.bad,
    'not-checked': paint.bad,
  }[state];
  const indent = room + STATE_WIDTH;
  const [first = '', ...rest] = paragraph(seen, width, ' '.repeat(indent));
  const word = colour(WORDS[state].padEnd(STATE_WIDTH));
  const told = `${name.padEnd(room)}${word}${first.trimStart()}`;
  return [told, ...rest, ...nextLines(next, room, width).map(paint.dim)];
}

/** A command is never broken: it is there to be copied. */
function nextLines(next: string | undefined, room: number, width: number): readonly string[] {
  if (next === undefined) return [];
  const indent = ' '.repeat(room);
  if (isCommand(next)) return [`${room + next.length + 2 > width ? '    ' : indent}→ ${next}`];
  const [first = '', ...rest] = paragraph(next, width - 2, indent);
  return [`${indent}→ ${first.trimStart()}`, ...rest.map(line => `  ${line}`)];
}

const isCommand = (text: string): boolean => /^(npm|npx|aws|export|rm) /.test(text);

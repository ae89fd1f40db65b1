import type { ListedLimit } from '../../adapters/ssm/limit-editor.ts';
import { LIMIT_NAMES } from '../../desk/limits/schema.ts';
import { minuteText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { tableLines } from '../../local/terminal/table.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { suggestion } from '../nearest.ts';
import { cut, pairs, type Screen } from '../screen.ts';

/** Every limit with its value and version. */
export async function listLimits({ limits }: Connection): Promise<Answer> {
  const listed = await limits.list();
  const wrong = listed.some(({ problem }) => problem !== undefined);
  return { json: listed, lines: screen => listLines(listed, screen), exitCode: wrong ? 1 : 0 };
}

/** One limit: value, version, unit, range, what it does. Throws a Refusal for a name that there is not. */
export async function getLimit({ limits }: Connection, name: string): Promise<Answer> {
  const limit = await limits.get(name);
  if (limit === undefined) throw unknownLimit(name);
  return { json: limit, lines: screen => limitLines(limit, screen) };
}

/** Stores a new value after checking it, alone and together with the others. Throws a Refusal that says what is wrong. */
export async function setLimit(connection: Connection, name: string, text: string): Promise<Answer> {
  const { limits, atRest } = connection;
  if ((await limits.get(name)) === undefined) throw unknownLimit(name);
  const edit = await limits.set(name, text);
  switch (edit.type) {
    case 'refused':
      throw new Refusal(edit.problems.map(each => `${each.name}: ${each.problem}`).join('; '));
    case 'unchanged':
      return {
        json: edit,
        lines: () => [`${name}: ${edit.text} already, v${edit.version}; nothing was written`],
      };
    case 'set': {
      const notes = [
        'It holds from the next minute on.',
        ...(atRest === undefined ? [] : [`The desk is ${atRest}.`]),
        ...(name === 'universe/denied' ? await unseen(connection, text) : []),
      ];
      return {
        json: { ...edit, notes },
        lines: ({ paint }) => [
          `${name}: ${edit.before} → ${paint.bold(edit.after)} (v${edit.version})`,
          ...notes.map(paint.dim),
        ],
      };
    }
    default:
      return edit satisfies never;
  }
}

/** A coin that is denied by a name that no scan has seen is not denied at all. */
async function unseen({ reader }: Connection, text: string): Promise<readonly string[]> {
  const seen = (await reader.universeReasons())?.reasons;
  const strange = text
    .split(',')
    .map(symbol => symbol.trim())
    .filter(symbol => symbol !== '' && symbol !== 'none' && seen !== undefined && !(symbol in seen));
  return strange.map(
    symbol =>
      `${symbol} is no coin that the last scan has seen${suggestion(symbol, Object.keys(seen ?? {}))}.`,
  );
}

/** Every version of a limit, newest first. Throws a Refusal for a name that there is not. */
export async function limitHistory({ limits }: Connection, name: string): Promise<Answer> {
  if ((await limits.get(name)) === undefined) throw unknownLimit(name);
  const versions = await limits.history(name);
  const columns = [
    { title: 'version', align: 'right' },
    { title: 'value', align: 'left' },
    { title: 'since (UTC)', align: 'left' },
    { title: 'by', align: 'left', dropRank: 1 },
  ] as const;
  const lines = ({ width, paint }: Screen) =>
    versions.length === 0
      ? [`${name}: nothing is stored, the default holds`]
      : tableLines(
          columns,
          versions.map(({ version, text, at, by }) => [
            { text: `v${version}` },
            { text },
            { text: minuteText(at) },
            { text: by },
          ]),
          width,
          paint.dim,
        );
  return { json: versions.map(each => ({ ...each, at: new Date(each.at).toISOString() })), lines };
}

export const unknownLimit = (name: string): Refusal =>
  new Refusal(`${name}: there is no such limit${suggestion(name, LIMIT_NAMES)}`);

const VALUE_ROOM = 16;

/** Edited values stand out; a value that cannot be read says why. */
function listLines(listed: readonly ListedLimit[], { width, paint }: Screen): string[] {
  const columns = [
    { title: 'limit', align: 'left' },
    { title: 'value', align: 'right' },
    { title: '', align: 'left' },
    { title: 'unit', align: 'left' },
  ] as const;
  const nameRoom = Math.max(...listed.map(({ name }) => name.length));
  const unitRoom = width - nameRoom - VALUE_ROOM - 6;
  const rows = listed.map(limit => {
    const edited = limit.text !== limit.default;
    const unit = { text: cut(limit.problem ?? unitWords(limit), unitRoom) };
    return [
      { text: limit.name },
      { text: cut(limit.text, VALUE_ROOM), ...(edited ? { paint: paint.bold } : {}) },
      { text: edited ? '*' : '' },
      limit.problem === undefined ? unit : { ...unit, paint: paint.bad },
    ];
  });
  return [
    ...tableLines(columns, rows, width, paint.dim),
    paint.dim('* differs from the default. limits get NAME shows range, version and meaning.'),
  ];
}

/** The unit without its range. */
const unitWords = ({ unit = '' }: ListedLimit): string => unit.replace(/, [0-9.]+ to [0-9.]+$/, '');

const limitLines = (limit: ListedLimit, { width, paint }: Screen): string[] => [
  paint.bold(limit.name),
  ...pairs(
    [
      ['value', limit.text],
      ['version', limit.version === 0 ? 'none stored, the default holds' : `v${limit.version}`],
      ['default', limit.default ?? 'none'],
      ['unit', limit.unit ?? 'unknown'],
      ['meaning', limit.description ?? 'nothing reads it'],
      ...(limit.problem === undefined ? [] : ([['problem', limit.problem]] as const)),
    ],
    width,
  ),
];

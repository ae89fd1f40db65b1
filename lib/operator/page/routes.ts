import { isLimitName } from '../../desk/limits/schema.ts';
import { Refusal } from '../../local/refusal.ts';
import { deskModels } from '../commands/desk-models.ts';
import { doctor } from '../commands/doctor.ts';
import { limitHistory, listLimits, unknownLimit } from '../commands/limits.ts';
import { priceTags } from '../commands/price-tags.ts';
import { profit } from '../commands/profit.ts';
import { report } from '../commands/report.ts';
import { universe } from '../commands/universe.ts';
import type { Connection } from '../connection.ts';
import { shellWord } from '../shell-word.ts';
import { notTakenView } from '../views/not-taken.ts';
import { positionView } from '../views/position.ts';
import type { AlarmsView, EditAnswer, NotTakenRow, PositionDetail } from './api.ts';
import { tradeRow } from './cards.ts';
import type { Chronicle, LogFilter } from './chronicle.ts';
import type { Kept } from './kept.ts';

/** What the page can be asked, and what answers it. */
export interface Site {
  readonly desk: Connection;
  readonly chronicle: Chronicle;
  /** Absent where limits cannot be written from the page. */
  readonly mayEdit: boolean;
  /** What is dear to read. */
  readonly kept: Kept;
  /** What the commands of a desk in the cloud take beside its name: `--region eu-central-1`. */
  readonly flags: string;
}

type Query = URLSearchParams;
type Route = (site: Site, query: Query, name: string) => Promise<unknown>;

const TRADES = 200;
/** A small chart has no more pixels to show. */
const TILE_POINTS = 240;
const LOG_LINES = 200;

/** By the first part of the path after `/api/`; what follows it is a name. */
export const READS: Readonly<Record<string, Route>> = {
  equity: async ({ chronicle }, query) => chronicle.equity(number(query, 'since') ?? 0),
  position: async ({ desk, chronicle }, _query, id): Promise<PositionDetail> => {
    const found = await desk.reader.position(id);
    if (found === undefined) throw new Refusal(`${id}: there is no such position`);
    const { intents } = await desk.reader.load();
    return { ...positionView(found, intents), path: chronicle.path(found) };
  },
  paths: async ({ desk, chronicle }) => {
    const { positions } = await desk.reader.load();
    return Object.fromEntries(
      positions.map(position => [position.id, chronicle.path(position, TILE_POINTS)]),
    );
  },
  trades: async ({ desk }) => (await desk.reader.closedPositions({ newest: TRADES })).map(tradeRow),
  'not-taken': async ({ chronicle }, _query, key) => {
    if (key === '')
      return chronicle.notTaken(TRADES).map(([each, record]) => row(each, notTakenView(record)));
    const record = chronicle.notTakenOf(key);
    if (record === undefined) throw new Refusal(`${key}: no such trade in the days that this page holds`);
    return notTakenView(record);
  },
  money: async ({ desk }, query) =>
    (await profit(desk, { from: text(query, 'from'), to: text(query, 'to') })).json,
  report: async ({ desk }, query) => (await report(desk, text(query, 'day'))).json,
  'price-tags': ({ desk, kept }) =>
    kept.get('price-tags', async () => (await priceTags(desk, { from: undefined, to: undefined })).json),
  universe: async ({ desk }) => (await universe(desk)).json,
  models: ({ desk, kept }) => kept.get('models', async () => (await deskModels(desk)).json),
  doctor: async ({ desk }) =>
    (
      await doctor(desk, {
        profile: undefined,
        equityUsd: undefined,
        atrFraction: undefined,
        cyclesPerDay: undefined,
        models: undefined,
        set: [],
      })
    ).json,
  limits: async ({ desk }, _query, name) =>
    name === '' ? (await listLimits(desk)).json : (await limitHistory(desk, name)).json,
  log: async ({ chronicle }, query) =>
    chronicle.log(filterOf(query), number(query, 'before') ?? Number.POSITIVE_INFINITY, LOG_LINES),
  alarms: async ({ desk }): Promise<AlarmsView> =>
    desk.alarmStates === undefined ? NO_ALARMS : await desk.alarmStates(),
};

const NO_ALARMS: AlarmsView = { alarms: [], because: 'Nothing watches this desk.' };

const row = (key: string, { kind: _kind, trace, ...view }: ReturnType<typeof notTakenView>): NotTakenRow => ({
  ...view,
  key,
  hasTrace: trace.length > 0,
});

function filterOf(query: Query): LogFilter {
  const types = text(query, 'types');
  return {
    decisions: query.get('all') !== '1',
    types: types === undefined ? undefined : new Set(types.split(',')),
    symbol: text(query, 'symbol'),
    text: text(query, 'text')?.toLowerCase(),
  };
}

const text = (query: Query, name: string): string | undefined => {
  const value = query.get(name);
  return value === null || value === '' ? undefined : value;
};

function number(query: Query, name: string): number | undefined {
  const typed = text(query, name);
  if (typed === undefined) return undefined;
  const value = Number(typed);
  if (Number.isFinite(value)) return value;
  throw new Refusal(`${name}: ${typed} is no number`);
}

/**
 * Edits a limit, or says by which commands it is edited, once it has passed the checks of `limits set`. `given` is what
 * the page sent. Throws a Refusal where that is not a value.
 */
export async function editLimit(
  { desk, mayEdit, flags }: Site,
  name: string,
  given: unknown,
): Promise<EditAnswer> {
  if (!isLimitName(name)) throw unknownLimit(name);
  const value = typeof given === 'object' && given !== null && 'text' in given ? given.text : undefined;
  if (typeof value !== 'string' || value === '') throw new Refusal(`${name}: give the value as text`);
  if (!mayEdit) {
    const problems = await desk.limits.check({ [name]: value });
    return problems.length > 0
      ? refused(problems)
      : { type: 'command', commands: commandsFor(desk.desk, name, value, flags) };
  }
  const edit = await desk.limits.set(name, value);
  switch (edit.type) {
    case 'set':
      return { type: 'set', before: edit.before, after: edit.after, version: edit.version };
    case 'unchanged':
      return { type: 'unchanged', version: edit.version };
    case 'refused':
      return refused(edit.problems);
    default:
      return edit satisfies never;
  }
}

const refused = (problems: readonly { readonly name: string; readonly problem: string }[]): EditAnswer => ({
  type: 'refused',
  problems: problems.map(({ name, problem }) => `${name}: ${problem}`),
});

const commandsFor = (desk: string, name: string, value: string, flags: string): readonly string[] => [
  `npm run desk -- limits set ${name} ${shellWord(value)} --aws --desk ${desk}${flags}`,
  `aws ssm put-parameter --overwrite --name /perpdesk/${desk}/limits/${name} --value ${shellWord(value)}${flags}`,
];

import { type ParameterHistory, PutParameterCommand, paginateGetParameterHistory } from '@aws-sdk/client-ssm';
import { type LimitsProblem, problemOf, readLimits, type StoredLimit } from '../../desk/limits/limits.ts';
import { definitionOf, isLimitName, LIMIT_NAMES, type LimitName } from '../../desk/limits/schema.ts';
import { type EpochMs, epochMs } from '../../desk/units.ts';
import { PortError } from '../../ports.ts';
import { asked, portError } from '../aws-errors.ts';
import { type DeskParameters, readStoredLimits } from './desk-parameters.ts';
import { limitParameter } from './names.ts';
import { seedOf } from './seed.ts';
import { putInput } from './seed-store.ts';

/** A limit as people see it. */
export interface ListedLimit {
  readonly name: string;
  readonly text: string;
  /** 0 where nothing is stored and the default stands in. */
  readonly version: number;
  readonly default: string | undefined;
  readonly unit: string | undefined;
  readonly description: string | undefined;
  /** What is wrong with the stored text, or that nothing reads a parameter of this name. */
  readonly problem: string | undefined;
}

export type LimitEdit =
  | {
      readonly type: 'set';
      readonly name: string;
      readonly before: string;
      readonly after: string;
      readonly version: number;
    }
  /** The text stands there already; no version was spent. */
  | { readonly type: 'unchanged'; readonly name: string; readonly text: string; readonly version: number }
  | { readonly type: 'refused'; readonly problems: readonly LimitsProblem[] };

export interface LimitVersion {
  readonly version: number;
  readonly text: string;
  readonly at: EpochMs;
  readonly by: string;
}

/** What a person does with limits. Every call throws a PortError when the store gives no answer. */
export interface LimitEditor {
  /** All limits in the schema's order, then what is stored and belongs to none. */
  list(): Promise<readonly ListedLimit[]>;
  /** Undefined for a name that is neither in the schema nor stored. */
  get(name: string): Promise<ListedLimit | undefined>;
  /** Checks the text alone and together with the other limits, then stores it. */
  set(name: string, text: string): Promise<LimitEdit>;
  /** What is wrong with several texts, alone and together with the limits that stay. */
  check(texts: Readonly<Record<string, string>>): Promise<readonly LimitsProblem[]>;
  /**
   * Checks several texts together with the limits that stay, then stores those that differ, one after the other. Nothing
   * is stored where one is refused.
   */
  setAll(texts: Readonly<Record<string, string>>): Promise<readonly LimitEdit[]>;
  /** Newest first; empty where nothing is stored. */
  history(name: string): Promise<readonly LimitVersion[]>;
}

/** Limits for people, in the Parameter Store. */
export function ssmLimitEditor(parameters: DeskParameters): LimitEditor {
  const list = async () => listed(await readStoredLimits(parameters));
  return {
    list,
    get: async name => (await list()).find(limit => limit.name === name),
    set: async (name, text) => setLimit(parameters, name, text),
    check: async texts => problemsAfter(await readStoredLimits(parameters), texts),
    setAll: texts => setLimits(parameters, texts),
    history: name => historyOf(parameters, name),
  };
}

function listed(stored: readonly StoredLimit[]): readonly ListedLimit[] {
  const unread = stored.map(({ name }) => name).filter(name => !isLimitName(name));
  return [...LIMIT_NAMES, ...unread].map(name =>
    listedOne(
      name,
      stored.find(limit => limit.name === name),
    ),
  );
}

function listedOne(name: string, stored: StoredLimit | undefined): ListedLimit {
  const definition = isLimitName(name) ? definitionOf(name) : undefined;
  const fallback = definition?.format(definition.default);
  return {
    name,
    text: stored?.text ?? fallback ?? '',
    version: stored?.version ?? 0,
    default: fallback,
    unit: definition?.unit,
    description: definition?.description,
    problem: stored && problemWith([stored], name),
  };
}

/** What is wrong with one limit of a set. */
function problemWith(stored: readonly StoredLimit[], name: string): string | undefined {
  const read = readLimits(stored);
  if (read.type === 'limits') return undefined;
  return read.problems.find(problem => problem.name === name)?.problem;
}

async function setLimit(parameters: DeskParameters, name: string, text: string): Promise<LimitEdit> {
  const [edit] = await setLimits(parameters, { [name]: text });
  if (edit === undefined) throw new Error('an edit came to nothing');
  return edit;
}

async function setLimits(
  parameters: DeskParameters,
  texts: Readonly<Record<string, string>>,
): Promise<readonly LimitEdit[]> {
  const stored = await readStoredLimits(parameters);
  const problems = problemsAfter(stored, texts);
  if (problems.length > 0) return [{ type: 'refused', problems }];
  const edits: LimitEdit[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const own = stored.find(limit => limit.name === name);
    edits.push(await written(parameters, listedOne(name, own), text));
  }
  return edits;
}

async function written(
  parameters: DeskParameters,
  { name, text: before, version }: ListedLimit,
  text: string,
): Promise<LimitEdit> {
  if (version > 0 && before === text) return { type: 'unchanged', name, text, version };
  const command = new PutParameterCommand({
    ...putInput(seedOf(parameters.desk, name as LimitName, text)),
    Overwrite: true,
  });
  const answer = await asked(`Parameter Store: setting ${name}`, parameters.client.send(command));
  if (answer.Version === undefined) throw new PortError('malformed', `setting ${name} gave no version`);
  return { type: 'set', name, before, after: text, version: answer.Version };
}

/** Problems that edits bring with them. What was wrong elsewhere before must not keep a person from mending it one by one. */
function problemsAfter(
  stored: readonly StoredLimit[],
  texts: Readonly<Record<string, string>>,
): readonly LimitsProblem[] {
  const edits = Object.entries(texts).map(([name, text]) => ({ name, text, version: 0 }));
  const others = stored.filter(({ name }) => !(name in texts));
  const known = problemsOf(others).map(sentence);
  const unreadable = edits.flatMap(({ name, text }): LimitsProblem[] => {
    const problem = isLimitName(name) ? problemOf(name, text) : 'no such limit';
    return problem === undefined ? [] : [{ name, problem }];
  });
  if (unreadable.length > 0) return unreadable;
  return problemsOf([...others, ...edits]).filter(problem => !known.includes(sentence(problem)));
}

const sentence = ({ name, problem }: LimitsProblem): string => `${name}: ${problem}`;

function problemsOf(stored: readonly StoredLimit[]): readonly LimitsProblem[] {
  const read = readLimits(stored);
  return read.type === 'invalid' ? read.problems : [];
}

async function historyOf({ client, desk }: DeskParameters, name: string): Promise<readonly LimitVersion[]> {
  const versions: ParameterHistory[] = [];
  try {
    const query = { Name: limitParameter(desk, name) };
    for await (const page of paginateGetParameterHistory({ client }, query)) {
      versions.push(...(page.Parameters ?? []));
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return [];
    throw portError(`Parameter Store: reading the history of ${name}`, error);
  }
  return versions.map(versionOf).toSorted((a, b) => b.version - a.version);
}

const versionOf = ({
  Version = 0,
  Value = '',
  LastModifiedDate,
  LastModifiedUser = '',
}: ParameterHistory) => ({
  version: Version,
  text: Value,
  at: epochMs(LastModifiedDate?.getTime() ?? 0),
  by: LastModifiedUser,
});

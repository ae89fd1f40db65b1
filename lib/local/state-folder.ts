import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Refusal } from './refusal.ts';
import { KEPT_OPTIONS, type KeptTexts } from './settings.ts';

/**
 * The folder an embedded desk is kept in. `desk.json` marks it as ours and holds the options the desk was made with.
 * The stores keep their files beside it; `servers.json` says where they listen while they run.
 */
const MARKER = 'desk.json';
const SERVERS = 'servers.json';
const EXCHANGE = 'exchange';
/** All that a desk's state consists of: what `--fresh` removes, and nothing else. */
const OURS = [
  MARKER,
  SERVERS,
  EXCHANGE,
  'dynamodb',
  'parameters.json',
  'parameters.json.new',
  'models',
  'demo-signals.csv',
  'desk.log',
  'desk.log.1',
];

const marker = z.object({
  perpdesk: z.literal('embedded desk'),
  version: z.literal(1),
  options: z.partialRecord(z.enum(KEPT_OPTIONS), z.string()),
});

/** Where the servers of a running desk listen. `pid` is the process that serves them. */
export interface RunningServers {
  readonly pid: number;
  readonly dynamodb: string;
  readonly parameters: string;
  readonly exchange: string;
}

/** The stores of a desk at rest, that somebody has opened and lets others use. */
export type OpenStores = Omit<RunningServers, 'exchange'>;

export const exchangeFolder = (folder: string): string => join(folder, EXCHANGE);
export const demoSignalsFile = (folder: string): string => join(folder, 'demo-signals.csv');
export const modelsFolder = (folder: string): string => join(folder, 'models');
export const logFile = (folder: string): string => join(folder, 'desk.log');

/**
 * The options that the folder's desk was made with; undefined where there is none yet. Throws a Refusal when the
 * folder holds something else, so that no desk is scattered over somebody's files.
 */
export function storedTexts(folder: string): KeptTexts | undefined {
  const path = join(folder, MARKER);
  if (!existsSync(path)) {
    if (!existsSync(folder) || readdirSync(folder).every(name => name === `${MARKER}.new` || name === FORMER))
      return undefined;
    throw new Refusal(
      `--state ${folder}: holds files but no desk; give an empty folder, or one that is not there yet`,
    );
  }
  try {
    return marker.parse(JSON.parse(readFileSync(path, 'utf8'))).options as KeptTexts;
  } catch {
    throw new Refusal(`${path}: is not readable as a desk's marker; move ${folder} away and start again`);
  }
}

/**
 * Removes a desk's state, file by file of its own; what else lies there stays. Throws a Refusal when the folder was
 * never a desk's.
 */
export function clearState(folder: string): void {
  if (!existsSync(join(folder, MARKER))) storedTexts(folder);
  for (const name of OURS) rmSync(join(folder, name), { recursive: true, force: true });
}

const FORMER = 'former';

/** Moves a desk's state to a numbered folder of its own below this one, where `--state` finds it again. */
export function setAside(folder: string): string {
  const numbers = existsSync(join(folder, FORMER)) ? readdirSync(join(folder, FORMER)).map(Number) : [];
  const aside = join(folder, FORMER, String(Math.max(0, ...numbers.filter(Number.isInteger)) + 1));
  mkdirSync(aside, { recursive: true });
  // The marker goes last: until then the folder is still the desk's, and the next start moves the rest.
  for (const name of [...OURS.filter(each => each !== MARKER), MARKER]) {
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(aside, name));
  }
  return aside;
}

/** Marks the folder as a desk's, made with these options. */
export function markFolder(folder: string, options: KeptTexts): void {
  mkdirSync(folder, { recursive: true });
  replaceFile(join(folder, MARKER), { perpdesk: 'embedded desk', version: 1, options });
}

/**
 * The desk's own copy of its models, made on its first start: what a desk learns changes its copy, and never the folder
 * that the models came from. A desk that learns has a folder of its own where none was given.
 */
export function ownModels(folder: string, given: string | undefined, learns: boolean): string | undefined {
  const own = modelsFolder(folder);
  if (given === undefined && !learns) return undefined;
  if (given !== undefined && !existsSync(own)) {
    cpSync(given, `${own}.new`, { recursive: true });
    renameSync(`${own}.new`, own);
  }
  return own;
}

/** Says where the servers listen, for the command line to find them. */
export const writeServers = (folder: string, servers: RunningServers | OpenStores): void =>
  replaceFile(join(folder, SERVERS), servers);

export const removeServers = (folder: string): void => rmSync(join(folder, SERVERS), { force: true });

/** Whoever reads the file meets the old text or the new one, never a part. */
function replaceFile(path: string, content: object): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

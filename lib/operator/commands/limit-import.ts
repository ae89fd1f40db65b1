import { existsSync, readFileSync } from 'node:fs';
import { problemOf } from '../../desk/limits/limits.ts';
import { OLD_NAMES } from '../../desk/limits/old-names.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { type EnvSetting, readEnvFile } from '../env-file.ts';
import { changeLimits } from './limit-changes.ts';

/**
 * Takes the settings of an old `.env` file over: what has a successor becomes a limit, and of the rest it is said why not.
 * Shows the difference alone without `yes`. @throws Refusal for a file that cannot be read, or a value that no limit takes
 */
export async function importLimits(connection: Connection, path: string, yes: boolean): Promise<Answer> {
  if (!existsSync(path)) throw new Refusal(`${path}: there is no such file`);
  const { settings, odd } = readEnvFile(readFileSync(path, 'utf8'));
  if (settings.length === 0) throw new Refusal(`${path}: sets nothing; NAME=value lines were expected`);
  const wanted: Record<string, string> = {};
  const notes: string[] = [];
  for (const setting of settings) {
    const taken = successorOf(path, setting);
    if ('because' in taken) notes.push(`${setting.name} is not taken over: ${taken.because}.`);
    else wanted[taken.name] = taken.text;
  }
  for (const { line } of odd) notes.push(`Line ${line} sets nothing and is passed over.`);
  return changeLimits(connection, { wanted, yes, notes });
}

type Taken = { readonly name: string; readonly text: string } | { readonly because: string };

function successorOf(path: string, { line, name, value }: EnvSetting): Taken {
  const successor = Object.hasOwn(OLD_NAMES, name) ? OLD_NAMES[name] : undefined;
  if (successor === undefined) return { because: 'no limit of this desk has its place' };
  if (successor.type === 'none') return successor;
  const text = successor.text(value);
  const problem = text === undefined ? 'it cannot be read' : problemOf(successor.name, text);
  if (text === undefined || problem !== undefined)
    throw new Refusal(`${path}, line ${line}: ${name} would be ${successor.name}: ${problem}`);
  return { name: successor.name, text };
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { minuteText, oneLine } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { paragraph } from '../screen.ts';
import { changeLimits } from './limit-changes.ts';

const backup = z.strictObject({
  format: z.literal(1),
  desk: z.string().max(64),
  at: z.iso.datetime(),
  limits: z.record(z.string().max(200), z.string().max(4_096)),
});
export type LimitBackup = z.infer<typeof backup>;

/** Writes every limit of the desk into a file, defaults too. @throws Refusal for a file that is there, or cannot be written */
export async function backupLimits({ desk, limits }: Connection, path: string, now: Date): Promise<Answer> {
  if (existsSync(path)) throw new Refusal(`${path}: is there already; choose another name`);
  const listed = await limits.list();
  const saved: LimitBackup = {
    format: 1,
    desk,
    at: now.toISOString(),
    limits: Object.fromEntries(listed.map(({ name, text }) => [name, text])),
  };
  if (!existsSync(dirname(path))) throw new Refusal(`${path}: its folder is not there; make it first`);
  try {
    writeFileSync(path, `${JSON.stringify(saved, undefined, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    throw new Refusal(
      `${path}: cannot be written (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  const count = listed.length;
  return {
    json: { file: path, limits: count },
    lines: ({ width }) =>
      paragraph(
        `${count} limits of ${desk} were written to ${path}; limits restore ${path} shows what has changed since, and puts it back`,
        width,
      ),
  };
}

/** Puts a backup's values back where they differ; shows the difference alone without `yes`. @throws Refusal */
export async function restoreLimits(connection: Connection, path: string, yes: boolean): Promise<Answer> {
  const { desk, at, limits } = readBackup(path);
  const of = desk === connection.desk ? '' : ` of the desk ${desk}`;
  const notes = [`The backup${of} is of ${minuteText(Date.parse(at))} UTC.`];
  return changeLimits(connection, { wanted: limits, yes, notes });
}

/** @throws Refusal for a file that is no backup */
export function readBackup(path: string): LimitBackup {
  if (!existsSync(path)) throw new Refusal(`${path}: there is no such file; limits backup FILE makes one`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Refusal(`${path}: is not JSON: truncated, or another file`);
  }
  const read = backup.safeParse(parsed);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw new Refusal(
    `${path}: is no backup of limits${place === '' ? '' : `, at ${oneLine(place)}`}: ${oneLine(issue?.message ?? '')}`,
  );
}

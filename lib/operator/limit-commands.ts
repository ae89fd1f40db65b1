import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Refusal } from '../local/refusal.ts';
import { DEFAULT_DESK } from './aws.ts';
import { type Add, group, type Meant, type OnDesk } from './command-kit.ts';
import { backupLimits, restoreLimits } from './commands/limit-backup.ts';
import { diffLimits } from './commands/limit-diff.ts';
import { importLimits } from './commands/limit-import.ts';
import { promoted, promoteLimits } from './commands/limit-promote.ts';
import { verifyLimits } from './commands/limit-verify.ts';
import { limitWhatIf } from './commands/limit-what-if.ts';
import { getLimit, limitHistory, listLimits, setLimit } from './commands/limits.ts';
import { askDesk } from './connect.ts';
import type { Whereabouts } from './connection.ts';
import { type DeskFlags, whereabouts } from './desk-flags.ts';
import { DEFAULT_FOLDER } from './embedded.ts';
import { whole } from './numbers.ts';

/** Adds `limits` with all that is below it. */
export function addLimitCommands(program: Command, add: Add, onDesk: OnDesk): void {
  const limits = group(program, 'limits', 'see, edit, back up, restore and import the limits');
  add(limits, 'list', 'every limit with its value').action((options: DeskFlags) =>
    onDesk(options, listLimits),
  );
  add(limits, 'get <NAME>', 'one limit with version, unit, range and meaning').action(
    (name: string, options: DeskFlags) => onDesk(options, desk => getLimit(desk, name)),
  );
  add(limits, 'set <NAME> <VALUE>', 'edit a limit; it holds from the next minute on').action(
    (name: string, value: string, options: DeskFlags) => onDesk(options, desk => setLimit(desk, name, value)),
  );
  add(limits, 'history <NAME>', 'every version of a limit, newest first').action(
    (name: string, options: DeskFlags) => onDesk(options, desk => limitHistory(desk, name)),
  );
  add(limits, 'diff [FILE]', 'limits that differ from their defaults, or from a backup').action(
    (file: string | undefined, options: DeskFlags) => onDesk(options, desk => diffLimits(desk, file)),
  );
  add(limits, 'backup <FILE>', 'writes every limit into a file').action((file: string, options: DeskFlags) =>
    onDesk(options, desk => backupLimits(desk, file, new Date())),
  );
  const changing = (usage: string, description: string) =>
    add(limits, usage, description).option('--yes', 'do it; without, only the difference is shown');
  changing('restore <FILE>', 'puts the limits of a backup back').action(
    (file: string, { yes = false, ...options }: DeskFlags & Meant) =>
      onDesk(options, desk => restoreLimits(desk, file, yes)),
  );
  changing('import <FILE>', 'takes an old .env file over, and says what has no place here').action(
    (file: string, { yes = false, ...options }: DeskFlags & Meant) =>
      onDesk(options, desk => importLimits(desk, file, yes)),
  );
  changing('promote <FROM>', 'takes the limits of another desk over, or of another --state folder')
    .option('--to <DESK>', 'the desk that gets them, instead of --desk')
    .action(async (from: string, { yes = false, to, ...options }: DeskFlags & Meant & Promotion) => {
      if (to !== undefined && options.desk !== undefined)
        throw new Refusal('limits promote: --to and --desk both say which desk gets them; leave out either');
      const target = to === undefined ? options : { ...options, desk: to };
      const source = sourceOf(from, target);
      if (!source.aws && !existsSync(from))
        throw new Refusal(
          `limits promote ${from}: there is no such state folder; the name of a desk in the cloud goes with --aws`,
        );
      const before = await askDesk(source, promoted);
      return onDesk(target, desk => promoteLimits(desk, before, yes));
    });
  add(limits, 'verify', 'the versions of the limits that the last trades were sized with').action(
    (options: DeskFlags) => onDesk(options, verifyLimits),
  );
  add(limits, 'what-if <NAME=VALUE>', 'the last days with another value of a cap, by the desk’s own journal')
    .option('--days <N>', 'so many days (default 30)', whole(1, 365))
    .action((given: string, { days = 30, ...options }: DeskFlags & { readonly days?: number }) =>
      onDesk(options, desk => limitWhatIf(desk, given, days)),
    );
}

interface Promotion {
  readonly to?: string;
}

/** Where limits are taken from: another desk of the same account in the cloud, else the desk of another folder. */
function sourceOf(from: string, target: DeskFlags): Whereabouts {
  const where = whereabouts(target);
  const same = where.aws
    ? from === (where.desk ?? DEFAULT_DESK)
    : resolve(from) === resolve(where.state ?? DEFAULT_FOLDER);
  if (same)
    throw new Refusal(
      `limits promote ${from}: that is the desk itself; say which gets them, with --to or --state`,
    );
  return where.aws ? { ...where, desk: from } : { ...where, state: from, desk: undefined };
}

import type { Command } from 'commander';
import { epochMs } from '../desk/units.ts';
import { Refusal } from '../local/refusal.ts';
import type { Answer } from './answer.ts';
import { deskModels, deskWhatIf, WEIGHT_DAYS } from './commands/desk-models.ts';
import { importModel } from './commands/import-model.ts';
import { type ModelsOptions, models, whatIf } from './commands/models.ts';
import type { Connection } from './connection.ts';
import type { DeskFlags } from './desk-flags.ts';
import { whole } from './numbers.ts';
import { instantOf } from './training/instant.ts';

interface ModelsFlags extends DeskFlags {
  readonly dir?: string;
  readonly market?: string;
  readonly at?: string;
  readonly days?: number;
}

/** How a command comes to a desk. */
export interface DeskDoor {
  /** Adds the options that name a desk. */
  options(command: Command): Command;
  /** False where nobody named a desk, and none is where it usually is. */
  isThere(flags: DeskFlags): boolean;
  ask(flags: DeskFlags, question: (connection: Connection) => Promise<Answer>): Promise<void>;
}

/** Adds `models` of a folder or of a desk. */
export function addModelCommands(
  program: Command,
  say: (answer: Answer, options: { readonly json?: boolean }) => void,
  door: DeskDoor,
): void {
  const shown = door
    .options(program.command('models'))
    .description("a desk's models: what each has shown, whether it may vote, and what its vote weighs")
    .allowExcessArguments(false)
    .option('--days <N>', `days of weights and changes to show (default ${WEIGHT_DAYS})`, whole(1, 60))
    .option('--dir <DIR>', 'a folder of models instead of a desk, with its roster.json')
    .option('--market <NAME>', "with --dir: the desk's market (default the model's own)")
    .option('--at <DATE>', "with --dir: the desk's instant (default the model's last revalidation)")
    .action(async (flags: ModelsFlags) => {
      if (flags.dir !== undefined) say(await models(askedOf(flags)), flags);
      else await door.ask(deskOf(flags, door), desk => deskModels(desk, flags.days));
    });
  shown
    .command('what-if')
    .description('for each confidence threshold the trades, wins and net R out of sample')
    .allowExcessArguments(false)
    .option('--json', 'answer as JSON')
    .option('--dir <DIR>', 'a folder of models instead of a desk, with its roster.json')
    .action(async (_: unknown, command: Command) => {
      const flags: ModelsFlags = command.optsWithGlobals();
      if (flags.dir !== undefined) say(await whatIf(askedOf(flags)), flags);
      else await door.ask(deskOf(flags, door), deskWhatIf);
    });
  shown
    .command('import')
    .description('takes a model that was trained elsewhere as a challenger')
    .allowExcessArguments(false)
    .argument('<FILE>', "XGBoost's JSON, LightGBM's text, or ONNX")
    .requiredOption('--manifest <FILE>', 'JSON that says what it is: see docs/models.md')
    .option('--json', 'answer as JSON')
    .option('--dir <DIR>', 'folder of models that it enters')
    .option('--at <DATE>', 'when it enters, by the time of the desk (default now)')
    .action(async (file: string, _: unknown, command: Command) => {
      const flags: ModelsFlags & { readonly manifest: string } = command.optsWithGlobals();
      const { dir, at = epochMs(Date.now()) } = askedOf(flags);
      say(await importModel({ file, manifest: flags.manifest, dir, now: at }), flags);
    });
}

/** What was asked of a folder. @throws Refusal */
function askedOf({ dir, market, at, ...flags }: ModelsFlags): ModelsOptions {
  if (dir === undefined) throw new Refusal('models import: say into which folder, with --dir DIR');
  const odd = (['desk', 'state', 'aws', 'region', 'profile', 'table', 'bucket', 'days'] as const).find(
    name => flags[name] !== undefined,
  );
  if (odd !== undefined)
    throw new Refusal(`models: --dir asks a folder and --${odd} a desk: leave out either of them`);
  return { dir, market, at: at === undefined ? undefined : instantOf('--at', at) };
}

/** The desk that is asked where no folder was named. @throws Refusal */
function deskOf(flags: ModelsFlags, door: DeskDoor): DeskFlags {
  const odd = (['market', 'at'] as const).find(name => flags[name] !== undefined);
  if (odd !== undefined)
    throw new Refusal(`models: --${odd} goes with --dir DIR; a desk has a market and a time of its own`);
  if (!door.isThere(flags))
    throw new Refusal(
      'models: no desk in .perpdesk yet: run npm start, name one with --state DIR or --aws, or a folder of models with --dir DIR',
    );
  return flags;
}

import type { Command } from 'commander';
import { epochMs } from '../desk/units.ts';
import { Refusal } from '../local/refusal.ts';
import { MODEL_KINDS, type ModelKind } from '../models/ensemble.ts';
import { MODEL_MARKETS, type ModelMarket } from '../models/manifest.ts';
import type { Answer } from './answer.ts';
import { deskModels, deskWhatIf, WEIGHT_DAYS } from './commands/desk-models.ts';
import { importModel } from './commands/import-model.ts';
import { type ModelsOptions, models, whatIf } from './commands/models.ts';
import { train } from './commands/train.ts';
import { trainAll } from './commands/train-all.ts';
import { walkForward } from './commands/walk-forward.ts';
import type { Connection } from './connection.ts';
import { whole } from './numbers.ts';
import { type History, recordedHistory, syntheticHistory } from './training/history.ts';
import { instantOf } from './training/instant.ts';
import { RECIPE_KEYS, type RecipeKey } from './training/recipes.ts';

interface TrainFlags {
  readonly json?: boolean;
  readonly data?: string;
  readonly to?: string;
  readonly market?: string;
  readonly synthetic?: number;
  readonly days?: number;
  readonly martingale?: boolean;
  readonly out: string;
  readonly kind: string;
  readonly recipe: string;
  readonly seed: number;
  readonly everyBars: number;
  readonly trials: number;
  readonly rounds?: number;
  readonly depth?: number;
}

interface WalkFlags
  extends Pick<TrainFlags, 'json' | 'data' | 'to' | 'market' | 'synthetic' | 'days' | 'martingale'> {
  readonly kind?: string;
  readonly recipe?: string;
  readonly seed: number;
  readonly everyBars: number;
  readonly trials?: number;
  readonly markdown?: boolean;
}

interface ModelsFlags extends DeskFlags {
  readonly dir?: string;
  readonly market?: string;
  readonly at?: string;
  readonly days?: number;
}

/** Options that name a desk. */
export interface DeskFlags {
  readonly json?: boolean;
  readonly desk?: string;
  readonly state?: string;
  readonly aws?: boolean;
  readonly table?: string;
  readonly bucket?: string;
}

/** How a command comes to a desk. */
export interface DeskDoor {
  /** Adds the options that name a desk. */
  options(command: Command): Command;
  /** False where nobody named a desk, and none is where it usually is. */
  isThere(flags: DeskFlags): boolean;
  ask(flags: DeskFlags, question: (connection: Connection) => Promise<Answer>): Promise<void>;
}

const SEED_MAX = 2 ** 31;
const DEFAULT_DAYS = 180;

/** Adds `train`, and `models` of a folder or of a desk. `tell` hears how far a training has come. */
export function addModelCommands(
  program: Command,
  say: (answer: Answer, options: { readonly json?: boolean }) => void,
  tell: (line: string) => void,
  door: DeskDoor,
): void {
  withHistory(
    program
      .command('train')
      .description('trains a model on a market and says what it has shown out of sample'),
  )
    .option('--kind <KIND>', `${MODEL_KINDS.join(', ')}, or all: with their ensemble`, 'xgboost')
    .requiredOption('--out <DIR>', 'folder of models; it becomes the champion of its kind there')
    .option('--recipe <NAME>', `${RECIPE_KEYS.join(', ')}: bar length / how far ahead`, '15m/4h')
    .option('--seed <N>', 'of sampling and bootstrap', whole(0, SEED_MAX), 1)
    .option('--every-bars <N>', 'learn from every Nth bar', whole(1, 96), 1)
    .option('--trials <N>', 'recipes tried on this data, this one among them', whole(1, 10_000), 1)
    .option('--rounds <N>', 'trees at most', whole(1, 10_000))
    .option('--depth <N>', 'splits between root and leaf at most', whole(1, 12))
    .action(async (flags: TrainFlags) => {
      const { out, seed, everyBars, trials, rounds, depth } = flags;
      const options = {
        out,
        seed,
        everyBars,
        trials,
        recipe: recipeOf(flags.recipe),
        history: historyOf('train', flags),
        ...(rounds === undefined ? {} : { rounds }),
        ...(depth === undefined ? {} : { depth }),
      };
      const { kind } = flags;
      const answer =
        kind === 'all' ? trainAll(options, tell) : train({ ...options, kind: kindOf(kind) }, tell);
      say(await answer, flags);
    });
  walkForwardCommand(program, say, tell);
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

function walkForwardCommand(
  program: Command,
  say: (answer: Answer, options: { readonly json?: boolean }) => void,
  tell: (line: string) => void,
): void {
  withHistory(
    program
      .command('walk-forward')
      .description('what each kind of model and the ensemble have shown out of sample, and no model kept'),
  )
    .option('--kind <KIND>', `one of ${MODEL_KINDS.join(', ')} (default all, and their ensemble)`)
    .option('--recipe <NAME>', `one of ${RECIPE_KEYS.join(', ')} (default all)`)
    .option('--seed <N>', 'of sampling and bootstrap', whole(0, SEED_MAX), 1)
    .option('--every-bars <N>', 'of 15m/4h, learn from every Nth bar', whole(1, 96), 1)
    .option('--trials <N>', 'models and recipes tried on this data (default those shown)', whole(1, 10_000))
    .option('--markdown', 'as a table of Markdown')
    .action(async (flags: WalkFlags) => {
      const { seed, everyBars, trials, markdown = false } = flags;
      const options = {
        seed,
        everyBars,
        markdown,
        kinds: flags.kind === undefined ? MODEL_KINDS : [kindOf(flags.kind)],
        recipes: flags.recipe === undefined ? RECIPE_KEYS : [recipeOf(flags.recipe)],
        history: historyOf('walk-forward', flags),
        ...(trials === undefined ? {} : { trials }),
      };
      say(await walkForward(options, tell), flags);
    });
}

/** The options that say what to learn from. */
const withHistory = (command: Command): Command =>
  command
    .allowExcessArguments(false)
    .option('--json', 'answer as JSON')
    .option('--data <DIR>', 'folder of SYMBOL-15m.csv.gz')
    .option('--to <DATE>', 'with --data: nothing after it is learnt from (2025-05-01 is its midnight, UTC)')
    .option('--market <NAME>', 'with --data: what it is a record of (default binance-usdm)')
    .option('--synthetic <SEED>', 'trains on the synthetic market instead', whole(0, SEED_MAX))
    .option('--days <N>', `with --synthetic: days to learn from (default ${DEFAULT_DAYS})`, whole(1, 1000))
    .option('--martingale', 'with --synthetic: on the twin that nothing can be learnt from');

/** What was asked of a folder. @throws Refusal */
function askedOf({ dir, market, at, ...flags }: ModelsFlags): ModelsOptions {
  if (dir === undefined) throw new Refusal('models import: say into which folder, with --dir DIR');
  const odd = (['desk', 'state', 'aws', 'table', 'bucket', 'days'] as const).find(
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

function kindOf(typed: string): ModelKind {
  const kind = MODEL_KINDS.find(each => each === typed);
  if (kind !== undefined) return kind;
  throw new Refusal(`--kind ${typed}: there is no such kind; choose ${MODEL_KINDS.join(', ')}`);
}

function recipeOf(typed: string): RecipeKey {
  const key = RECIPE_KEYS.find(name => name === typed);
  if (key !== undefined) return key;
  throw new Refusal(`--recipe ${typed}: there is no such recipe; choose ${RECIPE_KEYS.join(', ')}`);
}

/** Checks what was typed now; reads the data when asked to. @throws Refusal */
function historyOf(
  command: string,
  flags: Pick<TrainFlags, 'data' | 'to' | 'market' | 'synthetic' | 'days' | 'martingale'>,
): () => History {
  const { data, to, synthetic, days = DEFAULT_DAYS, martingale = false } = flags;
  if ((data === undefined) === (synthetic === undefined))
    throw new Refusal(`${command}: say what to learn from, either --data DIR or --synthetic SEED`);
  if (data !== undefined) {
    if (flags.days !== undefined || martingale)
      throw new Refusal(`${command}: --days and --martingale go with --synthetic, not with --data`);
    if (to === undefined)
      throw new Refusal(`${command}: --data wants --to DATE: nothing after it is learnt from`);
    const [end, market] = [instantOf('--to', to), marketOf(flags.market ?? 'binance-usdm')];
    return () => recordedHistory(data, end, market);
  }
  if (to !== undefined || flags.market !== undefined)
    throw new Refusal(`${command}: --to and --market go with --data, not with --synthetic`);
  return () => syntheticHistory(synthetic ?? 0, days, martingale);
}

function marketOf(typed: string): ModelMarket {
  const market = MODEL_MARKETS.find(name => name === typed);
  if (market !== undefined) return market;
  throw new Refusal(`--market ${typed}: there is no such market; choose ${MODEL_MARKETS.join(', ')}`);
}

import type { Command } from 'commander';
import { Refusal } from '../local/refusal.ts';
import { MODEL_KINDS, type ModelKind } from '../models/ensemble.ts';
import { MODEL_MARKETS, type ModelMarket } from '../models/manifest.ts';
import type { Answer } from './answer.ts';
import { train } from './commands/train.ts';
import { trainAll } from './commands/train-all.ts';
import { walkForward } from './commands/walk-forward.ts';
import { whole } from './numbers.ts';
import { type History, recordedHistory, syntheticHistory } from './training/history.ts';
import { instantOf } from './training/instant.ts';
import { RECIPE_KEYS, type RecipeKey } from './training/recipes.ts';

/** What to learn from, as it is typed. */
interface HistoryFlags {
  readonly json?: boolean;
  readonly data?: string;
  readonly to?: string;
  readonly market?: string;
  readonly synthetic?: number;
  readonly days?: number;
  readonly martingale?: boolean;
}

interface TrainFlags extends HistoryFlags {
  readonly out: string;
  readonly kind: string;
  readonly recipe: string;
  readonly seed: number;
  readonly everyBars: number;
  readonly trials: number;
  readonly rounds?: number;
  readonly depth?: number;
}

interface WalkFlags extends HistoryFlags {
  readonly kind?: string;
  readonly recipe?: string;
  readonly seed: number;
  readonly everyBars: number;
  readonly trials?: number;
  readonly markdown?: boolean;
}

type Say = (answer: Answer, options: { readonly json?: boolean }) => void;
type Tell = (line: string) => void;

const SEED_MAX = 2 ** 31;
const DEFAULT_DAYS = 180;

/** Adds `train` and `walk-forward`, which need no desk. `tell` hears how far a training has come. */
export function addTrainingCommands(program: Command, say: Say, tell: Tell): void {
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
  addWalkForward(program, say, tell);
}

function addWalkForward(program: Command, say: Say, tell: Tell): void {
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
function historyOf(command: string, flags: HistoryFlags): () => History {
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

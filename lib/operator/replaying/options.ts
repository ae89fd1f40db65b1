import type { Command } from 'commander';
import { collect } from '../command-kit.ts';
import { amount, whole } from '../numbers.ts';

const SEED_MAX = 2 ** 31;

/** Adds the options that say what is replayed, under which limits, and on whose word. */
export const withReplayOptions = (command: Command): Command =>
  command
    .option('--data <DIR>', 'folder of SYMBOL-1m.csv.gz, or -15m, or -1h')
    .option('--history <DIR>', 'with minutes: folder of SYMBOL-15m.csv.gz, for what lies before them')
    .option('--funding <DIR>', 'folder of SYMBOL-funding.csv.gz')
    .option('--synthetic <SEED>', 'replays the synthetic market instead', whole(0, SEED_MAX))
    .option('--days <N>', 'with --synthetic: so many days (default 30)', whole(1, 1_000))
    .option('--martingale', 'with --synthetic: its twin that nothing can be learnt from')
    .option('--from <DATE>', 'begins here: 2025-05-01 is its midnight, UTC')
    .option('--to <DATE>', 'ends here')
    .option('--equity <USD>', 'what the account begins with', amount(1, 1e12), 10_000)
    .option('--account <KIND>', 'usdt-isolated or credits-cross', 'usdt-isolated')
    .option('--profile <NAME>', 'a named set of limits')
    .option('--limits <FILE>', 'limits that limits backup has written')
    .option('--set <NAME=VALUE>', 'one limit otherwise (repeatable)', collect, [])
    .option('--models <DIR>', 'models that train has written; they vote as they stand when the span begins')
    .option('--market <NAME>', 'with --data: what it is a record of (default binance-usdm)')
    .option('--as-if-licensed', 'lets models without a licence trade: for looking, and said in the report')
    .option('--force-signals <FILE>', 'trades a list of time,symbol,side in the place of the models');

import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { MODEL_KINDS } from '../models/ensemble.ts';
import { Refusal } from './refusal.ts';
import { ACCOUNT_KINDS, type KeptOption, type KeptTexts } from './settings.ts';

/** What one start of the desk was asked to do, beside the options that are kept with its state. */
export interface StartOptions {
  readonly stateFolder: string;
  readonly fresh: boolean;
  /** Length of the whole run, counted from its first minute; undefined: as long as the market lasts. */
  readonly minutes: number | undefined;
  /** Market minutes a second; 0 is as fast as it goes; undefined where nobody said. */
  readonly speed: number | undefined;
  readonly jsonFile: string | undefined;
  /** Where the page is served: a port, `usual` for the one that is used when nobody says, or not at all. */
  readonly page: number | 'usual' | 'none';
}

export interface Asked {
  readonly given: KeptTexts;
  readonly start: StartOptions;
}

const HELP_EPILOGUE = `
Ctrl-C ends after the running minute; positions stay protected at the exchange. Start again to go on.
The synthetic market, the default, has a pattern in it, and the model that comes along has learnt it. Elsewhere nothing opens
by itself without a licensed model:
  npm start -- --martingale            the market's twin without the pattern: the model is refused
  npm start -- --demo                  trades a made-up list on the simple market, marked FORCED everywhere
  npm start -- --force-signals FILE    trades your list of time,symbol,side lines`;

/**
 * Reads the arguments. Answers the help text where that was asked for. Throws a Refusal of one line on anything that
 * is unknown or no good.
 */
export function readOptions(args: readonly string[]): Asked | { readonly help: string } {
  const program = command();
  let help = '';
  program.exitOverride().configureOutput({ writeOut: text => (help += text), writeErr: () => {} });
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { help };
    const line = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
    throw new Refusal(`${line}. See npm start -- --help`);
  }
  return askedOf(program.opts());
}

/** Options as commander hands them over: absent where they were not given. */
interface Raw {
  readonly [camel: string]: string | number | boolean | string[] | undefined;
}

function askedOf(raw: Raw): Asked {
  const text = (name: string) => (raw[name] === undefined ? undefined : String(raw[name]));
  const kept: Record<KeptOption, string | undefined> = {
    desk: text('desk'),
    market: text('market'),
    seed: text('seed'),
    martingale: raw.martingale === true ? 'yes' : undefined,
    data: pathOf(text('data')),
    history: pathOf(text('history')),
    funding: pathOf(text('funding')),
    from: text('from'),
    equity: text('equity'),
    account: text('account'),
    demo: raw.demo === true ? 'yes' : undefined,
    'force-signals': pathOf(text('forceSignals')),
    models: pathOf(text('models')),
    learn: text('learn'),
    profile: text('profile'),
    set: Array.isArray(raw.set) ? raw.set.join('\n') : undefined,
  };
  const given = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  return {
    given,
    start: {
      stateFolder: resolve(text('state') ?? '.perpdesk'),
      fresh: raw.fresh === true,
      minutes: numberOf(raw.minutes),
      speed: numberOf(raw.speed),
      jsonFile: pathOf(text('json')),
      page: raw.page === false ? 'none' : (numberOf(raw.pagePort) ?? 'usual'),
    },
  };
}

const pathOf = (path: string | undefined) => (path === undefined ? undefined : resolve(path));
const numberOf = (value: Raw[string]) => (value === undefined ? undefined : Number(value));

const command = () =>
  new Command('npm start --')
    .description('The desk on this machine: real handlers, a simulated exchange, local stores.')
    .option('--market <KIND>', 'synthetic, simple or recorded', oneOf('synthetic', 'simple', 'recorded'))
    .option('--seed <N>', 'draws another synthetic or simple market', whole(0, 2 ** 31))
    .option('--martingale', 'the synthetic market without the pattern that can be learnt from it')
    .option(
      '--data <DIR>',
      'recorded minutes, SYMBOL-1m.csv.gz, or longer bars alone, SYMBOL-15m.csv.gz or SYMBOL-1h.csv.gz',
    )
    .option('--history <DIR>', 'bars before recorded minutes, SYMBOL-15m.csv.gz')
    .option('--funding <DIR>', 'recorded funding rates')
    .option('--from <ISO>', 'first minute of the run, UTC', instant)
    .option('--minutes <N>', 'length of the run, counted from its first minute', whole(1, 10_000_000))
    .option('--equity <USD>', 'wallet at the start', amount(10, 100_000_000))
    .option(
      '--account <KIND>',
      'usdt-isolated, or credits-cross as in the European Economic Area',
      oneOf(...ACCOUNT_KINDS),
    )
    .option('--profile <NAME>', 'a named set of limits: math-ai or high-leverage')
    .option('--set <NAME=VALUE>', 'a limit, at the start of a fresh desk (repeatable)', collect)
    .option('--demo', 'trade a made-up list of signals, marked FORCED')
    .option('--force-signals <FILE>', 'trade a list of time,symbol,side, marked FORCED')
    .option('--models <DIR>', 'folder of trained models, as train --out writes it')
    .option('--learn <KINDS>', `models fitted anew each day: all, or some of ${MODEL_KINDS.join(',')}`)
    .option('--speed <N>', 'market minutes a second; 0 is as fast as it goes', amount(0, 1_000_000))
    .option('--json <FILE>', 'write the summary to a file')
    .option('--page-port <N>', 'port of the page (default 4680, or any free one)', whole(0, 65_535))
    .option('--no-page', 'serve no page')
    .option('--state <DIR>', 'where the desk is kept (default .perpdesk)')
    .option('--fresh', 'forget the stored desk and begin anew')
    .option('--desk <NAME>', 'name of the desk (default main)', deskName)
    .allowExcessArguments(false)
    .addHelpText('after', HELP_EPILOGUE);

function oneOf(...choices: readonly string[]) {
  return (text: string): string => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(`choose ${choices.join(' or ')}`);
  };
}

function amount(min: number, max: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`give a number from ${min} to ${max}`);
  };
}

function whole(min: number, max: number) {
  return (text: string): number => {
    if (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
    throw new InvalidArgumentError(`give a whole number from ${min} to ${max}`);
  };
}

/** An instant in one way of writing, so that equal ones are equal texts. */
function instant(text: string): string {
  const at = /^\d{4}-\d\d-\d\d/.test(text)
    ? Date.parse(/(Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`)
    : Number.NaN;
  if (Number.isFinite(at) && at % 60_000 === 0) return new Date(at).toISOString();
  throw new InvalidArgumentError('give a minute such as 2025-05-29T00:00:00Z');
}

function deskName(text: string): string {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(text)) return text;
  throw new InvalidArgumentError('a desk is named by small letters, digits and dashes');
}

const collect = (text: string, before: string[] = []): string[] => [...before, text];

import { Command, CommanderError, Option } from 'commander';
import { Refusal, refusalLine } from '../local/refusal.ts';
import type { Answer } from './answer.ts';
import { type Add, collect, group, type Meant, type OnDesk } from './command-kit.ts';
import { cost } from './commands/cost.ts';
import { doctor } from './commands/doctor.ts';
import { explain } from './commands/explain.ts';
import { flatten } from './commands/flatten.ts';
import { halt, resume } from './commands/halt.ts';
import { logs } from './commands/logs.ts';
import { positions } from './commands/positions.ts';
import { priceTags } from './commands/price-tags.ts';
import { profit } from './commands/profit.ts';
import { projection } from './commands/projection.ts';
import { report } from './commands/report.ts';
import { confirmLiveAccount, listStoredSecrets, setSecret } from './commands/secrets.ts';
import { status } from './commands/status.ts';
import { universe } from './commands/universe.ts';
import { whyNot } from './commands/why-not.ts';
import { asking } from './confirm.ts';
import { askDesk, isThere } from './connect.ts';
import type { Connection } from './connection.ts';
import type { TypedSpan } from './day-span.ts';
import { type DeskFlags, whereabouts, withDesk } from './desk-flags.ts';
import { addLimitCommands } from './limit-commands.ts';
import { addModelCommands } from './model-commands.ts';
import { amount, whole } from './numbers.ts';
import { serving } from './page/command.ts';
import type { PlanOf } from './preflight/plan.ts';
import { addPreflight } from './preflight-command.ts';
import { addReplayCommand } from './replay-command.ts';
import { type Screen, screenFor } from './screen.ts';
import { readHidden, type SecretSource } from './secret-input.ts';
import { addSweepCommand } from './sweep-command.ts';
import { addTrainingCommands } from './training-commands.ts';

/** What the command line runs in. */
export interface Console {
  readonly out: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly err: NodeJS.WritableStream;
  /** Where a secret is read from; absent where nobody can type. */
  readonly in?: SecretSource;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the stack reads the context of cdk.json: loaded when it is asked for. */
  readonly planOf?: () => Promise<PlanOf>;
}

const [FINE, FOUND, REFUSED] = [0, 1, 2] as const;
export type ExitCode = typeof FINE | typeof FOUND | typeof REFUSED;

/**
 * Runs one command. Answers the exit code: 0, 1 where something was found to be wrong, 2 where the command was not
 * carried out; then one line on the error output says why, and nothing has been changed. Rejects on a bug alone.
 */
export async function runCommand(args: readonly string[], console: Console): Promise<ExitCode> {
  let code: ExitCode = FINE;
  const program = commands(console, answered => {
    code = answered;
  });
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return FINE;
    const line = error instanceof CommanderError ? usageLine(error) : refusalLine(error);
    if (line === undefined) throw error;
    console.err.write(`${line}\n`);
    return REFUSED;
  }
}

/** Every command that does something, as it is typed: `limits set`. For what must hold of all of them. */
export function commandTable(): readonly CommandRow[] {
  const { stdout: out, stderr: err } = process;
  const program = commands({ out, err, env: {} }, () => {});
  return program.commands.flatMap(command => leavesOf(command, ''));
}

/** Why something typed is none of the commands, as one line; undefined where it is one. Nothing is run. */
export async function usageFault(args: readonly string[]): Promise<string | undefined> {
  const { stderr: err } = process;
  const out = { write: () => true } as unknown as Console['out'];
  const program = commands({ out, err, env: {} }, () => {});
  for (const leaf of program.commands.flatMap(withoutWords)) leaf.action(() => {});
  try {
    await program.parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : usageLine(error);
    const line = refusalLine(error);
    if (line === undefined) throw error;
    return line;
  }
}

/** A command, or those below a word that only has some. */
const withoutWords = (command: Command): readonly Command[] =>
  command.commands.length > 0 && command.options.length === 0
    ? command.commands
    : [command, ...command.commands];

export interface CommandRow {
  readonly name: string;
  readonly options: readonly string[];
}

function leavesOf(command: Command, above: string): readonly CommandRow[] {
  const name = `${above}${command.name()}`;
  const options = command.options.map(({ long }) => long ?? '');
  const own = options.length === 0 ? [] : [{ name, options }];
  return [...own, ...command.commands.flatMap(each => leavesOf(each, `${name} `))];
}

const usageLine = ({ message }: CommanderError): string => {
  const line = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return `${line}. See npm run desk -- --help`;
};

/** Options that every command on a desk takes. */
type Common = DeskFlags;

function commands(console: Console, ended: (code: ExitCode) => void): Command {
  const screen = screenFor(console.env, console.out);
  const say = (answer: Answer, { json }: Common) => {
    console.out.write(
      `${json === true ? JSON.stringify(answer.json, undefined, 2) : text(answer, screen)}\n`,
    );
    ended(answer.exitCode ?? FINE);
  };
  /** Runs a command on the desk. */
  const onDesk = async (options: Common, ask: (connection: Connection) => Promise<Answer>) =>
    say(await askDesk(whereabouts(options), ask), options);

  const program = new Command('perpdesk')
    .description('Asks a desk, and edits its limits.')
    .configureOutput({ writeOut: help => void console.out.write(help), writeErr: () => {} })
    .showSuggestionAfterError(true)
    .exitOverride();
  // Commander's subcommands inherit the settings above; each adds the common options of its own.
  const add = (parent: Command, usage: string, description: string, profileFlag?: string) =>
    withDesk(parent.command(usage).description(description).allowExcessArguments(false), profileFlag);

  add(
    program,
    'status',
    'equity, open positions and their protection, why nothing trades, what is wrong',
  ).action((options: Common) => onDesk(options, status));
  add(program, 'positions', 'what is open and how it is protected, and what was closed last')
    .option('--closed <N>', 'so many closed ones', whole(0, 200), 10)
    .action(({ closed, ...options }: Common & { readonly closed: number }) =>
      onDesk(options, desk => positions(desk, closed)),
    );
  add(
    program,
    'explain <ID|SYMBOL>',
    'who made a trade as large as it is, or refused it, step by step',
  ).action((name: string, options: Common) => onDesk(options, desk => explain(desk, name)));
  add(program, 'why-not <SYMBOL>', 'why a coin is not traded now').action((name: string, options: Common) =>
    onDesk(options, desk => whyNot(desk, name)),
  );
  add(program, 'universe', 'every coin, with the reason why it is in or out').action((options: Common) =>
    onDesk(options, universe),
  );
  add(program, 'logs', 'what the desk decided, and why, oldest first')
    .option('--minutes <N>', 'so many minutes back', whole(1, 43_200), 60)
    .option('--symbol <SYMBOL>', 'of one coin alone')
    .option('--all', 'every minute, vote and order as well')
    .action(({ minutes, symbol, all = false, ...options }: Common & LogsFlags) =>
      onDesk(options, desk => logs(desk, { minutes, symbol, all })),
    );
  add(program, 'halt', 'opens nothing any more, from the next minute on')
    .option('--flatten', 'and closes what is open at market')
    .addOption(
      new Option('--maintenance [HOURS]', 'and mutes the alarms on silence for so long, at most a day (4)')
        .argParser(whole(1, 24))
        .preset('4'),
    )
    .action(({ flatten = false, maintenance: maintenanceHours, ...options }: Common & HaltFlags) =>
      onDesk(options, desk => halt(desk, { flatten, maintenanceHours, now: new Date() })),
    );
  add(program, 'flatten [SYMBOL]', 'closes one coin’s position, or all, at market; halts nothing')
    .option('--yes', 'do it without being asked')
    .action((symbol: string | undefined, { yes = false, ...options }: Common & Meant) =>
      onDesk(options, desk => flatten(desk, symbol, yes || (asking(console.in, console.err) ?? false))),
    );
  add(program, 'resume', 'trades again, and ends the halt that a drawdown brought').action(
    (options: Common) => onDesk(options, desk => resume(desk, new Date())),
  );
  add(program, 'profit', 'where the planned profit went, and the venue’s own account of the same days')
    .option('--from <DAY>', 'first day, such as 2025-05-01 (default the last seven)')
    .option('--to <DAY>', 'last day (default today)')
    .action(({ from, to, ...options }: Common & Partial<TypedSpan>) =>
      onDesk(options, desk => profit(desk, { from, to })),
    );
  serving<Common>(
    add(program, 'dashboard', 'the desk as a page on this machine, until Ctrl-C'),
    whereabouts,
    text => void console.out.write(text),
  );
  add(program, 'price-tags', 'what each limit cost or spared: trades it cut, and trades it kept out')
    .option('--from <DAY>', 'first day, such as 2025-05-01 (default the last fourteen)')
    .option('--to <DAY>', 'last day (default today)')
    .action(({ from, to, ...options }: Common & Partial<TypedSpan>) =>
      onDesk(options, desk => priceTags(desk, { from, to })),
    );
  add(program, 'report', 'a day as the morning’s e-mail tells it')
    .option('--day <DAY>', 'such as 2025-05-01 (default the last that is over)')
    .action(({ day, ...options }: Common & { readonly day?: string }) =>
      onDesk(options, desk => report(desk, day)),
    );
  add(program, 'cost', 'what a desk costs in AWS a month, line by line, at list prices').action(
    async (options: Common) => {
      const where = whereabouts(options);
      say(isThere(where) ? await askDesk(where, cost) : await cost(), options);
    },
  );
  addLimitCommands(program, add, onDesk);
  /** Examines the desk's limits, where there is a desk, or a profile's. */
  const examining = (command: Command, examine: typeof doctor) =>
    command
      .option('--profile <NAME>', 'a named set of limits instead of the desk’s')
      .option('--equity <USD>', 'equity to reckon with', amount(1, 1e9))
      .option('--atr <FRACTION>', 'ATR(14) over price to reckon with (default typical)', amount(0.0001, 0.2))
      .option('--cycles <N>', 'cycles a day to assume until the desk has measured them', amount(0.01, 1440))
      .option('--models <DIR>', 'folder of a trained model, to hold its record against the limits')
      .option('--set <NAME=VALUE>', 'a what-if, written nowhere (repeatable)', collect, [])
      .action(async ({ awsProfile, profile, ...options }: Common & DoctorFlags) => {
        const where = { ...whereabouts(options), profile: awsProfile };
        const { equity: equityUsd, atr: atrFraction, cycles: cyclesPerDay, models, set } = options;
        const ask = (connection?: Connection) =>
          examine(connection, { profile, equityUsd, atrFraction, cyclesPerDay, models, set });
        say(isThere(where) ? await askDesk(where, ask, AWS_PROFILE) : await ask(), options);
      });
  examining(
    add(
      program,
      'doctor',
      'what binds, what never can, what a bad day costs; exit code 1 on an error',
      AWS_PROFILE,
    ),
    doctor,
  );
  examining(
    add(
      program,
      'projection',
      'what the plan would earn, losses, costs and funding paid, at several win rates',
      AWS_PROFILE,
    ),
    projection,
  );
  addPreflight(program, add, say, console.planOf);
  addSecrets(program, add, onDesk, console);
  addTrainingCommands(program, say, progressOn(console.err));
  addReplayCommand(program, say, console.err);
  addSweepCommand(program, say, console.err);
  addModelCommands(program, say, {
    options: command =>
      withDesk(command).option(
        '--bucket <NAME>',
        'with --aws: the bucket of models, where there is more than one',
      ),
    isThere: flags => isThere(whereabouts(flags)),
    ask: onDesk,
  });
  return program;
}

interface HaltFlags {
  readonly flatten?: boolean;
  readonly maintenance?: number;
}

interface LogsFlags {
  readonly minutes: number;
  readonly symbol?: string;
  readonly all?: boolean;
}

/** Beside a `--profile` that names a set of limits. */
const AWS_PROFILE = '--aws-profile';

interface DoctorFlags {
  readonly awsProfile?: string;
  readonly profile?: string;
  readonly equity?: number;
  readonly atr?: number;
  readonly cycles?: number;
  readonly models?: string;
  readonly set: readonly string[];
}

function addSecrets(program: Command, add: Add, onDesk: OnDesk, { in: source, err }: Console): void {
  const secrets = group(program, 'secrets', 'set and list the keys of the venue');
  add(secrets, 'set <NAME>', 'stores a key, typed without echo or piped in; never as an argument')
    // A value on the command line is in the shell's history already: say so rather than count arguments.
    .argument('[VALUE]')
    .action((name: string, value: string | undefined, options: Common) => {
      if (value !== undefined)
        throw new Refusal(
          `secrets set ${name}: the value is not taken from the command line, where it stays in the shell's history; leave it out, and make a new key at the venue`,
        );
      return onDesk(options, desk =>
        setSecret(desk, name, () => readHidden(source, prompt => void err.write(prompt))),
      );
    });
  add(secrets, 'list', 'which keys are stored, and since when').action((options: Common) =>
    onDesk(options, listStoredSecrets),
  );
  const live = group(program, 'live', 'what live trading needs beside its keys');
  add(live, 'confirm <ACCOUNT>', 'the number of the account that a live desk may touch').action(
    (account: string, options: Common) => onDesk(options, desk => confirmLiveAccount(desk, account)),
  );
}

/** Lines on the error output, with the time since the first: what a command answers stays alone on the other. */
function progressOn(err: NodeJS.WritableStream): (line: string) => void {
  let began: number | undefined;
  return line => {
    const now = performance.now();
    began ??= now;
    const seconds = ((now - began) / 1000).toFixed(1);
    err.write(`${seconds.padStart(7)} s  ${line}\n`);
  };
}

const text = (answer: Answer, screen: Screen): string => answer.lines(screen).join('\n');

import type { Command } from 'commander';
import { Refusal } from '../local/refusal.ts';
import type { Answer } from './answer.ts';
import type { Connection } from './connection.ts';
import type { DeskFlags } from './desk-flags.ts';
import { suggestion } from './nearest.ts';

/** Adds a command that asks a desk. */
export type Add = (parent: Command, usage: string, description: string) => Command;
/** Runs a command on the desk that its options name. */
export type OnDesk = (options: DeskFlags, ask: (connection: Connection) => Promise<Answer>) => Promise<void>;

/** Of a command that shows what it would do, and does it where that is meant. */
export interface Meant {
  readonly yes?: boolean;
}

/** A word that only has commands below it. */
export function group(program: Command, name: string, description: string): Command {
  const parent = program.command(name).description(description);
  // Without this a mistyped word would print the help instead of one line.
  parent.action((_options, { args }: Command) => {
    const names = parent.commands.map(each => each.name());
    const [first] = args;
    const typed = first?.startsWith('-') === true ? undefined : first;
    throw new Refusal(
      typed === undefined
        ? `${name}: say what, one of ${names.join(', ')}`
        : `${name} ${typed}: there is no such command${suggestion(typed, names)}`,
    );
  });
  return parent.allowExcessArguments(true).allowUnknownOption(true);
}

/** Of an option that may be given several times. */
export const collect = (typed: string, before: readonly string[]): readonly string[] => [...before, typed];

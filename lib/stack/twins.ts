import { StackRefusal } from './refusal.ts';

/** What a twin has of the desk that it shadows, and so may not be given. */
const SHADOWED = ['learn', 'learnOn', 'profile', 'limits'] as const;

interface Asked {
  readonly name: string;
  readonly mode: 'paper' | 'demo' | 'live';
  readonly stack: string;
  readonly twinOf?: string | undefined;
  readonly learn?: unknown;
  readonly learnOn?: unknown;
  readonly profile?: unknown;
  readonly limits?: unknown;
}

/**
 * Throws a StackRefusal of one line where a desk asks to be a twin and cannot be one: it is a paper desk that shadows another
 * desk of its stack, on the same market, and has neither limits nor models of its own.
 */
export function refuseTwin(asked: Asked, desks: readonly Asked[]): void {
  const fault = faultOf(asked, desks);
  if (fault !== undefined) throw new StackRefusal(`desk ${asked.name}: "twinOf": ${fault}`);
}

function faultOf(asked: Asked, desks: readonly Asked[]): string | undefined {
  const { name, mode, twinOf } = asked;
  if (twinOf === undefined) return undefined;
  if (mode !== 'paper') return `a twin trades on paper; this desk is ${mode}`;
  if (twinOf === name) return 'a desk cannot shadow itself';
  const original = desks.find(each => each.name === twinOf);
  if (original === undefined) return `there is no desk ${twinOf}; name one of this list`;
  if (original.twinOf !== undefined)
    return `${twinOf} is a twin itself; shadow ${original.twinOf}, as it does`;
  if (original.mode === 'demo')
    return `${twinOf} trades at the prices of the test network, and paper at those of the real market: nothing could be compared`;
  if (asked.stack !== original.stack)
    return `${twinOf} is in stack ${original.stack}, and this desk in ${asked.stack}: a twin reads the table that its original writes`;
  const given = SHADOWED.find(key => asked[key] !== undefined);
  return given === undefined
    ? undefined
    : `"${given}" is for a desk of its own; a twin goes by the limits and the models of ${twinOf}`;
}

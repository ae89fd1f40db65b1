import type { Step } from './step.ts';
import type { World } from './world.ts';

/** What must hold, whatever happens. */
export const INVARIANTS = [
  'one order per intent',
  'an intent before each order',
  'every position is protected',
  'no cap is exceeded',
  'the daily loss is reserved',
  'every fill is accounted for',
  'a target fires once',
  'stops only tighten',
  'exits come first',
  'halted opens nothing',
  'exits are never blocked',
  'the trace adds up',
  'only entry opens',
  'entries need the guardian',
  'the keepers do not fight',
  'one tick of a role at a time',
  'edits of limits are seen',
  'the desk comes to rest',
  'no bug is thrown',
] as const;
export type InvariantName = (typeof INVARIANTS)[number];

export interface Failure {
  readonly invariant: InvariantName;
  readonly at: number;
  readonly because: string;
}

/** Looks at each step and says, through `expect`, whether what it watches over still holds. */
export type Watcher = (step: Step) => void;
export type Watch = (world: World, expect: Expect) => Watcher;
/** Counts a check, and remembers the first that fails. */
export type Expect = (invariant: InvariantName, holds: boolean, because: () => string) => void;

/** Keeps the counts of what was checked, and the first failure. */
export class Judge {
  readonly checked = new Map<InvariantName, number>();
  failure: Failure | undefined;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly expect: Expect = (invariant, holds, because) => {
    this.checked.set(invariant, (this.checked.get(invariant) ?? 0) + 1);
    if (!holds) this.failure ??= { invariant, at: this.#now(), because: because() };
  };
}

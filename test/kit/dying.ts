import type { Desk } from '../../lib/minute/desk.ts';

/** The calls after which a process may die and leave something behind. */
const CHANGES = [
  'saveBook',
  'saveIntent',
  'savePosition',
  'archiveIntent',
  'archivePosition',
  'place',
  'placeConditional',
  'cancelConditional',
] as const;

export interface Dying {
  /** Ports that die behind their n-th change, and with them everything else until `revive`. */
  readonly change: (desk: Desk) => Partial<Desk>;
  /** From the next call on, dies behind the n-th change from here; never, without a number. */
  arm(n?: number): void;
  revive(): void;
  /** How many changes there were since it was armed. */
  count(): number;
  isDead(): boolean;
}

/** A process that dies behind one of its changes: the change stands, and nothing of the tick follows it. */
export function dying(): Dying {
  let left = Number.POSITIVE_INFINITY;
  let made = 0;
  let dead = false;
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const call: unknown = Reflect.get(target, name);
        if (typeof call !== 'function') return call;
        return async (...args: unknown[]) => {
          if (dead) throw new Error('the process is dead');
          const answer: unknown = await Reflect.apply(call, target, args);
          if (!CHANGES.some(change => change === name)) return answer;
          made += 1;
          left -= 1;
          if (left > 0) return answer;
          dead = true;
          throw new Error('the process died here');
        };
      },
    });
  return {
    change: ({ venue, store, journal }) => ({
      venue: mortal(venue),
      store: mortal(store),
      journal: mortal(journal),
    }),
    arm: (n = Number.POSITIVE_INFINITY) => {
      left = n;
      made = 0;
    },
    revive: () => {
      dead = false;
      left = Number.POSITIVE_INFINITY;
    },
    count: () => made,
    isDead: () => dead,
  };
}

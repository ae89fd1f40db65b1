import type { Minute } from '../desk/units.ts';
import type { Role } from '../ports.ts';
import { hashOfText, mixed } from './chance.ts';
import type { FaultName, Request } from './faults.ts';
import type { Simulation } from './simulation.ts';

/** One invocation of one function: a name, and what has become of it. */
export class TickRun {
  readonly actor: string;
  readonly role: Role;
  readonly minute: Minute;
  /** Which delivery of its minute this is; the first is 0. */
  readonly delivery: number;
  readonly startedAt: number;
  readonly hash: number;
  /** Faults that struck it, in order, and which request each of them struck. */
  readonly struck: { readonly fault: FaultName; readonly request: Request }[] = [];
  /** When its lease ends by itself. */
  leasedUntil = Number.POSITIVE_INFINITY;
  /** Its process stands still until then: what comes meanwhile it hears afterwards. */
  stalledUntil = 0;
  isAlive = true;
  isDone = false;
  /** Its lease has been given back, whether it has heard so or not. */
  hasReleased = false;
  readonly #calls = new Map<string, number>();

  constructor(
    seed: number,
    actor: { readonly name: string; readonly role: Role },
    minute: Minute,
    delivery: number,
    startedAt: number,
  ) {
    this.actor = actor.name;
    this.role = actor.role;
    this.minute = minute;
    this.delivery = delivery;
    this.startedAt = startedAt;
    this.hash = mixed(mixed(mixed(seed, hashOfText(actor.name)), minute / 60_000), delivery);
  }

  /** How many calls of this method the tick had made before this one. */
  count(method: string): number {
    const before = this.#calls.get(method) ?? 0;
    this.#calls.set(method, before + 1);
    return before;
  }
}

/** What a tick is told: never when it has died, and not before its process goes on. */
export function whenAwake(sim: Simulation, tick: TickRun, say: () => void): void {
  if (!tick.isAlive) return;
  if (tick.stalledUntil <= sim.now) say();
  else sim.at(tick.stalledUntil, () => whenAwake(sim, tick, say));
}

/** True for a tick that met nothing that could excuse it. */
export const tickEndsClean = ({ struck, isAlive, stalledUntil }: TickRun): boolean =>
  struck.length === 0 && isAlive && stalledUntil === 0;

/**
 * True for a tick that could reach everything, whatever the venue said to its stops and targets: where no stop can be
 * placed the position is to be closed in the same tick (I21).
 */
export const tickCouldAct = ({ struck, isAlive, stalledUntil }: TickRun): boolean =>
  isAlive &&
  stalledUntil === 0 &&
  struck.every(({ fault, request }) => REFUSALS.has(fault) && request.method === 'placeConditional');

const REFUSALS: ReadonlySet<FaultName> = new Set<FaultName>([
  'order: -2021',
  'order: -4120',
  'order: -4130',
  'order: -4164',
]);

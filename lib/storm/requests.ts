import { between, type Draws, drawsOf, hashOfText, mixed } from './chance.ts';
import {
  type Alteration,
  type Fault,
  type FaultName,
  faultNamed,
  HARMLESS,
  type PortName,
  type Request,
} from './faults.ts';
import type { Simulation } from './simulation.ts';
import type { Teller } from './teller.ts';
import { type TickRun, whenAwake } from './tick-run.ts';

/** Which fault strikes a request, if any does. `hash` is the request's own. */
export interface FaultSource {
  strike(tick: TickRun, request: Request, nth: number, hash: number): FaultName | undefined;
}

/** What a request does, and what it does where a fault alters it. */
export interface Doing<T> {
  readonly execute: () => T | Promise<T>;
  /** Does it under an alteration, at once; a read in two goes gives back the second. */
  readonly alter?: (how: Alteration) => T | Promise<T> | (() => T);
}

/** Milliseconds of a whole round trip, least and most. */
const ROUND_TRIP: Readonly<Record<PortName, readonly [number, number]>> = {
  venue: [25, 220],
  market: [20, 160],
  table: [4, 45],
  limits: [15, 120],
  signals: [5, 60],
};
/** The venue executes an order no later than this after it was sent (recvWindow); the table is sooner with a write. */
const LATE_MS = 4_800;
/** Between the two goes of a torn read. */
const TORN_MS = 300;

/** One request under way. */
interface Way<T> {
  readonly tick: TickRun;
  readonly request: Request;
  /** Milliseconds to the other end, and back from there. */
  readonly there: number;
  readonly back: number;
  readonly draws: Draws;
  readonly resolve: (answer: T | Promise<T>) => void;
  readonly reject: (error: Error) => void;
}

/**
 * All traffic between the desk's functions and the world. Each request leaves, is executed, and is answered, at three
 * instants of simulated time; between any two of them others may do theirs, and a tick may die.
 */
export class Requests {
  readonly #sim: Simulation;
  readonly #faults: FaultSource;
  readonly #teller: Teller;
  readonly #trouble: () => void;
  readonly #hashes = new Map<string, number>();
  /** How many requests there were. */
  count = 0;

  /** `trouble` hears of each fault that a tick has to recover from. */
  constructor(sim: Simulation, faults: FaultSource, teller: Teller, trouble: () => void) {
    this.#sim = sim;
    this.#faults = faults;
    this.#teller = teller;
    this.#trouble = trouble;
  }

  /** Sends a request for a tick. A tick that has died sends nothing and hears nothing, for ever. */
  send<T>(tick: TickRun, request: Request, doing: Doing<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!tick.isAlive) return;
      this.count += 1;
      if (tick.leasedUntil <= this.#sim.now) {
        tick.leasedUntil = Number.POSITIVE_INFINITY;
        this.#teller.counts('lease expired in mid-tick');
      }
      const nth = tick.count(request.method);
      const hash = mixed(mixed(tick.hash, this.#hashOf(request)), nth);
      const fault = this.#faults.strike(tick, request, nth, hash);
      const draws = drawsOf(hash);
      const [least, most] = ROUND_TRIP[request.port];
      const there = between(draws, least, most) / 2;
      const back = between(draws, least, most) / 2;
      this.#teller.sent(tick, request, nth, fault);
      if (fault !== undefined && !HARMLESS.has(fault)) {
        tick.struck.push({ fault, request });
        this.#trouble();
      }
      const way = { tick, request, there, back, draws, resolve, reject };
      if (fault === undefined) this.#carried(way, doing, back);
      else this.#struck(faultNamed(fault), way, doing);
    });
  }

  #struck<T>(fault: Fault, way: Way<T>, doing: Doing<T>): void {
    const { answer, effect, waitMs = 0 } = fault;
    const wait = Math.max(way.there + way.back, waitMs * between(way.draws, 0.5, 1));
    switch (answer.type) {
      case 'true':
        this.#carried(way, doing, wait - way.there);
        break;
      case 'altered':
        this.#altered(way, doing, answer.how);
        break;
      case 'stalls':
        this.#executedAfter(way.there, way, doing, said => {
          way.tick.stalledUntil = this.#sim.now + wait;
          this.#heard(wait, way, () => way.resolve(said));
        });
        break;
      case 'dies':
        if (effect === 'none') this.#die(way.tick);
        else this.#executedAfter(way.there, way, doing, () => this.#die(way.tick));
        break;
      case 'fails':
        this.#takesEffect(effect, way, doing);
        this.#heard(wait, way, () => way.reject(answer.error()));
        break;
      case 'says':
        this.#takesEffect(effect, way, doing);
        // Only requests that are answered by an outcome are struck by faults that say one.
        this.#heard(wait, way, () => way.resolve(answer.outcome as T));
        break;
      default:
        answer satisfies never;
    }
  }

  /** There, executed, and back: `back` milliseconds later. */
  #carried<T>(way: Way<T>, doing: Doing<T>, back: number): void {
    this.#executedAfter(way.there, way, doing, answer => this.#heard(back, way, () => way.resolve(answer)));
  }

  /** What happens at the other end of a request whose caller hears something else. */
  #takesEffect<T>(effect: Fault['effect'], way: Way<T>, doing: Doing<T>): void {
    if (effect === 'none') return;
    const late = effect === 'late' ? between(way.draws, 0.2, 1) * (LATE_MS - way.there) : 0;
    this.#executedAfter(way.there + late, way, doing, () => {});
  }

  #altered<T>(way: Way<T>, doing: Doing<T>, how: Alteration): void {
    const { there, back, draws } = way;
    this.#sim.after(there, () => {
      const first = doing.alter?.(how) ?? doing.execute();
      if (typeof first === 'function') {
        const second = first as () => T;
        this.#heard(between(draws, 0, TORN_MS), way, () => way.resolve(second()));
        return;
      }
      const answer = minded(first);
      this.#heard(back, way, () => way.resolve(answer));
    });
  }

  #executedAfter<T>(
    ms: number,
    { tick, request }: Way<T>,
    { execute }: Doing<T>,
    then: (answer: Promise<T>) => void,
  ): void {
    // What an order has done is seen by those who watch before anything else happens; a read has done nothing.
    const run = () => {
      this.#teller.executed(tick, request);
      then(minded(tried(execute)));
    };
    if (request.port === 'venue') this.#sim.after(ms, run);
    else this.#sim.quietly(ms, run);
  }

  /** The caller hears the end of its request, if it still lives then, and once it is awake. */
  #heard<T>(ms: number, { tick }: Way<T>, say: () => void): void {
    this.#sim.after(ms, () => whenAwake(this.#sim, tick, say));
  }

  #die(tick: TickRun): void {
    this.#teller.died(tick, 'crashed');
    tick.isAlive = false;
  }

  #hashOf({ port, method }: Request): number {
    const name = `${port}.${method}`;
    let hash = this.#hashes.get(name);
    if (hash === undefined) {
      hash = hashOfText(name);
      this.#hashes.set(name, hash);
    }
    return hash;
  }
}

async function tried<T>(execute: () => T | Promise<T>): Promise<T> {
  return await execute();
}

/** A promise whose failure is somebody's business later, when the answer arrives. */
function minded<T>(value: T | Promise<T>): Promise<T> {
  const promise = Promise.resolve(value);
  promise.catch(() => {});
  return promise;
}

import { MINUTE_MS } from '../desk/units.ts';
import { drawsOf, mixed } from './chance.ts';
import { FAULT_NAMES, type FaultName, faultNamed, type PortName, type Request } from './faults.ts';
import { STORY_STARTS_AT } from './market.ts';
import type { FaultSource } from './requests.ts';
import { type CallEvent, callKey, type OutageEvent, type StoryEvent } from './story.ts';
import type { TickRun } from './tick-run.ts';
import type { Weather } from './weather.ts';

/** The requests on which most depends are few among all: trouble visits them more often than the others. */
const WEIGHT: Readonly<Record<string, number>> = {
  place: 10,
  placeConditional: 8,
  cancelConditional: 6,
  setLeverage: 4,
  setMarginMode: 4,
  findOrder: 6,
  findConditional: 4,
  trades: 4,
  saveIntent: 6,
  savePosition: 6,
  saveItem: 6,
  putHistory: 6,
  deleteItem: 6,
  saveBook: 2,
};

/** So many times as likely is a fault that few requests can meet. */
const PARTICULAR = [1, 2, 3];

const FAULT_STREAM = 0xfa017;

/** The name of one call in the story. */
const callOf = (tick: TickRun, { port, method }: Request, nth: number) => ({
  at: (tick.minute - STORY_STARTS_AT) / MINUTE_MS,
  actor: tick.actor,
  delivery: tick.delivery,
  port,
  method,
  nth,
});

/** Faults drawn as the requests come, each from draws of its own; those that strike are remembered as events. */
export class DrawnFaults implements FaultSource {
  readonly struck: CallEvent[] = [];
  readonly #weather: Weather;
  readonly #now: () => number;
  readonly #candidates = new Map<string, readonly FaultName[]>();

  constructor(weather: Weather, now: () => number) {
    this.#weather = weather;
    this.#now = now;
  }

  strike(tick: TickRun, request: Request, nth: number, hash: number): FaultName | undefined {
    const { rate, spells } = this.#weather;
    // Draws apart from those of the request's times, which stay the same when the story is told.
    const draws = drawsOf(mixed(hash, FAULT_STREAM));
    if (draws.next() >= Math.min(0.3, rate * (WEIGHT[request.method] ?? 1))) return undefined;
    const at = (this.#now() - STORY_STARTS_AT) / MINUTE_MS;
    if (!spells.some(([from, to]) => at >= from && at < to)) return undefined;
    const candidates = this.#candidatesFor(request);
    const fault = candidates[Math.floor(draws.next() * candidates.length)];
    if (fault !== undefined) this.struck.push({ type: 'call', ...callOf(tick, request, nth), fault });
    return fault;
  }

  #candidatesFor(request: Request): readonly FaultName[] {
    const [order] = request.args as readonly [{ reduceOnly?: boolean; qty?: unknown } | undefined];
    const key = `${request.port}.${request.method} ${order?.reduceOnly} ${order?.qty === 'all'}`;
    let found = this.#candidates.get(key);
    if (found === undefined) {
      found = FAULT_NAMES.filter(
        name => this.#weather.faults.has(name) && faultNamed(name).strikes(request),
      ).flatMap(name => (faultNamed(name).isParticular === true ? PARTICULAR.map(() => name) : [name]));
      this.#candidates.set(key, found);
    }
    return found;
  }
}

/** Faults as a story tells them, and no others. */
export class ToldFaults implements FaultSource {
  readonly #told: ReadonlyMap<string, FaultName>;

  constructor(events: readonly StoryEvent[]) {
    this.#told = new Map(
      events.filter(event => event.type === 'call').map(event => [callKey(event), event.fault]),
    );
  }

  strike(tick: TickRun, request: Request, nth: number): FaultName | undefined {
    if (this.#told.size === 0) return undefined;
    return this.#told.get(callKey(callOf(tick, request, nth)));
  }
}

const OUT: Readonly<Record<OutageEvent['what'], readonly [PortName[], FaultName[]]>> = {
  'venue down': [
    ['venue', 'market'],
    ['read: HTTP 503', 'order: HTTP 503, not executed'],
  ],
  'venue ban': [
    ['venue', 'market'],
    ['read: HTTP 418', 'order: HTTP 418'],
  ],
  'DynamoDB down': [['table'], ['DynamoDB silent to a read', 'DynamoDB silent, not written']],
  'Parameter Store down': [['limits'], ['Parameter Store silent']],
};

/** What an outage does to a request, where one is on; else what the other source says. */
export class Outages implements FaultSource {
  readonly #outages: readonly OutageEvent[];
  readonly #else: FaultSource;
  readonly #now: () => number;
  /** How often each kind of outage met a request. */
  readonly met = new Map<OutageEvent['what'], number>();

  constructor(events: readonly StoryEvent[], now: () => number, other: FaultSource) {
    this.#outages = events.filter(event => event.type === 'outage');
    this.#now = now;
    this.#else = other;
  }

  strike(tick: TickRun, request: Request, nth: number, hash: number): FaultName | undefined {
    const other = this.#else.strike(tick, request, nth, hash);
    if (this.#outages.length === 0) return other;
    const at = (this.#now() - STORY_STARTS_AT) / MINUTE_MS;
    const outage = this.#outages.find(
      ({ at: from, until, what }) => at >= from && at < until && OUT[what][0].includes(request.port),
    );
    if (outage === undefined) return other;
    this.met.set(outage.what, (this.met.get(outage.what) ?? 0) + 1);
    return OUT[outage.what][1].find(name => faultNamed(name).strikes(request)) ?? other;
  }
}

import { HOUR_MS, MINUTE_MS, type Minute, minuteOf } from '../desk/units.ts';
import type { TickEnd } from '../minute/tick.ts';
import { PortError } from '../ports.ts';
import { ACTORS, type Actor, LIMITS_GUARD } from './actors.ts';
import { between, drawsOf, mixed } from './chance.ts';
import { portsOf } from './desk-ports.ts';
import { STORY_STARTS_AT } from './market.ts';
import type { Requests } from './requests.ts';
import type { TickEvent } from './story.ts';
import { TickRun } from './tick-run.ts';
import type { World } from './world.ts';

/** A function may run this long, as deployed; then its process ends, wherever it is. */
const FUNCTION_TIMEOUT_MS = 50_000;
/** The scheduler delivers on time within this, in any order. */
const USUAL_DELAY_MS = 3_000;

/** Minute of the hour at which the limits guard looks, edited or not. */
const LOOKS_AT = 1;
/** An event of the Parameter Store arrives within this. */
const EVENT_DELAY_MS = [500, 30_000] as const;

/** A process that runs one tick at a time and stays warm in between. */
interface Container {
  readonly run: (minute: Minute) => Promise<TickEnd>;
  tick: TickRun | undefined;
}

/** The scheduler and the machines: which ticks are delivered when, on which container, and how they end. */
export class Schedule {
  readonly #world: World;
  readonly #requests: Requests;
  readonly #events: ReadonlyMap<string, readonly TickEvent[]>;
  /** Edits that have called the limits guard. */
  #edits = 0;
  readonly #warm = new Map<string, Container[]>();

  constructor(world: World, requests: Requests) {
    this.#world = world;
    this.#requests = requests;
    const events = world.story.events.filter(event => event.type === 'tick');
    const byTick = new Map<string, TickEvent[]>();
    for (const event of events) {
      const key = `${event.actor} ${event.at}`;
      byTick.set(key, [...(byTick.get(key) ?? []), event]);
    }
    this.#events = byTick;
  }

  /** Plans all deliveries of one minute. */
  plan(minute: Minute): void {
    for (const actor of ACTORS) this.#planFor(actor, minute);
    if ((minute % HOUR_MS) / MINUTE_MS === LOOKS_AT) this.#planFor(LIMITS_GUARD, minute);
  }

  /** What an edit of a limit calls, some time later. */
  edited(): void {
    const { sim, story } = this.#world;
    const edit = this.#edits++;
    const [least, most] = EVENT_DELAY_MS;
    sim.after(between(drawsOf(mixed(story.seed, edit)), least, most), () =>
      this.#start(LIMITS_GUARD, minuteOf(sim.now), 1_000 + edit, []),
    );
  }

  #planFor(actor: Actor, minute: Minute): void {
    const { sim, teller } = this.#world;
    const at = (minute - STORY_STARTS_AT) / MINUTE_MS;
    const events = this.#events.get(`${actor.name} ${at}`) ?? [];
    const first = new TickRun(this.#world.story.seed, actor, minute, 0, 0);
    const usual = minute + between(drawsOf(first.hash), 0, USUAL_DELAY_MS);
    let [startsAt, isMissed, delivery] = [usual, false, 0];
    const again: number[] = [];
    for (const { what, seconds } of events) {
      // Whether a tick still runs when it would be killed is seen then.
      if (what !== 'killed') teller.counts(`tick ${what}`);
      this.#world.trouble();
      if (what === 'missed') isMissed = true;
      if (what === 'delayed' || what === 'reordered') startsAt = minute + seconds * 1_000;
      if (what === 'duplicated' || what === 'at once') again.push(usual + seconds * 1_000);
    }
    if (!isMissed) sim.at(startsAt, () => this.#start(actor, minute, delivery++, events));
    for (const instant of again) sim.at(instant, () => this.#start(actor, minute, delivery++, []));
  }

  #start(actor: Actor, minute: Minute, delivery: number, events: readonly TickEvent[]): void {
    const { sim, story, teller } = this.#world;
    const tick = new TickRun(story.seed, actor, minute, delivery, sim.now);
    const container = this.#containerFor(actor, tick);
    container.run(minute).then(
      end => this.#ended(container, tick, end),
      error => this.#failed(container, tick, error),
    );
    for (const { what, seconds } of events) {
      if (what === 'killed') sim.quietly(seconds * 1_000, () => this.#kill(tick, 'killed'));
    }
    // A process that stands still is not ended either: its lease runs out under it.
    sim.quietly(FUNCTION_TIMEOUT_MS, () => tick.stalledUntil === 0 && this.#kill(tick, 'timed out'));
    teller.note(tick.hash);
  }

  #containerFor(actor: Actor, tick: TickRun): Container {
    const containers = this.#warm.get(actor.name) ?? [];
    this.#warm.set(
      actor.name,
      containers.filter(each => each.tick === undefined || each.tick.isAlive),
    );
    const idle = containers.find(each => each.tick === undefined);
    if (idle !== undefined) {
      idle.tick = tick;
      return idle;
    }
    const made: Container = {
      tick,
      run: actor.start(
        portsOf(this.#world, this.#requests, () => {
          if (made.tick === undefined) throw new Error(`${actor.name} goes on after its tick has ended`);
          return made.tick;
        }),
      ),
    };
    this.#warm.get(actor.name)?.push(made);
    return made;
  }

  #kill(tick: TickRun, how: string): void {
    if (!tick.isAlive || tick.isDone) return;
    tick.isAlive = false;
    this.#world.trouble();
    this.#world.teller.counts(`tick ${how}`);
    this.#world.teller.died(tick, how);
  }

  #ended(container: Container, tick: TickRun, how: TickEnd): void {
    this.#rest(container, tick);
    this.#world.step({ type: 'ended', tick, how });
  }

  #failed(container: Container, tick: TickRun, error: unknown): void {
    this.#rest(container, tick);
    if (error instanceof PortError) this.#world.step({ type: 'ended', tick, how: 'failed' });
    else this.#world.step({ type: 'bug', tick, error });
  }

  #rest(container: Container, tick: TickRun): void {
    tick.isDone = true;
    container.tick = undefined;
    this.#world.teller.note(tick.hash);
  }
}

import { minutesAfter, symbolId } from '../desk/units.ts';
import { DrawnFaults, Outages, ToldFaults } from './fault-source.ts';
import { byHand } from './hand.ts';
import type { Failure, InvariantName } from './judge.ts';
import { STORY_STARTS_AT } from './market.ts';
import { Requests } from './requests.ts';
import { Schedule } from './schedule.ts';
import type { CallEvent, EditEvent, MarketEvent, OutageEvent, Story, StoryEvent } from './story.ts';
import { WATCHES } from './watches.ts';
import type { Weather } from './weather.ts';
import { World } from './world.ts';

/** How one story went. */
export interface Told {
  readonly failure: Failure | undefined;
  /** Equal for runs that went through the same steps at the same instants. */
  readonly hash: string;
  /** How often each kind of trouble really struck. */
  readonly struck: ReadonlyMap<string, number>;
  readonly checked: ReadonlyMap<InvariantName, number>;
  /** The faults that chance drew, so that the story can be told again without it. */
  readonly drawn: readonly CallEvent[];
  readonly requests: number;
  readonly opened: number;
  /** Minutes that a position of the desk's began without a stop. */
  readonly bareMinutes: number;
  /** The last steps before a failure, in words, where they were asked for. */
  readonly lines: readonly string[];
}

export interface Telling {
  /** Draw faults of requests as they come; left out, only those that the story names strike. */
  readonly weather?: Weather;
  /** Keep the last steps in words. */
  readonly tells?: boolean;
}

/**
 * Tells a story: a whole desk, its functions as separate actors on a simulated clock, against the venue's engine and a
 * table, with everything in between going wrong as the story (or the weather) says. Ends at the first invariant that
 * does not hold, else with the story.
 */
export async function tell(story: Story, { weather, tells = false }: Telling = {}): Promise<Told> {
  const world = new World(story, WATCHES, tells);
  const { sim, judge, teller } = world;
  const now = () => sim.now;
  const drawn = weather === undefined ? undefined : new DrawnFaults(weather, now);
  const outages = new Outages(story.events, now, drawn ?? new ToldFaults(story.events));
  const requests = new Requests(sim, outages, teller, () => world.trouble());
  const schedule = new Schedule(world, requests);
  for (const event of story.events) planned(world, schedule, event);
  for (let n = story.from ?? 0; n < story.minutes; n++) {
    const minute = minutesAfter(STORY_STARTS_AT, n);
    sim.at(minute, () => {
      world.playTo(minute);
      schedule.plan(minute);
    });
  }
  await sim.play(World.instantOf(story.minutes), () => judge.failure !== undefined);
  for (const [what, times] of outages.met) teller.counts(what, times);
  return {
    failure: judge.failure,
    hash: teller.hash,
    struck: teller.struck,
    checked: judge.checked,
    drawn: drawn?.struck ?? [],
    requests: requests.count,
    opened: world.ledger.ended.length + world.ledger.held.size,
    bareMinutes: world.bareMinutes,
    lines: teller.lines,
  };
}

/** Puts what the story says will happen from the outside into the world's future. */
function planned(world: World, schedule: Schedule, event: StoryEvent): void {
  switch (event.type) {
    case 'hand':
      world.sim.at(World.instantOf(event.at), () => byHand(world, event));
      break;
    case 'edit':
      plannedEdit(world, schedule, event);
      break;
    case 'outage':
      plannedOutage(world, event);
      break;
    case 'market':
      plannedTurn(world, event);
      break;
    case 'call':
    case 'tick':
    case 'signal':
      break;
    default:
      event satisfies never;
  }
}

/** The prices are the market's own; a thin book is the venue's. */
function plannedTurn(world: World, event: MarketEvent): void {
  const { sim, engine, teller } = world;
  const { what, size, at } = event;
  const symbol = symbolId(event.symbol);
  sim.at(World.instantOf(at), () => {
    teller.counts(what);
    teller.say('the market', `${what} ${symbol} ${size}`);
    world.trouble();
    if (what === 'thin book') engine.setBook(symbol, { spreadFraction: 0.003, depthTimes: 0.02 });
  });
  if (what !== 'thin book') return;
  sim.at(World.instantOf(at + size), () => void engine.setBook(symbol, { spreadFraction: 0, depthTimes: 1 }));
}

/** Of edits of one limit that overlap each puts back what it found. */
function plannedEdit({ sim, limits, teller, story }: World, schedule: Schedule, event: EditEvent): void {
  const { name, text } = event;
  sim.at(World.instantOf(event.at), () => {
    teller.counts('limits edit');
    teller.say('a person', `edits ${name} to ${text}`);
    limits.set(name, text, sim.now);
    schedule.edited();
  });
  sim.at(World.instantOf(event.until), () => {
    teller.say('a person', `edits ${name} back`);
    limits.set(name, story.limits[name], sim.now);
    schedule.edited();
  });
}

function plannedOutage({ sim, teller }: World, { at, until, what }: OutageEvent): void {
  sim.at(World.instantOf(at), () => teller.say('the outside', `${what}`));
  sim.at(World.instantOf(until), () => teller.say('the outside', `${what} no more`));
}

import type { Limits } from '../desk/limits/limits.ts';
import { epochMs, MINUTE_MS, type Minute, minutesAfter, usd } from '../desk/units.ts';
import type { Market, Venue } from '../ports.ts';
import { Engine } from '../sim/engine/engine.ts';
import { simMarketPort } from '../sim/market-port.ts';
import { simVenue } from '../sim/venue.ts';
import { Judge, type Watch, type Watcher } from './judge.ts';
import { Ledger } from './ledger.ts';
import { LimitsHistory } from './limits-history.ts';
import { STORY_STARTS_AT, stormMarket } from './market.ts';
import { DESK } from './names.ts';
import { isProtectedAtVenue } from './protected.ts';
import { Simulation } from './simulation.ts';
import type { Step } from './step.ts';
import type { Story } from './story.ts';
import { Table } from './table.ts';
import { Teller } from './teller.ts';

/** The truth: the venue's engine, the table, the limits, time; and those who watch over all of it. */
export class World {
  readonly story: Story;
  readonly sim: Simulation;
  readonly engine: Engine;
  readonly venue: Venue;
  readonly market: Market;
  readonly table = new Table();
  readonly limits: LimitsHistory;
  readonly ledger: Ledger;
  readonly judge: Judge;
  readonly teller: Teller;
  /** When something last went wrong that the desk has to recover from. */
  troubledAt: number;
  /** Minutes that a position of the desk's began without a stop, by the venue's books. */
  bareMinutes = 0;
  readonly #watchers: readonly Watcher[];

  constructor(story: Story, watches: readonly Watch[], tells: boolean) {
    this.story = story;
    const startAt = minutesAfter(STORY_STARTS_AT, story.from ?? 0);
    this.sim = new Simulation(startAt);
    this.troubledAt = startAt;
    const events = story.events.filter(event => event.type === 'market');
    const market = stormMarket(story.seed, story.minutes, events);
    this.engine = Engine.start(market, {
      startAt,
      walletUsd: usd(story.walletUsd),
      accountKind: story.accountKind,
    });
    this.venue = simVenue(this.engine);
    this.market = simMarketPort(this.engine);
    this.limits = new LimitsHistory(story.limits, startAt);
    this.ledger = new Ledger(this.engine, DESK);
    this.judge = new Judge(() => this.sim.now);
    this.teller = new Teller(() => this.sim.now, tells);
    this.#watchers = watches.map(watch => watch(this, this.judge.expect));
  }

  get now() {
    return epochMs(this.sim.now);
  }

  get minute(): Minute {
    return this.engine.now as Minute;
  }

  /** The limits in force now, where they are good. */
  get goodLimits(): Limits | undefined {
    const { answer } = this.limits;
    return answer.type === 'limits' ? answer.limits : undefined;
  }

  step(step: Step): void {
    for (const watcher of this.#watchers) watcher(step);
  }

  /** Shows the watchers what has traded since they last looked. */
  afterTrades(): void {
    for (const holding of this.ledger.catchUp(this.sim.now)) this.step({ type: 'opened', holding });
  }

  /** Plays the venue's bars up to an instant. */
  playTo(minute: number): void {
    for (const symbol of this.ledger.held.keys())
      if (!isProtectedAtVenue(this.engine, symbol)) this.bareMinutes += 1;
    this.engine.advance(minute);
    this.teller.note(Math.round(this.engine.state.walletUsd * 100));
    this.afterTrades();
    this.step({ type: 'minute' });
  }

  trouble(): void {
    this.troubledAt = this.sim.now;
  }

  /** An instant of the story in simulated time. */
  static instantOf = (at: number): number => STORY_STARTS_AT + at * MINUTE_MS;
}

import { guardStoreAtHand } from '../adapters/guard-store-at-hand.ts';
import { forcedSignals } from '../adapters/signals.ts';
import type { Signal } from '../desk/signal/signal.ts';
import { epochMs, fraction, minutesAfter, symbolId } from '../desk/units.ts';
import type { Desk } from '../minute/desk.ts';
import type { Clock, GuardStore, LimitsMemory, LimitTexts } from '../ports.ts';
import { everyMethod } from './every-method.ts';
import { STORY_STARTS_AT } from './market.ts';
import { DESK } from './names.ts';
import type { Requests } from './requests.ts';
import type { Story } from './story.ts';
import { guardTable, limitsTable, tableStore } from './table.ts';
import { tableHop } from './table-hop.ts';
import { type TickRun, whenAwake } from './tick-run.ts';
import { venueOver } from './venue-over.ts';
import type { World } from './world.ts';

/** The tick that a container is at work on. */
export type CurrentTick = () => TickRun;

/** All that a function of the desk may be given; each takes what it is deployed with. */
export interface Ports extends Omit<Desk, 'watermarkWaitMs'> {
  readonly guardStore: GuardStore;
  readonly limitsMemory: LimitsMemory;
  readonly limitTexts: LimitTexts;
}

/**
 * The ports as one container has them: each talks to the world by requests in the name of the tick at work. What a warm
 * container remembers it remembers in what is made of them.
 */
export function portsOf(world: World, requests: Requests, tick: CurrentTick): Ports {
  const hop = tableHop(world, requests, tick);
  const store = tableStore(world.table, hop);
  const signals = forcedSignals(signalsOf(world.story));
  return {
    name: DESK,
    mode: 'storm',
    clock: clockOf(world, tick),
    market: everyMethod(world.market, (method, args, execute) =>
      requests.send(tick(), { port: 'market', method, args }, { execute }),
    ),
    venue: venueOver(world, requests, tick),
    store,
    guardStore: guardStoreAtHand(guardTable(world.table, hop)),
    limitsMemory: limitsTable(world.table, hop),
    limitTexts: {
      read: () =>
        requests.send(
          tick(),
          { port: 'limits', method: 'readTexts', args: [] },
          { execute: () => world.limits.stored },
        ),
    },
    history: store,
    journal: store,
    limits: {
      read: minute =>
        requests.send(
          tick(),
          { port: 'limits', method: 'read', args: [minute] },
          { execute: () => world.limits.answer },
        ),
    },
    signals: {
      at: (...args) =>
        requests.send(
          tick(),
          { port: 'signals', method: 'at', args: [] },
          { execute: () => signals.at(...args) },
        ),
    },
    metrics: { emit: () => {} },
  };
}

/** Simulated time in whole milliseconds; who sleeps when its tick dies never wakes. */
const clockOf = ({ sim }: World, tick: CurrentTick): Clock => ({
  now: () => epochMs(Math.floor(sim.now)),
  sleep: ms => {
    const sleeper = tick();
    return new Promise(resolve => {
      sim.after(ms, () => whenAwake(sim, sleeper, resolve));
    });
  },
});

const signalsOf = ({ events }: Story): Signal[] =>
  events
    .filter(event => event.type === 'signal')
    .map(({ symbol, side, at, confidence, source }) => ({
      symbol: symbolId(symbol),
      side,
      at: minutesAfter(STORY_STARTS_AT, at),
      confidence: fraction(confidence),
      source,
    }));

import { forcedSignals } from '../adapters/signals.ts';
import { scanMarket, warmMarket } from '../adapters/warm-market.ts';
import type { Signal } from '../desk/signal/signal.ts';
import { epochMs, fraction, minutesAfter, symbolId } from '../desk/units.ts';
import type { Desk } from '../minute/desk.ts';
import type { Clock } from '../ports.ts';
import { everyMethod } from './every-method.ts';
import { STORY_STARTS_AT } from './market.ts';
import { DESK } from './names.ts';
import type { Requests } from './requests.ts';
import type { Story } from './story.ts';
import { tableStore } from './table.ts';
import { tableHop } from './table-hop.ts';
import type { TickRun } from './tick-run.ts';
import { venueOver } from './venue-over.ts';
import type { World } from './world.ts';

/** The tick that a container is at work on. */
export type CurrentTick = () => TickRun;

/** How long entry waits for the monitor, as deployed. */
const WATERMARK_WAIT_MS = 20_000;

/**
 * A desk as one container has it: every port talks to the world by requests in the name of the tick at work, and what
 * a warm container remembers of the market it remembers here.
 */
export function deskOf(world: World, requests: Requests, tick: CurrentTick, reads: 'scan' | 'account'): Desk {
  const clock = clockOf(world, tick);
  const store = tableStore(world.table, tableHop(world, requests, tick));
  const market = everyMethod(world.market, (method, args, execute) =>
    requests.send(tick(), { port: 'market', method, args }, { execute }),
  );
  const signals = forcedSignals(signalsOf(world.story));
  return {
    name: DESK,
    mode: 'storm',
    clock,
    market: reads === 'scan' ? scanMarket(market, clock) : warmMarket(market, clock),
    venue: venueOver(world, requests, tick),
    store,
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
    watermarkWaitMs: WATERMARK_WAIT_MS,
  };
}

/** Simulated time in whole milliseconds; who sleeps when its tick dies never wakes. */
const clockOf = ({ sim }: World, tick: CurrentTick): Clock => ({
  now: () => epochMs(Math.floor(sim.now)),
  sleep: ms => {
    const sleeper = tick();
    return new Promise(resolve => {
      sim.after(ms, () => {
        if (sleeper.isAlive) resolve();
      });
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

/**
 * The guardian: is every position of the account protected? It runs each minute apart from the trader, in a role of its
 * own, and takes nothing on trust that the trader says. The book, the limits and its own memory may be unreadable; only
 * the venue it needs. Whatever it sends can only protect or close.
 *
 *   watch   look → act on what was bare in two looks, 20 s apart
 *   tidy    stops that a tighter one makes needless, orders of the desk's own where nothing is left
 *   canary  does the venue take stops at all?
 *   word    its heartbeat and its objections: nothing is opened without the one or against the other
 *
 * Decisions are made in `desk/guardian/` and by the protection rules of `desk/position/`; here and in `guard/` the I/O
 * is put in order.
 */
import { look } from './desk/guardian/look.ts';
import { type GuardianState, newGuardian } from './desk/guardian/state.ts';
import type { Minute, SymbolId } from './desk/units.ts';
import { proveStops } from './guard/canary.ts';
import type { GuardDesk } from './guard/desk.ts';
import { secure } from './guard/secure.ts';
import { tidy } from './guard/tidy.ts';
import { isLeftAlone, newWatch, orNothing, type Watch } from './guard/watch.ts';
import { beat, eachApart, type Tick, type TickEnd, underLease } from './minute/tick.ts';
import { PortError } from './ports.ts';

/** One minute of watch. */
export const guard = (desk: GuardDesk, minute: Minute): Promise<TickEnd> =>
  underLease(desk, 'guardian', minute, async tick => {
    const before = (await orNothing(tick, 'memory', () => desk.store.load())) ?? newGuardian(minute);
    const { watch, bare, state } = await keepWatch(tick, before);
    const tidied = await tidy(watch, before);
    const stops = await proveStops(watch, before.stops);
    const saved = await remember(tick, { ...state, ...tidied, stops, watchedMinute: minute });
    const figures = {
      // What is not written down is no heartbeat: entries do not see it either.
      ...(saved === undefined ? {} : beat(tick)),
      UnprotectedPositions: bare,
      OrderFaults: stops.failure === undefined ? 0 : 1,
    };
    desk.metrics.emit('guardian', figures, minute);
  });

/** What must be left of the lease after the wait for a second look: time to place a stop, or to close in slices. */
const TIME_TO_ACT_MS = 20_000;

/**
 * What was bare in an earlier tick is acted upon at once. What is seen bare for the first time is looked at again in
 * this same tick, if there is time: so none stays bare for longer than a tick, and a keeper that is just placing its
 * stop is left to it. The first look is written down before the wait, lest it die with the tick.
 */
async function keepWatch(tick: Tick<GuardDesk>, before: GuardianState): Promise<Watched> {
  const { desk, lease } = tick;
  const first = await lookAndAct(await newWatch(tick), before);
  const left = lease.expiresAt - desk.clock.now();
  const mayWait = desk.secondLookMs > 0 && left >= desk.secondLookMs + TIME_TO_ACT_MS;
  if (!first.fresh || !mayWait) return first;
  const state = (await remember(tick, first.state)) ?? first.state;
  await desk.clock.sleep(desk.secondLookMs);
  return await lookAndAct(await newWatch(tick, first.watch), state);
}

interface Watched {
  readonly watch: Watch;
  readonly state: GuardianState;
  /** How many positions this look found bare, those aside that a person wants left alone. */
  readonly bare: number;
  /** Some of them were seen so for the first time. */
  readonly fresh: boolean;
}

async function lookAndAct(watch: Watch, before: GuardianState): Promise<Watched> {
  const { tick, account } = watch;
  const minded = account.held.filter(held => !isLeftAlone(watch, held));
  const { unprotected, due, sightings } = look(minded, account.resting, before.sightings, account.at);
  const secured = new Set<SymbolId>();
  await eachApart(tick, 'guardian', due, async held => {
    if (await secure(watch, held)) secured.add(held.symbol);
  });
  return {
    watch,
    bare: unprotected.length,
    fresh: unprotected.length > due.length,
    state: {
      ...before,
      sightings: sightings.filter(({ symbol }) => !secured.has(symbol)),
      helpless: due.map(({ symbol }) => symbol).filter(symbol => !secured.has(symbol)),
    },
  };
}

/** Writes its item; undefined when that failed, which closes entries once the last heartbeat is old. */
async function remember(tick: Tick<GuardDesk>, state: GuardianState): Promise<GuardianState | undefined> {
  const trouble = (because: string) => tick.note({ type: 'trouble', what: 'guardian', because });
  try {
    const saved = await tick.desk.store.save(state, tick.lease);
    if (saved.type === 'saved') return saved.item;
    trouble('its item was written by another tick');
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    trouble(error.message);
  }
  return undefined;
}

import { scanMarket, warmMarket } from '../adapters/warm-market.ts';
import type { Minute } from '../desk/units.ts';
import type { GuardDesk } from '../guard/desk.ts';
import { guard } from '../guard.ts';
import { checkLimits } from '../limits-check.ts';
import type { Desk, LimitsDesk } from '../minute/desk.ts';
import type { TickEnd } from '../minute/tick.ts';
import { enter, monitor, scan } from '../minute.ts';
import type { Role } from '../ports.ts';
import type { Ports } from './desk-ports.ts';

/** A function of the desk. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
  /** A container of it, which keeps warm what this closes over. */
  readonly start: (ports: Ports) => (minute: Minute) => Promise<TickEnd>;
}

/** How long entry waits for the monitor, as deployed. */
const WATERMARK_WAIT_MS = 20_000;
/** How long the guardian waits for its second look, as deployed. */
const SECOND_LOOK_MS = 21_000;

const traderOf = (ports: Ports): Desk => ({
  ...ports,
  market: warmMarket(ports.market, ports.clock),
  watermarkWaitMs: WATERMARK_WAIT_MS,
});

const guardianOf = (ports: Ports): GuardDesk => ({
  ...ports,
  market: warmMarket(ports.market, ports.clock),
  book: ports.store,
  store: ports.guardStore,
  secondLookMs: SECOND_LOOK_MS,
});

const limitsGuardOf = (ports: Ports): LimitsDesk => ({
  ...ports,
  texts: ports.limitTexts,
  memory: ports.limitsMemory,
  book: ports.store,
});

/** Called at each edit of a limit, and once an hour. */
export const LIMITS_GUARD: Actor = {
  name: 'limits guard',
  role: 'limits',
  start: ports => {
    const desk = limitsGuardOf(ports);
    return minute => checkLimits(desk, minute);
  },
};

/** Who is called each minute. Another such function of the desk joins every story by a line here. */
export const ACTORS: readonly Actor[] = [
  {
    name: 'guardian',
    role: 'guardian',
    start: ports => {
      const desk = guardianOf(ports);
      return minute => guard(desk, minute);
    },
  },
  {
    name: 'monitor',
    role: 'monitor',
    start: ports => {
      const desk = traderOf(ports);
      return minute => monitor(desk, minute);
    },
  },
  {
    name: 'entry',
    role: 'entry',
    start: ports => {
      const desk = traderOf(ports);
      return minute => enter(desk, minute);
    },
  },
  {
    name: 'scan',
    role: 'scan',
    start: ports => {
      const desk = { ...ports, market: scanMarket(ports.market, ports.clock) };
      return minute => scan(desk, minute);
    },
  },
];

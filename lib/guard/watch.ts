import { isGuardianId } from '../desk/client-id.ts';
import type { Held } from '../desk/guardian/look.ts';
import type { StopTrial } from '../desk/guardian/proof.ts';
import { type Whose, whoseIs } from '../desk/guardian/remedy.ts';
import type { Instrument } from '../desk/instrument.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { modeFault } from '../desk/mode.ts';
import { absQty, type EpochMs, type SymbolId, sideOf } from '../desk/units.ts';
import type { Tick } from '../minute/tick.ts';
import { type ConditionalReport, type DeskState, PortError, type VenuePosition } from '../ports.ts';
import type { GuardDesk } from './desk.ts';

/** The account as one look has seen it. */
export interface AccountView {
  readonly at: EpochMs;
  readonly held: readonly Held[];
  /** Conditional orders, without the guardian's own canaries: these protect nothing. */
  readonly resting: readonly ConditionalReport[];
  readonly canaries: readonly ConditionalReport[];
  readonly instruments: ReadonlyMap<SymbolId, Instrument>;
}

/** What is known beside the account; each part is missing where it cannot be read. */
interface Known {
  readonly book: DeskState | undefined;
  readonly limits: Limits | undefined;
}

/** One look of a tick: what it has seen, and what it has learnt since. */
export interface Watch extends Known {
  readonly tick: Tick<GuardDesk>;
  readonly account: AccountView;
  /** What each attempt of this tick to place a stop has shown. */
  readonly trials: StopTrial[];
  /** Ids that were given in this tick, so that each order has one of its own. */
  readonly ids: Set<string>;
}

/** Reads everything. Throws when any part of the account cannot be read: half a look is none, and leaves no heartbeat. */
export async function newWatch(
  tick: Tick<GuardDesk>,
  { trials = [], ids = new Set() }: Partial<Pick<Watch, 'trials' | 'ids'>> = {},
): Promise<Watch> {
  const [account, known] = await Promise.all([readAccount(tick), readKnown(tick)]);
  return { tick, account, ...known, trials, ids };
}

export async function readAccount({ desk }: Tick<GuardDesk>): Promise<AccountView> {
  const [positions, resting, instruments] = await Promise.all([
    desk.venue.positions(),
    desk.venue.openConditionals(),
    desk.market.instruments(),
  ]);
  const isCanary = ({ clientId }: ConditionalReport) => isGuardianId(desk.name, 'canary', clientId);
  return {
    at: desk.clock.now(),
    held: positions.map(heldOf),
    resting: resting.filter(order => !isCanary(order)),
    canaries: resting.filter(isCanary),
    instruments: new Map(instruments.map(instrument => [instrument.symbol, instrument])),
  };
}

export const heldOf = ({ symbol, qty, entryPrice, markPrice, liquidationPrice }: VenuePosition): Held => ({
  symbol,
  side: sideOf(qty),
  qty: absQty(qty),
  entryPrice,
  markPrice,
  liquidationPrice,
});

async function readKnown(tick: Tick<GuardDesk>): Promise<Known> {
  const { desk, minute } = tick;
  const [book, limits] = await Promise.all([
    orNothing(tick, 'book', () => desk.book.load()),
    orNothing(tick, 'limits', () => desk.limits.read(minute)),
  ]);
  // What another mode has written is of another account: a desk that finds it does nothing (I41).
  const fault = book && modeFault(book, desk.mode);
  if (fault !== undefined) throw new PortError('malformed', fault);
  return { book, limits: limits?.type === 'limits' ? limits.limits : undefined };
}

/** The guardian works without what it cannot read, and says so. */
export async function orNothing<T>(
  tick: Tick<GuardDesk>,
  what: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    tick.note({ type: 'trouble', what, because: `${error.message}; the guardian goes on without it` });
    return undefined;
  }
}

/** Throws for a symbol that the venue does not list. */
export function instrumentOf({ account }: Watch, symbol: SymbolId): Instrument {
  const instrument = account.instruments.get(symbol);
  if (instrument === undefined) throw new PortError('malformed', `the venue lists no instrument ${symbol}`);
  return instrument;
}

/** Where nobody can be asked what a person wants done with a position of theirs, it is protected. */
export const whose = ({ book, limits }: Watch, held: Held): Whose =>
  whoseIs(held, book, limits?.values['control/foreign'] ?? 'protect');

export function isLeftAlone(watch: Watch, held: Held): boolean {
  const owner = whose(watch, held);
  return owner.type === 'foreign' && owner.rule === 'ignore';
}

import { type Minute, minuteOf, type SymbolId, type Usd } from '../../desk/units.ts';
import { type AccountKind, type AccountStore, PortError, type StoredAccount } from '../../ports.ts';
import { Engine } from '../engine/engine.ts';
import type { Look, PaperAccount } from './account.ts';
import { advanced } from './advance.ts';
import { type Listed, listingFor, type TiersOf } from './listing.ts';
import type { PaperSources } from './sources.ts';
import { standingMarket, windowMarket } from './window.ts';

export interface PaperOptions extends PaperSources {
  readonly store: AccountStore<PaperAccount>;
  /** What the account begins with; of no effect on one that has begun. */
  readonly openingUsd: Usd;
  readonly accountKind?: AccountKind;
  readonly tiers: TiersOf;
  /** Told of what could not be seen of the market, before the account is moved past it; again if that is tried again. */
  readonly remark: (minute: Minute, because: readonly string[]) => Promise<void>;
}

/** A symbol as it was looked at for an instruction. */
export interface Seen {
  readonly symbol: SymbolId;
  /** Its `opened` is the running bar, whether a position is opened or not. */
  readonly look: Look;
}

/** The account at one revision, moved to the running minute. */
export interface Session {
  readonly rev: number;
  readonly account: PaperAccount;
  readonly listed: Listed;
}

/** Writes of others that one call gives way to before it gives up. */
export const TRIES = 12;

/**
 * The account as it stands now: read, and first moved to the running minute by whoever comes first in it. Throws a
 * PortError when the store or the market cannot be read; the account is then as it was.
 */
export function paperSessions(options: PaperOptions): () => Promise<Session> {
  const { store, market, clock, remark } = options;
  const listing = listingFor(options.tiers);
  const moved = async (): Promise<Session | 'conflict'> => {
    const [found, plain] = await Promise.all([store.load(), market.instruments()]);
    const now = minuteOf(clock.now());
    const { rev, state: account } = found ?? opened(options, listing(plain, []), now);
    const listed = listing(plain, Object.values(account.looks));
    const next = await advanced(account, listed, options, now);
    const state = next?.account ?? account;
    if (found !== undefined && next?.changed !== true) return { rev, account: state, listed };
    if (next !== undefined && next.remarks.length > 0) await remark(now, next.remarks);
    const saved = await store.save(rev, state);
    return saved === 'conflict' ? saved : { rev: rev + 1, account: state, listed };
  };
  return async () => {
    for (let i = 0; i < TRIES; i += 1) {
      const session = await moved();
      if (session !== 'conflict') return session;
    }
    throw new PortError('unavailable', 'the paper account was written by others each time it was read');
  };
}

function opened(
  { openingUsd, accountKind }: PaperOptions,
  { sim }: Listed,
  now: Minute,
): StoredAccount<PaperAccount> {
  const engine = Engine.start(windowMarket(sim, new Map(), { from: now, to: now }), {
    startAt: now,
    walletUsd: openingUsd,
    ...(accountKind === undefined ? {} : { accountKind }),
  });
  return { rev: 0, state: { engine: engine.snapshot(), looks: {}, applied: [] } };
}

/** The engine over the account, at the prices last seen and one that has been seen just now. It takes the account over. */
export function engineOver({ account, listed }: Session, seen?: Seen): Engine {
  const looks = seen === undefined ? account.looks : { ...account.looks, [seen.symbol]: seen.look };
  const now = minuteOf(account.engine.now);
  return Engine.restore(account.engine, standingMarket(listed.sim, looks, now));
}

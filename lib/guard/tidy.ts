import { isOwnClientId } from '../desk/client-id.ts';
import { isClosedByTrades, tradesFrom } from '../desk/guardian/closed.ts';
import { suspect } from '../desk/guardian/look.ts';
import type { GuardianState } from '../desk/guardian/state.ts';
import { surplusStops } from '../desk/position/protection.ts';
import { orphansOf } from '../desk/position/strays.ts';
import type { SymbolId } from '../desk/units.ts';
import { eachApart, LEASE_MS } from '../minute/tick.ts';
import type { ConditionalReport } from '../ports.ts';
import { type AccountView, orNothing, readAccount, type Watch } from './watch.ts';

/**
 * Cancels what is of no use any more: canaries that were left behind, stops that a tighter one makes needless, orders
 * where nothing is left. Only what seemed so in an earlier look too: the monitor, if it is alive, has been there first.
 */
export async function tidy(
  watch: Watch,
  before: GuardianState,
): Promise<Pick<GuardianState, 'orphans' | 'surplus'>> {
  const { tick, account } = watch;
  const left = account.canaries.filter(({ createdAt }) => account.at - createdAt >= LEASE_MS);
  await eachApart(tick, 'canary', left, order => cancel(watch, order, 'a canary that was left behind'));
  const ids = surplusOf(watch, account).map(({ clientId }) => clientId);
  const surplus = suspect(ids, before.surplus, account.at);
  if (surplus.certain.length > 0) await trim(watch, new Set(surplus.certain));
  return { surplus: surplus.suspicions, orphans: await sweep(watch, before) };
}

/** The rule that the monitor has too, over all stops of the desk's own, the guardian's among them (I59). */
const surplusOf = ({ tick: { desk } }: Watch, { held, resting, at }: AccountView): ConditionalReport[] => {
  const own = resting.filter(({ clientId }) => isOwnClientId(desk.name, clientId));
  const surplus = new Set(held.flatMap(holding => surplusStops(holding, own, at)));
  return own.filter(order => surplus.has(order));
};

/** Reads the account once more: a stop goes only while a tighter one is live at this very moment (I22). */
async function trim(watch: Watch, certain: ReadonlySet<string>): Promise<void> {
  const { tick } = watch;
  const again = await orNothing(tick, 'second look at surplus stops', () => readAccount(tick));
  if (again === undefined) return;
  await eachApart(tick, 'surplus stop', surplusOf(watch, again), async order => {
    if (certain.has(order.clientId)) await cancel(watch, order, 'a tighter stop is live');
  });
}

/**
 * Orders of the desk's own where the account holds nothing, in two looks, and where the trades say why (I27, I58). The
 * book is not asked what is open: it may be as old as its monitor.
 */
async function sweep(watch: Watch, before: GuardianState): Promise<GuardianState['orphans']> {
  const { tick, account, book } = watch;
  const { suspected, certain } = orphansOf({
    desk: tick.desk.name,
    book: { orphans: before.orphans.map(({ clientId }) => clientId) },
    resting: account.resting,
    held: new Set(account.held.map(({ symbol }) => symbol)),
    positions: [],
    intents: book?.intents ?? [],
    now: account.at,
  });
  const orphans = suspect(suspected, before.orphans, account.at);
  const old = certain.filter(({ clientId }) => orphans.certain.includes(clientId));
  const symbols = [...new Set(old.map(({ symbol }) => symbol))].map(symbol => ({ symbol }));
  await eachApart(tick, 'orphan', symbols, async ({ symbol }) => {
    const orders = old.filter(order => order.symbol === symbol);
    const trades = await tick.desk.venue.trades(symbol, tradesFrom(orders));
    for (const order of orders) {
      if (isClosedByTrades(order, trades)) await cancel(watch, order, `the account holds no ${symbol}`);
    }
  });
  return orphans.suspicions;
}

/** An answer that never came needs no other treatment: the order is in the next look, or it is not. */
export async function cancel(
  { tick }: Watch,
  { clientId, symbol }: { readonly clientId: string; readonly symbol: SymbolId },
  because: string,
): Promise<void> {
  const outcome = await tick.desk.venue.cancelConditional(clientId);
  const done = outcome.type === 'accepted' ? 'cancelled' : `not cancelled (${outcome.because})`;
  tick.note({ type: 'state', what: `guardian: ${symbol} ${clientId} ${done}`, because });
}

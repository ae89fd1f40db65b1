import type { SymbolId } from '../../desk/units.ts';
import type { Role } from '../../ports.ts';
import type { Watch } from '../judge.ts';
import type { Holding } from '../ledger.ts';
import { isProtectedAtVenue } from '../protected.ts';
import { type TickRun, tickCouldAct } from '../tick-run.ts';
import type { World } from '../world.ts';

/** Whose ticks place stops. */
const KEEPERS: ReadonlySet<Role> = new Set<Role>(['monitor', 'entry', 'guardian']);

/**
 * A tick that could reach everything leaves no position of the desk's without its stop: the monitor's for every position older
 * than its minute, entry's for what it opened, the guardian's for whatever the account holds. An exit that was sent in the same tick is as good (I21, I23, I60).
 */
export const watchProtection: Watch = (world, expect) => {
  const exits = new Map<SymbolId, unknown>();
  const touched = new Map<SymbolId, number>();
  return step => {
    if (step.type === 'accepted' && step.line.kind === 'order' && step.line.reduceOnly)
      exits.set(step.line.symbol, step.tick);
    if (step.type === 'hand' && step.symbol !== undefined) touched.set(step.symbol, world.sim.now);
    if (step.type !== 'ended' || step.how !== 'done' || !tickCouldAct(step.tick)) return;
    const { tick } = step;
    const isConcerned = ({ symbol, openedAt, trades }: Holding): boolean => {
      const lastTraded = trades.at(-1)?.time ?? 0;
      const undisturbed = (touched.get(symbol) ?? 0) < tick.startedAt;
      if (tick.role === 'entry') return openedAt >= tick.startedAt && undisturbed;
      return openedAt < tick.minute && lastTraded < tick.minute && undisturbed;
    };
    if (!KEEPERS.has(tick.role)) return;
    if (tick.role === 'guardian') {
      for (const symbol of foreignTo(world, tick)) {
        const undisturbed = (touched.get(symbol) ?? 0) < tick.startedAt;
        const isHelpless = world.table.guardians.get('guardian')?.helpless.includes(symbol) === true;
        expect(
          'every position is protected',
          !undisturbed ||
            isHelpless ||
            isProtectedAtVenue(world.engine, symbol) ||
            exits.get(symbol) === tick,
          () => `a person’s ${symbol} has no full-size stop, and the guardian could have placed one`,
        );
      }
    }
    for (const holding of world.ledger.held.values()) {
      if (!isConcerned(holding)) continue;
      const { symbol, side } = holding;
      expect(
        'every position is protected',
        isProtectedAtVenue(world.engine, symbol) || exits.get(symbol) === tick,
        () =>
          `${symbol} ${side} has no full-size stop, and ${tick.actor}'s tick met nothing that could excuse it`,
      );
    }
  };
};

/** What others have held since before a tick's minute, where a person wants it protected. */
function foreignTo({ engine, ledger, limits }: World, { minute, startedAt }: TickRun): readonly SymbolId[] {
  const isWanted = limits
    .since(startedAt)
    .every(answer => answer.type === 'limits' && answer.limits.values['control/foreign'] !== 'ignore');
  if (!isWanted) return [];
  return engine
    .positions()
    .map(({ symbol }) => symbol)
    .filter(
      symbol =>
        !ledger.held.has(symbol) &&
        (engine.trades().findLast(each => each.symbol === symbol)?.time ?? 0) < minute,
    );
}

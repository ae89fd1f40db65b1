import { flattenWordFor } from '../../desk/limits/flatten.ts';
import { MINUTE_MS, type SymbolId } from '../../desk/units.ts';
import type { Watch } from '../judge.ts';
import type { Holding } from '../ledger.ts';
import { type TickRun, tickEndsClean } from '../tick-run.ts';
import type { World } from '../world.ts';

/** Refusals by which the venue minds sizes, prices and margin: an order that only reduces must never earn one (I30). */
const ENTRY_RULES: ReadonlySet<number> = new Set([
  -1111, -2019, -2027, -4003, -4004, -4005, -4014, -4023, -4164,
]);
/** Later than this before its delivery a coin must have been left. */
const LEFT_BEFORE_MINUTES = 25;

/**
 * What is due is done: a monitor's tick that met no fault has sent the exit, whatever the rules for entries say. Unless
 * one that had stood still went on beside it and wrote the position first: then it is left to that one (seed 10205).
 */
export const watchExits: Watch = (world, expect) => {
  const exits = new Map<SymbolId, TickRun>();
  const written = new Map<SymbolId, { readonly by: TickRun; readonly at: number }[]>();
  // A tick that finds a position by its intent protects it; what is due of it is the next one's (seed 16070).
  const foundBy = new Map<string, TickRun>();
  const isNew = (symbol: SymbolId, tick: TickRun) =>
    foundBy.get(world.table.positions.get(symbol)?.id ?? '') === tick;
  const otherWrote = (symbol: SymbolId, tick: TickRun) =>
    written.get(symbol)?.some(({ by, at }) => by !== tick && at >= tick.startedAt) === true;
  return step => {
    if (step.type === 'saved position') {
      const { symbol, id } = step.position;
      if (!foundBy.has(id)) foundBy.set(id, step.tick);
      written.set(symbol, [...(written.get(symbol) ?? []).slice(-3), { by: step.tick, at: world.now }]);
    }
    if (step.type === 'accepted' && step.line.kind === 'order' && step.line.reduceOnly) {
      exits.set(step.line.symbol, step.tick);
      expect('exits are never blocked', true, () => '');
    }
    if (step.type === 'refused') {
      const { order, code, because } = step;
      if (order.reduceOnly === false) return;
      expect(
        'exits are never blocked',
        !ENTRY_RULES.has(code),
        () =>
          `an order that only reduces ${order.symbol} by ${String(order.qty)} was refused: ${code} ${because}`,
      );
    }
    if (step.type !== 'ended' || step.how !== 'done' || step.tick.role !== 'monitor') return;
    const { tick } = step;
    if (!tickEndsClean(tick)) return;
    for (const holding of world.ledger.held.values()) {
      const why = dueOf(world, holding, tick);
      if (why === undefined) continue;
      const { symbol } = holding;
      expect(
        'exits are never blocked',
        exits.get(symbol) === tick || otherWrote(symbol, tick) || isNew(symbol, tick),
        () => `${symbol} should have been closed: ${why}`,
      );
    }
  };
};

/** Why a position should be closed by now, by the limits that stood during the whole tick. */
function dueOf(world: World, holding: Holding, tick: TickRun): string | undefined {
  const { table, engine, limits } = world;
  if (holding.isMixed) return undefined;
  const position = table.positions.get(holding.symbol);
  if (position === undefined || position.openedAt >= tick.minute) return undefined;
  const known = limits.since(tick.startedAt);
  if (known.some(answer => answer.type === 'invalid') || known.length > 1) return undefined;
  const values = known[0]?.type === 'limits' ? known[0].limits.values : undefined;
  if (values === undefined) return undefined;
  const held = (tick.minute - position.openedAt) / MINUTE_MS;
  if (held >= values['exits/hold-minutes-max'])
    return `held for ${held} of ${values['exits/hold-minutes-max']} minutes`;
  if (values['control/state'] === 'halted' && values['control/halt-flatten'] === 'yes')
    return 'halted, and control/halt-flatten is yes';
  if (flattenWordFor(values['control/flatten'], holding.symbol, position.openedAt) !== undefined)
    return 'a person wrote control/flatten';
  const deliveryAt = engine.instrument(holding.symbol)?.deliveryAt ?? Number.POSITIVE_INFINITY;
  return deliveryAt - tick.minute < LEFT_BEFORE_MINUTES * MINUTE_MS
    ? 'its market is about to be settled'
    : undefined;
}

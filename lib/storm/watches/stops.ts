import { isBetterFor, type Price, price, sideOf } from '../../desk/units.ts';
import { protects } from '../../sim/engine/safety.ts';
import { triggerOf } from '../../sim/engine/triggers.ts';
import type { Watch } from '../judge.ts';
import type { Step } from '../step.ts';
import type { World } from '../world.ts';

/** A stop moves in favour or not at all, in the book (I34) as at the venue: nothing goes before its better is there (I22). */
export const watchStops: Watch = (world, expect) => {
  const { engine } = world;
  const stops = new Map<string, Price>();
  return step => {
    if (step.type === 'saved position') {
      const { id, side, stopPrice } = step.position;
      const before = stops.get(id);
      stops.set(id, stopPrice);
      expect(
        'stops only tighten',
        before === undefined || !isBetterFor(side, before, stopPrice),
        () => `the stop of ${id} (${side}) went from ${before} to ${stopPrice}`,
      );
    }
    if (step.type !== 'cancelled') return;
    const { symbol, clientId, type } = step.algo;
    const position = engine.state.positions[symbol];
    if (position === undefined || type !== 'STOP_MARKET') return;
    const side = sideOf(position.qty);
    const trigger = triggerOf(step.algo);
    if (!protects({ ...step.algo, status: 'NEW' }, position, price(0)) || isAnothers(world, step)) return;
    const as = engine
      .openAlgos(symbol)
      .some(algo => protects(algo, position, price(0)) && !isBetterFor(side, trigger, triggerOf(algo)));
    expect(
      'stops only tighten',
      as,
      () => `${clientId} at ${trigger} was cancelled, and no full-size stop as tight is left on ${symbol}`,
    );
  };
};

/** What a person holds is none of the desk's business where the limits say so: its own stops go with its own position. */
function isAnothers({ table, limits }: World, { tick, algo }: Extract<Step, { type: 'cancelled' }>): boolean {
  const known = table.positions.get(algo.symbol);
  const rules = limits.since(tick.startedAt);
  return (
    (known === undefined || known.phase === 'closed') &&
    rules.some(rule => rule.type === 'limits' && rule.limits.values['control/foreign'] === 'ignore')
  );
}

import { isBetterFor, type Price, price, sideOf } from '../../desk/units.ts';
import { protects } from '../../sim/engine/safety.ts';
import { triggerOf } from '../../sim/engine/triggers.ts';
import type { Watch } from '../judge.ts';

/** A stop moves in favour or not at all, in the book (I34) as at the venue: nothing goes before its better is there (I22). */
export const watchStops: Watch = ({ engine }, expect) => {
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
    if (!protects({ ...step.algo, status: 'NEW' }, position, price(0))) return;
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

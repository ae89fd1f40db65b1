import type { Incident } from './incident.ts';

/** Incidents of stops. */
export const STOPS: readonly Incident[] = [
  {
    id: 'I21',
    happened: 'an entry was filled and its stop was not placed: the endpoint had moved',
    removals: [
      {
        what: 'closing what could not be covered',
        file: 'lib/minute/protect.ts',
        from: "if (isCovered(position, view)) return evolve(position, { type: 'protection-confirmed' });",
        to: "if (view !== undefined) return evolve(position, { type: 'protection-confirmed' });",
        test: 'test/minute/monitor.test.ts',
      },
      {
        what: 'the guardian’s second look at a bare position',
        file: 'lib/desk/guardian/look.ts',
        from: 'due: unprotected.filter((_, i) => now - (sightings[i]?.firstAt ?? now) >= APART_MS),',
        to: 'due: [],',
        test: 'test/guard/watch.test.ts',
      },
      {
        what: 'the veto of stops that are not taken',
        file: 'lib/desk/guardian/word.ts',
        from: 'if (failure !== undefined) {',
        to: 'if (failure !== undefined && failure.at < 0) {',
        test: 'test/guard/refused.test.ts',
      },
      {
        what: 'the smallest size until a stop has been read back',
        file: 'lib/desk/sizing/proving.ts',
        from: 'if (input.stopsUnproved !== true) return trace;',
        to: 'if (trace.length >= 0) return trace;',
        test: 'test/guard/canary.test.ts',
      },
    ],
  },
  {
    id: 'I22',
    happened: 'the old stop was cancelled, and its replacement failed',
    removals: [
      {
        what: 'keeping the tightest of the live stops',
        file: 'lib/desk/position/protection.ts',
        from: 'order !== tightest && now - order.createdAt',
        to: 'now - order.createdAt',
        test: 'test/desk/position/protection.test.ts',
      },
      {
        what: 'the second reading before the guardian cancels',
        file: 'lib/guard/tidy.ts',
        from: "await eachApart(tick, 'surplus stop', surplusOf(watch, again), async order => {",
        to: "await eachApart(tick, 'surplus stop', surplusOf(watch, watch.account), async order => {",
        test: 'test/guard/tidy.test.ts',
      },
    ],
  },
  {
    id: 'I23',
    happened: 'two open orders, whatever they were, passed for protection',
    removals: [
      {
        what: 'what makes a stop one: two orders are enough',
        file: 'lib/desk/position/protection.ts',
        from: 'orders.some(order => protects(order, holding));',
        to: 'orders.length >= 2 || orders.some(order => protects(order, holding));',
        test: 'test/desk/position/decide.test.ts',
      },
      {
        what: 'the whole quantity',
        file: 'lib/desk/position/protection.ts',
        from: '(order.reduceOnly && order.qty >= holding.qty)',
        to: 'order.reduceOnly',
        test: 'test/desk/position/protection.test.ts',
      },
      {
        what: 'the refusal of a stop that would never trigger',
        file: 'lib/adapters/binance/mapper.ts',
        from: 'if (value !== undefined && value > 0) return value;',
        to: 'return value ?? 0;',
        test: 'test/adapters/binance/mapper.test.ts',
      },
    ],
  },
  {
    id: 'I24',
    happened: 'a short’s stop stood on the wrong side; an ATR in dollars was used as a fraction',
    removals: [
      {
        what: 'the assertion of the stop’s side',
        file: 'lib/desk/position/bracket.ts',
        from: 'if (!(placed > 0) || !isBetterFor(side, entry, placed)) {',
        to: 'if (placed === Number.NEGATIVE_INFINITY) {',
        test: 'test/desk/position/bracket.test.ts',
      },
      {
        what: 'the side in the stop’s price',
        file: 'lib/desk/units.ts',
        from: 'price(from * (1 - signOf(side) * move));',
        to: 'price(from * (1 - move));',
        test: 'test/desk/position/bracket.test.ts',
      },
      {
        what: 'the refusal of a stored stop at no price',
        file: 'lib/adapters/dynamo/shapes.ts',
        from: 'initialStopPrice: aboveZero,',
        to: 'initialStopPrice: zeroOrMore,',
        test: 'test/adapters/dynamo/item.test.ts',
      },
    ],
  },
  {
    id: 'I25',
    happened: 'a stop-limit was triggered and not filled, and lost another fifth',
    removals: [
      {
        what: 'the stop at market',
        file: 'lib/adapters/binance/orders.ts',
        from: "type === 'stop-market' ? 'STOP_MARKET' : 'TAKE_PROFIT_MARKET'",
        to: "type === 'stop-market' ? 'STOP' : 'TAKE_PROFIT_MARKET'",
        test: 'test/adapters/binance/orders.test.ts',
      },
      {
        what: 'stops without price protection',
        file: 'lib/adapters/binance/orders.ts',
        from: "priceProtect: 'false',",
        to: "priceProtect: 'true',",
        test: 'test/adapters/binance/orders.test.ts',
      },
    ],
  },
  {
    id: 'I26',
    happened: '"would trigger at once" was an error message, and nothing came of it',
    removals: [
      {
        what: 'closing where the price is past the stop',
        file: 'lib/desk/position/decide.ts',
        from: 'if (isBetterFor(position.side, view.mark, stop)) return false;',
        to: 'if (view.mark > 0) return false;',
        test: 'test/desk/position/decide.test.ts',
      },
      {
        what: 'closing where the venue says so and a fresh mark agrees',
        file: 'lib/minute/protect.ts',
        from: 'if (placed.passed && (await isPassed(tick, position, action)))',
        to: 'if (placed.passed && (await isPassed(tick, position, action)) && view === seen && position === before)',
        test: 'test/minute/would-trigger.test.ts',
      },
      {
        what: 'the fresh mark: the venue’s word alone closes',
        file: 'lib/minute/protect.ts',
        from: 'if (!ahead && clock.now() - at <= MARK_AGE_MS) return true;',
        to: 'if (clock.now() > at - MARK_AGE_MS * 1e9) return true;',
        test: 'test/minute/would-trigger.test.ts',
      },
    ],
  },
  {
    id: 'I27',
    happened: 'a stop that was left behind closed a later position, or opened one',
    removals: [
      {
        what: 'the sweep of orders that belong to nothing',
        file: 'lib/desk/position/strays.ts',
        from: 'certain: alone.filter(order => seen.has(order.clientId) && now - order.createdAt >= ORPHAN_AGE_MS),',
        to: 'certain: alone.filter(order => seen.has(order.clientId) && now - order.createdAt < 0),',
        test: 'test/desk/position/strays.test.ts',
      },
      {
        what: 'cancelling what rests of a position that is over',
        file: 'lib/minute/positions.ts',
        from: 'if (!ours.has(order.clientId) || order === left) continue;',
        to: 'if (ours.size >= 0) continue;',
        test: 'test/minute/monitor.test.ts',
      },
    ],
  },
  {
    id: 'I28',
    happened: 'after the first target the stop kept the full size, or a wrong one',
    removals: [
      {
        what: 'the stop’s quantity following the position’s',
        file: 'lib/desk/position/decide.ts',
        from: 'if (good.some(order => order.qty === position.qty)) return [];',
        to: 'if (good.length > 0) return [];',
        test: 'test/desk/position/decide.test.ts',
      },
      {
        what: 'fills reducing the position',
        file: 'lib/desk/position/evolve.ts',
        from: 'return { ...position, qty: left, targets, fills',
        to: 'return { ...position, targets, fills',
        test: 'test/desk/position/evolve.test.ts',
      },
    ],
  },
];

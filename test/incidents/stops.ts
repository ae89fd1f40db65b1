import type { Incident } from './incident.ts';

/** Incidents of stops and exits. */
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
        from: 'if (!ours.has(order.clientId)) continue;',
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
  {
    id: 'I29',
    happened: 'a partial target fired again each cycle: a half, a quarter, an eighth',
    removals: [
      {
        what: 'remembering that a leg has filled',
        file: 'lib/desk/position/evolve.ts',
        from: 'target.leg === fill.leg ? { ...target, filled: true } : target,',
        to: 'target,',
        test: 'test/desk/position/evolve.test.ts',
      },
      {
        what: 'the leg in an exit at market',
        file: 'lib/minute/exit.ts',
        from: '...(order.leg === undefined ? {} : { leg: order.leg }),',
        to: '',
        test: 'test/minute/target-at-market.test.ts',
      },
      {
        what: 'shares that sum to one',
        file: 'lib/desk/plan/ladder.ts',
        from: "leg('r', 3, 0.4)]",
        to: "leg('r', 3, 0.5)]",
        test: 'test/desk/plan/ladder.test.ts',
      },
    ],
  },
  {
    id: 'I30',
    happened: 'a least order size kept a stop, or an exit, from being sent',
    removals: [
      {
        what: 'exits free of minimums',
        file: 'lib/minute/exit.ts',
        from: 'const slice = qty(Math.min(left, most));',
        to: 'const slice = qty(Math.min(left, most));\n    if (slice * before.entryPrice < instrument.notionalMin) break;',
        test: 'test/minute/exit.test.ts',
      },
      {
        what: 'stops free of minimums',
        file: 'lib/desk/position/decide.ts',
        from: 'const holding = holdingOf(position, view);\n  const own =',
        to: 'if (position.qty * view.mark < view.instrument.notionalMin) return [];\n  const holding = holdingOf(position, view);\n  const own =',
        test: 'test/minute/exit.test.ts',
      },
      {
        what: 'the venue’s own exemption, in the simulated one',
        file: 'lib/sim/engine/filters.ts',
        from: "if (reduces || !rules['min-notional']",
        to: "if (!rules['min-notional']",
        test: 'test/contract/venue.ts',
        run: 'test/sim/venue.test.ts',
      },
    ],
  },
  {
    id: 'I31',
    happened: 'a callback of 150 was sent for 1.5; a price under another name was ignored by the venue',
    removals: [
      {
        what: 'the name that the venue reads the trigger by',
        file: 'lib/adapters/binance/orders.ts',
        from: "triggerPrice: aboveZero(triggerPrice, 'trigger price'),",
        to: "stopPrice: aboveZero(triggerPrice, 'trigger price'),",
        test: 'test/adapters/binance/orders.test.ts',
      },
      {
        what: 'the bounds of a callback, at the simulated venue',
        file: 'lib/sim/engine/algos.ts',
        from: "if (!(algo.callbackRate >= 0.1 && algo.callbackRate <= 10)) return refused(-2007, 'Invalid callBack rate.');",
        to: '',
        test: 'test/sim/engine/rules.test.ts',
      },
    ],
  },
  {
    id: 'I32',
    happened: 'four modules moved one stop',
    removals: [
      {
        what: 'the one place that moves it: another does too',
        file: 'lib/minute/positions.ts',
        from: '  const settled: Position = marked.phase',
        to: "  evolve(position, { type: 'stop-moved', price: position.entryPrice, stage: 'trailing' });\n  const settled: Position = marked.phase",
        test: 'test/tidy.test.ts',
      },
    ],
  },
  {
    id: 'I33',
    happened: 'the stop lived in the process and was gone when it restarted',
    removals: [
      {
        what: 'the order at the venue: the desk remembers its stops itself',
        file: 'lib/minute/protect.ts',
        from: "  const report = await venue.findConditional(clientId);\n  if (report?.status !== 'live') {",
        to: "  await venue.cancelConditional(clientId);\n  const report = { ...order, symbol: before.symbol, side: closingSide(before.side), type: isBackstopOrWorking(leg), reduceOnly: true, status: 'live', createdAt: tick.minute } as unknown as ConditionalReport;\n  function isBackstopOrWorking(name: string) {\n    return name.startsWith('target') ? 'take-profit-market' : 'stop-market';\n  }\n  if (report?.status !== 'live') {",
        test: 'test/minute/exit.test.ts',
      },
    ],
  },
  {
    id: 'I34',
    happened: 'a position well in profit closed at a loss',
    removals: [
      {
        what: 'costs in the break-even price',
        file: 'lib/desk/position/decide.ts',
        from: 'moveInFavour(side, entryPrice, position.roundTripCostFraction),',
        to: 'entryPrice,',
        test: 'test/desk/position/decide.test.ts',
      },
      {
        what: 'the stop moving in favour alone',
        file: 'lib/desk/position/evolve.ts',
        from: 'return isBetterFor(position.side, to, position.stopPrice)\n    ? { ...position, stopPrice: to, stopStage: stage }\n    : position;',
        to: 'return { ...position, stopPrice: to, stopStage: stage };',
        test: 'test/desk/position/evolve.test.ts',
      },
    ],
  },
  {
    id: 'I35',
    happened: 'a position was liquidated although it had a stop',
    removals: [
      {
        what: 'the distance from stop to liquidation',
        file: 'lib/desk/plan/math-ai.ts',
        from: "if (input.marginMode !== 'cross' && distance < stops * stop) {",
        to: "if (input.marginMode !== 'cross' && distance < 0) {",
        test: 'test/desk/plan/math-ai.test.ts',
      },
      {
        what: 'a stop beyond liquidation being none',
        file: 'lib/desk/position/protection.ts',
        from: '    covers &&\n    beforeLiquidation',
        to: '    covers &&\n    (beforeLiquidation || covers)',
        test: 'test/desk/position/protection.test.ts',
      },
      {
        what: 'the account’s test in cross margin',
        file: 'lib/desk/risk/cross.ts',
        from: 'if (maintenance < left * MAINTENANCE_SHARE_MAX) return undefined;',
        to: 'if (maintenance < Number.POSITIVE_INFINITY) return undefined;',
        test: 'test/minute/entry.test.ts',
      },
    ],
  },
  {
    id: 'I36',
    happened: 'a desk was stopped with a position open; another closed all for a wrong balance',
    removals: [
      {
        what: 'the doubt about an equity that jumps',
        file: 'lib/desk/book-keeping.ts',
        from: 'if (limits !== undefined && isImplausible(before, reading, limits))',
        to: 'if (limits !== undefined && before.equityUsd === Number.NEGATIVE_INFINITY)',
        test: 'test/desk/book-keeping.test.ts',
      },
      {
        what: 'monitoring where the limits cannot be read',
        file: 'lib/minute/limits.ts',
        from: '    return lastGood ?? defaultLimits();',
        to: "    throw new TypeError('no limits');",
        test: 'test/minute/monitor.test.ts',
      },
    ],
  },
];

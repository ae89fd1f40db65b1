import type { Incident } from './incident.ts';

/** Incidents of exits, and of stops that should have been there. */
export const EXITS: readonly Incident[] = [
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

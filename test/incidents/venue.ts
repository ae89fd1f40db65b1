import type { Incident } from './incident.ts';

/** Incidents that come of how the venue really behaves. */
export const VENUE: readonly Incident[] = [
  {
    id: 'I56',
    happened: 'isolated margin is refused on European accounts, which are in Credits mode',
    removals: [
      {
        what: 'cross margin where the account has no other',
        file: 'lib/minute/prepare.ts',
        from: "marginMode: kind === 'credits-cross' ? 'cross' : 'isolated',",
        to: "marginMode: 'isolated',",
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'reading the kind of account',
        file: 'lib/adapters/binance/mapper.ts',
        from: "kind: wire.multiAssetsMargin ? 'credits-cross' : 'usdt-isolated',",
        to: "kind: 'usdt-isolated',",
        test: 'test/wiring/live.test.ts',
      },
    ],
  },
  {
    id: 'I57',
    happened: 'closing was refused, because resting targets had used the position up',
    removals: [
      {
        what: 'clearing the way of an exit',
        file: 'lib/minute/exit.ts',
        from: 'if (order.symbol !== symbol || !order.reduceOnly || order.side !== closingSide(side)) continue;',
        to: 'if (order.symbol !== undefined) continue;',
        test: 'test/minute/other-hands.test.ts',
      },
      {
        what: 'clearing the guardian’s way',
        file: 'lib/guard/flatten.ts',
        from: 'await clearTheWay(watch, left, taken);',
        to: '',
        test: 'test/guard/watch.test.ts',
      },
    ],
  },
  {
    id: 'I58',
    happened: 'an empty answer made every stop look like an orphan',
    removals: [
      {
        what: 'the first of two looks',
        file: 'lib/desk/position/strays.ts',
        from: 'seen.has(order.clientId) && now',
        to: 'now',
        test: 'test/desk/position/strays.test.ts',
      },
      {
        what: 'the fills’ word against an empty answer',
        file: 'lib/minute/positions.ts',
        from: '  if (position.qty !== 0) return false;\n',
        to: '  if (held === undefined) return true;\n',
        test: 'test/minute/monitor.test.ts',
      },
      {
        what: 'the trades that prove a position closed',
        file: 'lib/guard/tidy.ts',
        from: 'if (isClosedByTrades(order, trades)) await',
        to: 'if (trades !== undefined) await',
        test: 'test/guard/tidy.test.ts',
      },
    ],
  },
  {
    id: 'I59',
    happened: 'of two keepers of one stop, one cancelled what the other had just placed',
    removals: [
      {
        what: 'the least age of what is cancelled',
        file: 'lib/desk/position/protection.ts',
        from: 'SURPLUS_AGE_MS = 120_000',
        to: 'SURPLUS_AGE_MS = 0',
        test: 'test/desk/position/protection.test.ts',
      },
      {
        what: 'taking the guardian’s stop for one’s own',
        file: 'lib/minute/positions.ts',
        from: 'const before = adoptStops(found, resting, tick.desk.name, tick.minute);',
        to: 'const before = resting.length < 0 ? adoptStops(found, resting, tick.desk.name, tick.minute) : found;',
        test: 'test/guard/keepers.test.ts',
      },
      {
        what: 'the guardian’s patience',
        file: 'lib/desk/guardian/look.ts',
        from: 'APART_MS = 20_000',
        to: 'APART_MS = 0',
        test: 'test/guard/watch.test.ts',
      },
    ],
  },
  {
    id: 'I60',
    happened: 'a stop filled in part and expired at the venue’s price bound, 72 % down in one bar',
    removals: [
      {
        what: 'the next order after one that was cut short',
        file: 'lib/minute/exit.ts',
        from: 'if (taken > 0 && cutShort <= CUT_SHORT_MAX) continue;',
        to: '',
        test: 'test/minute/exit.test.ts',
      },
      {
        what: 'going on with an exit that has begun',
        file: 'lib/desk/position/decide.ts',
        from: "const begun = position.phase === 'reducing' ? position.exits.at(-1) : undefined;",
        to: "const begun = position.phase === 'closed' ? position.exits.at(-1) : undefined;",
        test: 'test/desk/position/decide.test.ts',
      },
      {
        what: 'the guardian’s further rounds',
        file: 'lib/guard/flatten.ts',
        from: 'const ROUNDS = 5;',
        to: 'const ROUNDS = 1;',
        test: 'test/guard/watch.test.ts',
      },
    ],
  },
  {
    id: 'I61',
    happened: 'a second stop for the whole position is refused, so that it cannot be replaced',
    removals: [
      {
        what: 'the backstop staying where it is',
        file: 'lib/desk/position/decide.ts',
        from: "if (liveLeg(position, view, 'backstop') !== undefined) return [];",
        to: '',
        test: 'test/desk/position/decide.test.ts',
      },
      {
        what: 'the backstop at the initial stop: it follows the working one',
        file: 'lib/desk/position/decide.ts',
        from: "      leg: 'backstop',\n      triggerPrice: position.initialStopPrice,",
        to: "      leg: 'backstop',\n      triggerPrice: position.stopPrice,",
        test: 'test/desk/position/decide.test.ts',
      },
    ],
  },
  {
    id: 'I62',
    happened: 'the same client id is taken again once its first order has filled',
    removals: [
      {
        what: 'asking before anything else: an intent is sent once more',
        file: 'lib/minute/intents.ts',
        from: 'const report = await tick.desk.venue.findOrder(intent.symbol, intent.id);',
        to: "const { id: clientId, symbol, qty, limitPrice } = intent;\n  await tick.desk.venue.place({ clientId, symbol, qty, side: 'buy', kind: { type: 'ioc-limit', limitPrice }, reduceOnly: false });\n  const report = await tick.desk.venue.findOrder(symbol, clientId);",
        test: 'test/minute/unsent.test.ts',
      },
      {
        what: 'the exchange’s count of orders that came twice',
        file: 'lib/sim/engine/orders.ts',
        from: 'if (core.hasUsed(kind, clientId)) core.state.safety.duplicateOrders += 1;',
        to: '',
        test: 'test/minute/sabotage.test.ts',
      },
    ],
  },
  {
    id: 'I63',
    happened: 'of three schedules entry ran first, before the monitor had freed the risk',
    removals: [
      {
        what: 'the watermark',
        file: 'lib/minute.ts',
        from: 'if (monitored !== undefined && monitored >= minute)',
        to: 'if (monitored === undefined || monitored <= minute)',
        test: 'test/minute/entry.test.ts',
      },
    ],
  },
  {
    id: 'I64',
    happened: 'a stranger on the same address used up the requests',
    removals: [
      {
        what: 'reading the venue’s own count',
        file: 'lib/adapters/binance/client.ts',
        from: 'if (Number.isFinite(weight)) this.used = { weight, at: this.milliseconds() };',
        to: '',
        test: 'test/adapters/binance/client.test.ts',
      },
      {
        what: 'the refusal for too many requests being one',
        file: 'lib/minute/send.ts',
        from: '    await voidIntent(tick, intent, outcome.because);\n',
        to: '',
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'the fixed address of a live desk',
        file: 'lib/stack/fixed-egress.ts',
        from: 'natGateways: 1,\n      natGatewayProvider: NatProvider.gateway({ eipAllocationIds: [address.attrAllocationId] }),',
        to: 'natGateways: 1,',
        test: 'test/stack/live.test.ts',
      },
      {
        what: 'leaving the rest of the minute to exits',
        file: 'lib/adapters/binance/spared-market.ts',
        from: 'if (used >= WEIGHT_TO_OPEN)',
        to: 'if (used > Number.MAX_VALUE)',
        test: 'test/adapters/binance/spared-market.test.ts',
      },
    ],
  },
  {
    id: 'I65',
    happened: 'fees in BNB made the books differ by cents',
    removals: [
      {
        what: 'the mark of the fill’s minute',
        file: 'lib/adapters/binance/history.ts',
        from: 'commissionUsd: await dollars(row.commission, row.commissionAsset, row.time),',
        to: 'commissionUsd: usd(row.commission),',
        test: 'test/adapters/binance/history.test.ts',
      },
      {
        what: 'the minute: the mark of another one',
        file: 'lib/adapters/binance/dollars.ts',
        from: 'const minute = minuteOf(at);',
        to: 'const minute = minuteOf(at - 600_000);',
        test: 'test/adapters/binance/history.test.ts',
      },
      {
        what: 'income in BNB counted in dollars',
        file: 'lib/adapters/binance/history.ts',
        from: 'amountUsd: await dollars(row.income, row.asset, row.time),',
        to: 'amountUsd: usd(row.income),',
        test: 'test/close.test.ts',
      },
    ],
  },
];

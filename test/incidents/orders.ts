import type { Incident } from './incident.ts';

/** Incidents of orders. */
export const ORDERS: readonly Incident[] = [
  {
    id: 'I10',
    happened: 'a timeout was taken for a failure, and the order was sent again',
    removals: [
      {
        what: 'the third outcome: no answer is a refusal',
        file: 'lib/minute/send.ts',
        from: "if (outcome.type === 'rejected') {\n    await voidIntent",
        to: "if (outcome.type !== 'accepted') {\n    await voidIntent",
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'the id that all compute alike',
        file: 'lib/desk/client-id.ts',
        from: ', 18)}`;',
        to: ', 18)}`.slice(0, -4) + String(Math.random()).slice(2, 6);',
        test: 'test/desk/client-id.test.ts',
      },
      {
        what: 'asking the venue by id: sent anew instead',
        file: 'lib/minute/intents.ts',
        from: 'const report = await tick.desk.venue.findOrder(intent.symbol, intent.id);',
        to: "const { id: clientId, symbol, qty, limitPrice } = intent;\n  await tick.desk.venue.place({ clientId, symbol, qty, side: 'buy', kind: { type: 'ioc-limit', limitPrice }, reduceOnly: false });\n  const report = await tick.desk.venue.findOrder(symbol, clientId);",
        test: 'test/minute/slices-crash.test.ts',
      },
    ],
  },
  {
    id: 'I11',
    happened: 'a crash between the venue’s answer and the write left a position that nobody knew',
    removals: [
      {
        what: 'the settling of intents that a dead tick left',
        file: 'lib/minute/intents.ts',
        from: "if (intent.state === 'waiting' || intent.minute >= tick.minute) return UNSETTLED;",
        to: "if (intent.state !== 'reserved' || intent.minute >= tick.minute) return UNSETTLED;",
        test: 'test/minute/entry.test.ts',
      },
    ],
  },
  {
    id: 'I12',
    happened: 'an acknowledgement was logged as filled, at a price of zero',
    removals: [
      {
        what: 'the filled quantity: what was asked for instead',
        file: 'lib/desk/position/open.ts',
        from: 'const { averagePrice: entryPrice, filledQty: qty } = report;',
        to: 'const { averagePrice: entryPrice } = report;\n  const { qty } = intent;',
        test: 'test/desk/position/open.test.ts',
      },
      {
        what: 'the refusal of a fill at no price',
        file: 'lib/adapters/binance/mapper.ts',
        from: 'if (filled && !(avgPrice > 0)) return',
        to: 'if (filled && avgPrice === Number.NEGATIVE_INFINITY) return',
        test: 'test/adapters/binance/mapper.test.ts',
      },
    ],
  },
  {
    id: 'I13',
    happened: 'the signal’s price was stored as the entry price',
    removals: [
      {
        what: 'the fill’s price: the plan’s instead',
        file: 'lib/desk/position/open.ts',
        from: 'const { averagePrice: entryPrice, filledQty: qty } = report;',
        to: 'const { filledQty: qty } = report;\n  const entryPrice = plan.referencePrice;',
        test: 'test/desk/position/open.test.ts',
      },
      {
        what: 'the weighted price of all entry fills',
        file: 'lib/desk/position/evolve.ts',
        from: 'entryPrice: price(cost / total), fills',
        to: 'fills',
        test: 'test/desk/position/evolve.test.ts',
      },
    ],
  },
  {
    id: 'I14',
    happened: 'a trigger that came twice, or late, traded twice',
    removals: [
      {
        what: 'the minute in the lease’s condition',
        file: 'lib/adapters/dynamo/lease.ts',
        from: '(expiresAt <= :now AND #minute < :minute)',
        to: '(expiresAt <= :now AND (#minute < :minute OR #minute >= :minute))',
        test: 'test/contract/book-leases.ts',
        run: 'test/adapters/dynamo/book.test.ts',
      },
      {
        what: 'the minute in the lease of a desk in process',
        file: 'lib/adapters/memory/leases.ts',
        from: "if (before !== undefined && before.minute >= minute) return { type: 'stale' };",
        to: '',
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'the refusal of a minute still to come',
        file: 'lib/minute/tick.ts',
        from: 'if (minute > now + AHEAD_MS)',
        to: 'if (minute > now + AHEAD_MS * 1e9)',
        test: 'test/minute/tick.test.ts',
      },
    ],
  },
  {
    id: 'I15',
    happened: 'two ticks overlapped',
    removals: [
      {
        what: 'the end of a lease in its condition',
        file: 'lib/adapters/dynamo/lease.ts',
        from: '(expiresAt <= :now AND #minute < :minute)',
        to: '((expiresAt <= :now OR expiresAt > :now) AND #minute < :minute)',
        test: 'test/contract/book-leases.ts',
        run: 'test/adapters/dynamo/book.test.ts',
      },
      {
        what: 'the fence of each write',
        file: 'lib/adapters/dynamo/guarded.ts',
        from: '(attribute_not_exists(#fence) OR #fence <= :fence)',
        to: '(attribute_not_exists(#fence) OR #fence <= :fence OR #fence > :fence)',
        test: 'test/contract/book-writes.ts',
        run: 'test/adapters/dynamo/book.test.ts',
      },
      {
        what: 'stopping where the book’s write was refused',
        file: 'lib/minute/send.ts',
        from: "if (taken.type === 'conflict') return undefined;",
        to: "if (taken.type === 'conflict') return { book, intent, intents: [intent] };",
        test: 'test/minute/capacity.test.ts',
      },
    ],
  },
  {
    id: 'I16',
    happened: 'long and short were open in one symbol; hedge mode turned sides round',
    removals: [
      {
        what: 'the question for hedge mode before an entry',
        file: 'lib/minute.ts',
        from: '  if (hedgeMode) return HEDGE_MODE;\n\n  let entries',
        to: '  let entries',
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'the symbol as a position’s key',
        file: 'lib/adapters/dynamo/book-store.ts',
        from: 'saveGuarded(table, positionKind, positionKey(position.symbol), position, lease)',
        to: 'saveGuarded(table, positionKind, positionKey(position.id as typeof position.symbol), position, lease)',
        test: 'test/contract/book-writes.ts',
        run: 'test/adapters/dynamo/book.test.ts',
      },
      {
        what: 'the refusal of an answer with two positions in one symbol',
        file: 'lib/adapters/binance/mapper.ts',
        from: 'if (seen.has(symbol)) throw',
        to: 'if (seen.size < 0) throw',
        test: 'test/adapters/binance/mapper.test.ts',
      },
    ],
  },
  {
    id: 'I17',
    happened: 'orders were refused for precision, quantity, notional or price',
    removals: [
      {
        what: 'rounding the quantity to the lot',
        file: 'lib/desk/execution/entry-order.ts',
        from: 'qtyDown(wanted, instrument.lot)',
        to: 'wanted',
        test: 'test/desk/execution/entry-order.test.ts',
      },
      {
        what: 'rounding the limit to the tick',
        file: 'lib/desk/execution/entry-order.ts',
        from: "const onTick = side === 'long' ? priceDown(moved, tick) : priceUp(moved, tick);",
        to: 'const onTick = moved;',
        test: 'test/desk/execution/entry-order.test.ts',
      },
      {
        what: 'rounding over the venue’s own filters',
        file: 'lib/desk/instrument.ts',
        from: 'return scaled / scale + 0;',
        to: 'return steps * step;',
        test: 'test/desk/instrument.test.ts',
      },
    ],
  },
  {
    id: 'I18',
    happened: 'an order was refused for want of margin',
    removals: [
      {
        what: 'the cap by free margin',
        file: 'lib/desk/risk/guard.ts',
        from: 'ceiling: notionalUsd(Math.max(0, availableMarginUsd) * (1 - MARGIN_KEPT) * plan.leverage)',
        to: 'ceiling: notionalUsd(Number.POSITIVE_INFINITY)',
        test: 'test/desk/risk/guard.test.ts',
      },
      {
        what: 'the share that is kept for fees',
        file: 'lib/desk/risk/guard.ts',
        from: '* (1 - MARGIN_KEPT) *',
        to: '*',
        test: 'test/desk/risk/guard.test.ts',
      },
    ],
  },
  {
    id: 'I19',
    happened: 'an order that could not be found at the start was taken for cancelled',
    removals: [
      {
        what: 'the second look, and the trades',
        file: 'lib/minute/intents.ts',
        from: 'if (readings.length >= 2 && lateEnough && !(await mayHaveTraded(tick, intent, position))) return true;',
        to: 'if (lateEnough || readings.length > 0) return true;',
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'telling "there is none" from "it could not be asked for"',
        file: 'lib/adapters/binance/client.ts',
        from: 'if (failure instanceof VenueRefusal && NO_SUCH_ORDER.has(failure.code ?? 0)) return undefined;',
        to: 'if (failure instanceof VenueRefusal) return undefined;',
        test: 'test/adapters/binance/orders.test.ts',
      },
    ],
  },
  {
    id: 'I20',
    happened: 'clocks that differed, too many requests and a bad key were met with more requests',
    removals: [
      {
        what: 'measuring the clock anew',
        file: 'lib/adapters/binance/client.ts',
        from: 'if (!isClockOff(failure)) throw failure;',
        to: 'throw failure;',
        test: 'test/adapters/binance/client.test.ts',
      },
      {
        what: 'telling a bad key from a venue that is away',
        file: 'lib/adapters/binance/errors.ts',
        from: 'if (status === 401 || (code !== undefined && UNAUTHORISED.has(code))) {',
        to: 'if (status === 0) {',
        test: 'test/adapters/binance/client.test.ts',
      },
      {
        what: 'the budget of the request weight: scan and entry go on reading',
        file: 'lib/wiring/aws.ts',
        from: 'wireDesk(env, clock, elsewhere, { opens: true });',
        to: 'wireDesk(env, clock, elsewhere, { opens: false });',
        test: 'test/wiring/spared.test.ts',
      },
    ],
  },
];

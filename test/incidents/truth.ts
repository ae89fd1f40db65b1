import type { Incident } from './incident.ts';

/** Incidents of truth: what the desk says of itself. */
export const TRUTH: readonly Incident[] = [
  {
    id: 'I37',
    happened: 'the desk’s own log said 72.7 % won, the exchange said 7.1 %',
    removals: [
      {
        what: 'commissions in a position’s profit',
        file: 'lib/desk/position/evolve.ts',
        from: 'sum + fill.realisedUsd - fill.commissionUsd',
        to: 'sum + fill.realisedUsd',
        test: 'test/desk/position/evolve.test.ts',
      },
      {
        what: 'the fills that the venue has and the book has not',
        file: 'lib/desk/truth/fills.ts',
        from: 'else if (isDesks(trade.symbol, trade.at)) differences.push(missing(trade));',
        to: '',
        test: 'test/close-sabotage.test.ts',
      },
    ],
  },
  {
    id: 'I38',
    happened: 'each loss was recorded as 0.0, and the daily limit was never met',
    removals: [
      {
        what: 'what is open in the day’s loss',
        file: 'lib/desk/risk/exposure.ts',
        from: 'return sum - moved + position.qty * position.stopPrice * exitCostFraction;',
        to: 'return sum + 0 * moved;',
        test: 'test/desk/risk/exposure.test.ts',
      },
      {
        what: 'what has been lost already in the day’s loss',
        file: 'lib/desk/risk/exposure.ts',
        from: '- book.walletUsd + atStops + reserved',
        to: '- book.day.equityAtStartUsd + atStops + reserved',
        test: 'test/desk/risk/exposure.test.ts',
      },
      {
        what: 'the day’s beginning at 00:00 UTC',
        file: 'lib/desk/book-keeping.ts',
        from: 'const sameDay = before.day.startsAt === dayOf(minute) && before.day.equityAtStartUsd > 0;',
        to: 'const sameDay = before.day.equityAtStartUsd > 0;',
        test: 'test/desk/book-keeping.test.ts',
      },
    ],
  },
  {
    id: 'I39',
    happened: 'the highest mark lived in memory, or counted closed trades alone',
    removals: [
      {
        what: 'the mark that stays',
        file: 'lib/desk/book-keeping.ts',
        from: 'usd(Math.max(before.highWaterUsd + transfersUsd, account.equityUsd))',
        to: 'account.equityUsd',
        test: 'test/desk/book-keeping.test.ts',
      },
      {
        what: 'open profit in the mark',
        file: 'lib/desk/book-keeping.ts',
        from: 'usd(Math.max(before.highWaterUsd + transfersUsd, account.equityUsd))',
        to: 'usd(Math.max(before.highWaterUsd + transfersUsd, account.walletUsd))',
        test: 'test/desk/book-keeping.test.ts',
      },
      {
        what: 'the halt',
        file: 'lib/desk/book-keeping.ts',
        from: 'return { book: { ...book, haltedAt: minute }, changes:',
        to: 'return { book, changes:',
        test: 'test/desk/book-keeping.test.ts',
      },
    ],
  },
  {
    id: 'I40',
    happened: 'closed trades were never taken off the count, and 20 of 20 closed all entries',
    removals: [
      {
        what: 'closed positions being no longer open',
        file: 'lib/desk/risk/exposure.ts',
        from: "position.phase !== 'closed';",
        to: 'position.qty >= 0;',
        test: 'test/desk/risk/exposure.test.ts',
      },
      {
        what: 'the end of a position that nothing is left of',
        file: 'lib/minute/positions.ts',
        from: '  if (position.qty !== 0) return false;\n',
        to: '  if (position.qty >= 0) return false;\n',
        test: 'test/minute/other-hands.test.ts',
      },
    ],
  },
  {
    id: 'I41',
    happened: 'a paper flag was not read and a real order was sent; 3,397 "fills" were all paper',
    removals: [
      {
        what: 'what belongs to the embedded desk alone',
        file: 'lib/wiring/environment.ts',
        from: 'const misplaced = EMBEDDED_ALONE.find(name => env[name] !== undefined);',
        to: 'const misplaced = EMBEDDED_ALONE.find(name => env[name] === name);',
        test: 'test/wiring/environment.test.ts',
      },
      {
        what: 'the embedded desk’s own addresses',
        file: 'lib/wiring/environment.ts',
        from: 'if (address === undefined || !isLoopback(address)) {',
        to: 'if (address === undefined) {',
        test: 'test/wiring/environment.test.ts',
      },
      {
        what: 'the mode in what is stored',
        file: 'lib/desk/mode.ts',
        from: 'each !== undefined && each !== mode',
        to: 'each !== undefined && each === undefined',
        test: 'test/desk/mode.test.ts',
      },
      {
        what: 'the account that a person has confirmed',
        file: 'lib/desk/admission.ts',
        from: 'if (confirmed !== actual)',
        to: 'if (confirmed === undefined)',
        test: 'test/desk/admission.test.ts',
      },
      {
        what: 'the paths of the keys that a role may read',
        file: 'lib/stack/permissions.ts',
        from: "actions: ['ssm:GetParameter'],\n    resources: [\n      parameterArn(scope, ",
        to: "actions: ['ssm:GetParameter'],\n    resources: [\n      parameterArn(scope, '/perpdesk/*'), parameterArn(scope, ",
        test: 'test/stack/live.test.ts',
      },
      {
        what: 'a paper desk without any key: its role may read the test network’s',
        file: 'lib/stack/desk.ts',
        from: 'return [paperItem(table, name)];',
        to: "return [paperItem(table, name), keysRead(this, name, 'demo')];",
        test: 'test/stack/roles.test.ts',
      },
    ],
  },
  {
    id: 'I42',
    happened: 'the desk stopped trading, and nobody was told',
    removals: [
      {
        what: 'the record of each minute',
        file: 'lib/minute.ts',
        from: "    tick.note({\n      type: 'minute',\n      entries,",
        to: "    void ({\n      type: 'minute',\n      entries,",
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'silence as an alarm',
        file: 'lib/stack/alarms/desk-alarm.ts',
        from: 'bad: TreatMissingData.BREACHING',
        to: 'bad: TreatMissingData.MISSING',
        test: 'test/stack/alarms.test.ts',
      },
    ],
  },
  {
    id: 'I43',
    happened: 'software loosened its limits after a loss',
    removals: [
      {
        what: 'the halt until a person resumes: equity that came back lifts it',
        file: 'lib/desk/book-keeping.ts',
        from: '  const { haltedAt } = book;',
        to: '  if (book.equityUsd >= book.highWaterUsd) return { book: { ...book, haltedAt: undefined }, changes: [] };\n  const { haltedAt } = book;',
        test: 'test/desk/book-keeping.test.ts',
      },
      {
        what: 'the order of halt and resume',
        file: 'lib/desk/book-keeping.ts',
        from: 'if (resume <= haltedAt || resume > minute) return',
        to: 'if (resume > minute) return',
        test: 'test/desk/book-keeping.test.ts',
      },
      {
        what: 'roles that cannot write a limit',
        file: 'lib/stack/permissions.ts',
        from: "actions: ['ssm:GetParametersByPath'],",
        to: "actions: ['ssm:GetParametersByPath', 'ssm:PutParameter'],",
        test: 'test/stack/roles.test.ts',
      },
    ],
  },
  {
    id: 'I44',
    happened: 'the dry run won 262 in the week in which the account lost 94',
    removals: [
      {
        what: 'gaps: a stop fills at its trigger however far the market jumped',
        file: 'lib/sim/engine/play.ts',
        from: 'next.run(gap ? now : next.at);',
        to: 'next.run(next.at);',
        test: 'test/contract/venue-protection.ts',
        run: 'test/sim/venue.test.ts',
      },
      {
        what: 'crash bars being gaps',
        file: 'lib/sim/engine/play.ts',
        from: 'next.run(leftBehind(core, next, bar) ? farthest : next.at);',
        to: 'next.run(farthest === next.at ? farthest : next.at);',
        test: 'test/sim/engine/crash.test.ts',
      },
      {
        what: 'depth in the price that is expected',
        file: 'lib/desk/execution/entry-order.ts',
        from: 'const expected = average ?? best;',
        to: 'const expected = average === undefined ? best : best;',
        test: 'test/desk/execution/entry-order.test.ts',
      },
      {
        what: 'on paper, what this account has taken from the book in the same minute',
        file: 'lib/sim/paper/books.ts',
        from: 'taken -= gone;',
        to: 'taken -= gone * 2;',
        test: 'test/sim/paper/now.test.ts',
      },
    ],
  },
];

import type { Patch } from '../../lib/storm/bundle.ts';
import type { InvariantName } from '../../lib/storm/judge.ts';

/** A protection taken out of the desk's own source, and the invariants that may notice. */
export interface Plant extends Patch {
  readonly name: string;
  /** Where the search begins: most seeds notice nothing of it, and this one did when it was last looked for. Left out: 1. */
  readonly seed?: number;
  readonly noticed: readonly InvariantName[];
}

/** One at least for each invariant. */
export const PLANTS: readonly Plant[] = [
  {
    name: 'I07 the limits guard believes what it remembers',
    file: 'lib/limits-check.ts',
    find: 'const stored = await desk.texts.read();',
    replace: 'const stored = before?.now ?? (await desk.texts.read());',
    noticed: ['edits of limits are seen'],
  },
  {
    name: 'I10 an order that was not answered is sent again',
    seed: 5,
    file: 'lib/minute/send.ts',
    find: 'const outcome = await venue.place({',
    replace: `const twice = async (order: Parameters<typeof venue.place>[0]) => {
      const first = await venue.place(order);
      return first.type === 'unknown' ? venue.place(order) : first;
    };
    const outcome = await twice({`,
    noticed: ['one order per intent'],
  },
  {
    name: 'I11 the intent is not written before the order',
    file: 'lib/minute/send.ts',
    find: "const submitted = await store.saveIntent({ ...reserved, state: 'submitted' }, tick.lease);",
    replace: "const submitted = { type: 'saved', item: { ...reserved, state: 'submitted' } } as const;",
    noticed: ['an intent before each order'],
  },
  {
    name: 'I19 one look is enough to call an order absent',
    seed: 48,
    file: 'lib/minute/intents.ts',
    find: 'if (readings.length >= 2 && lateEnough && !(await mayHaveTraded(tick, intent, position))) return true;',
    replace: 'if (readings.length > 0) return true;',
    noticed: ['an intent before each order', 'every position is protected', 'the desk comes to rest'],
  },
  {
    name: 'I21 a position whose stop is refused is left open',
    seed: 35,
    file: 'lib/minute/protect.ts',
    find: 'return exitAtMarket(tick, lost, everything, view.instrument);',
    replace: 'return everything.qty > 0 ? lost : position;',
    noticed: ['every position is protected'],
  },
  {
    name: 'I09 no capacity is reserved for an order under way',
    seed: 15,
    file: 'lib/desk/book-keeping.ts',
    find: 'reservations: [...book.reservations.filter(({ intentId }) => !ids.has(intentId)), ...reservations],',
    replace: 'reservations: book.reservations.filter(({ intentId }) => !ids.has(intentId)),',
    noticed: ['no cap is exceeded', 'the daily loss is reserved'],
  },
  {
    name: 'I38 the day’s loss is not looked at',
    seed: 3,
    file: 'lib/desk/risk/guard.ts',
    find: 'if (!(would <= max)) {',
    replace: 'if (would > max + 1e9) {',
    noticed: ['the daily loss is reserved'],
  },
  {
    name: 'I29 a trade that is listed again is counted again',
    file: 'lib/desk/position/attribute.ts',
    find: 'if (known.has(trade.tradeId)) continue;',
    replace: 'known.delete(trade.tradeId);',
    noticed: ['every fill is accounted for', 'the desk comes to rest'],
  },
  {
    name: 'I29 a leg that has filled may fill again',
    file: 'lib/desk/position/evolve.ts',
    find: 'target.leg === fill.leg ? { ...target, filled: true } : target,',
    replace: 'target.leg === fill.leg ? { ...target, filled: target.qty === 0 } : target,',
    noticed: ['a target fires once'],
  },
  {
    name: 'I37 funding that is read again is counted again',
    seed: 4,
    file: 'lib/desk/position/evolve.ts',
    find: 'return event.at < position.fundedTo',
    replace: 'return event.at < 0',
    noticed: ['every fill is accounted for'],
  },
  {
    name: 'I22 the old stop goes before the new one is there',
    file: 'lib/desk/position/protection.ts',
    find: 'order => order !== tightest && now - order.createdAt >= SURPLUS_AGE_MS',
    replace: 'order => order === tightest && now - order.createdAt >= SURPLUS_AGE_MS',
    noticed: ['stops only tighten', 'every position is protected'],
  },
  {
    name: 'I63 entry does not wait for the monitor',
    file: 'lib/minute.ts',
    find: 'if (monitored !== undefined && monitored >= minute)',
    replace: 'if (monitored !== undefined)',
    noticed: ['exits come first'],
  },
  {
    name: 'I43 a drawdown halt is not looked at',
    seed: 49,
    file: 'lib/desk/risk/permission.ts',
    find: 'if (book.haltedAt !== undefined) {',
    replace: 'if (book.haltedAt !== undefined && book.haltedAt < 0) {',
    noticed: ['halted opens nothing'],
  },
  {
    name: 'I30 the least size of an entry holds for exits too',
    seed: 4,
    file: 'lib/minute/exit.ts',
    find: 'while (left > 0) {',
    replace: 'while (left * before.entryPrice >= 100) {',
    noticed: ['exits are never blocked', 'every position is protected'],
  },
  {
    name: 'I02 a cap does not say how large the size was before it',
    file: 'lib/desk/sizing/trace.ts',
    find: '{ owner, step, beforeUsd: before, afterUsd: after, because,',
    replace: '{ owner, step, beforeUsd: after, afterUsd: after, because,',
    noticed: ['the trace adds up'],
  },
  {
    name: 'I15 a lease is given while another tick holds it',
    seed: 4,
    file: 'lib/adapters/memory/leases.ts',
    find: "if (before !== undefined && before.expiresAt > now) return { type: 'held' };",
    replace: '',
    noticed: ['one tick of a role at a time'],
  },
  {
    name: 'I40 a closed position stays among the live ones',
    file: 'lib/minute/positions.ts',
    find: 'await tick.desk.store.archivePosition(position, tick.lease);',
    replace: '',
    noticed: ['the desk comes to rest'],
  },
  {
    name: 'the first minute of a desk finds no book',
    file: 'lib/minute.ts',
    find: 'const known = state.book ?? openBook(view.account, minute, tick.desk.mode);',
    replace: 'const known = state.book as Book;',
    noticed: ['no bug is thrown'],
  },
  {
    name: 'I21 nobody asks the guardian’s word',
    file: 'lib/minute.ts',
    find: 'guardianDenial(state.guardian, minute, limits) ??',
    replace: '',
    noticed: ['entries need the guardian'],
  },
  {
    name: 'the guardian closes with orders that could open',
    file: 'lib/guard/flatten.ts',
    find: 'await tick.desk.venue.place(onlyCloses(order, held))',
    replace: 'await tick.desk.venue.place({ ...order, reduceOnly: false as true })',
    noticed: ['only entry opens'],
  },
  {
    name: 'I59 the guardian cancels what the monitor has placed',
    file: 'lib/guard/tidy.ts',
    find: 'const surplus = new Set(held.flatMap(holding => surplusStops(holding, own, at)));',
    replace: "const surplus = new Set(own.filter(({ type }) => type !== 'stop-market'));",
    noticed: ['the keepers do not fight', 'a target fires once'],
  },
  {
    name: 'a person’s word to flatten is not heard',
    file: 'lib/desk/position/decide.ts',
    find: "if (flattenWordFor(limits.values['control/flatten'], position.symbol, position.openedAt) !== undefined)",
    replace: 'if (flattenWordFor([], position.symbol, position.openedAt) !== undefined)',
    noticed: ['exits are never blocked'],
  },
];

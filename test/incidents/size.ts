import type { Incident } from './incident.ts';

/** Incidents of size. */
export const SIZE: readonly Incident[] = [
  {
    id: 'I01',
    happened: 'margin was traded as if it were notional, and the other way round',
    removals: [
      {
        what: 'the two being types of their own',
        file: 'lib/desk/units.ts',
        from: "export type MarginUsd = Unit<'MarginUsd'>;",
        to: "export type MarginUsd = Unit<'NotionalUsd'>;",
        test: 'test/desk/units.test.ts',
        check: 'types',
      },
      {
        what: 'leverage between margin and notional',
        file: 'lib/desk/plan/math-ai.ts',
        from: 'return {\n        notional: notionalUsd(margin * lev),',
        to: 'return {\n        notional: notionalUsd(margin),',
        test: 'test/desk/plan/math-ai.test.ts',
      },
    ],
  },
  {
    id: 'I02',
    happened: 'of $300 planned at 3x a twentieth was traded, and nobody could say why',
    removals: [
      {
        what: 'the limit’s name in the line that cuts',
        file: 'lib/desk/sizing/trace.ts',
        from: 'because, ...(limit === undefined ? {} : { limit }) }',
        to: 'because }',
        test: 'test/desk/sizing/trace.test.ts',
      },
      {
        what: 'the line of what was filled',
        file: 'lib/desk/position/open.ts',
        from: 'trace: capped(\n      intent.trace,',
        to: 'trace: ((trace: typeof intent.trace, ..._: unknown[]) => trace)(\n      intent.trace,',
        test: 'test/minute/slices.test.ts',
      },
      {
        what: 'fidelity counted in the book',
        file: 'lib/desk/book-keeping.ts',
        from: 'fidelities: [...book.day.fidelities, executed / intended]',
        to: 'fidelities: book.day.fidelities',
        test: 'test/minute/slices.test.ts',
      },
      {
        what: 'the alarm on fidelity',
        file: 'lib/desk/alarms/rules.ts',
        from: '  fidelity,\n',
        to: '',
        test: 'test/stack/alarms.test.ts',
      },
    ],
  },
  {
    id: 'I03',
    happened: 'leverage was reckoned with and never sent, or lowered silently to the tier’s',
    removals: [
      {
        what: 'the look whether the venue has it so',
        file: 'lib/minute/send.ts',
        from: 'if (after.leverage === leverage && after.marginMode === marginMode) return undefined;',
        to: 'if (after !== undefined) return undefined;',
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'the tier’s bound on leverage',
        file: 'lib/desk/plan/math-ai.ts',
        from: 'if (tier === undefined || tier.leverageMax < lev) {',
        to: 'if (tier === undefined) {',
        test: 'test/desk/plan/math-ai.test.ts',
      },
    ],
  },
  {
    id: 'I04',
    happened: 'equity stood in the code as $10,000, or $1,000',
    removals: [
      {
        what: 'the venue’s equity: $10,000 in its place',
        file: 'lib/minute/prepare.ts',
        from: 'equityUsd: account.equityUsd,',
        to: 'equityUsd: 10_000 as typeof account.equityUsd,',
        test: 'test/minute/entry.test.ts',
      },
      {
        what: 'the refusal of an equity that is none',
        file: 'lib/desk/plan/math-ai.ts',
        from: 'if (!(equityUsd > 0 && Number.isFinite(equityUsd))) return',
        to: 'if (equityUsd === Number.NEGATIVE_INFINITY) return',
        test: 'test/desk/plan/math-ai.test.ts',
      },
    ],
  },
  {
    id: 'I05',
    happened: 'a stake was raised by a third, unasked, to meet a minimum',
    removals: [
      {
        what: 'rounding down: to the nearest instead',
        file: 'lib/desk/instrument.ts',
        from: 'Math.floor(value / step + slack(value / step))',
        to: 'Math.round(value / step)',
        test: 'test/desk/instrument.test.ts',
      },
      {
        what: 'the no-trade below the minimum: the minimum instead',
        file: 'lib/desk/execution/entry-order.ts',
        from: 'const amount = qty(Math.min(qtyDown(wanted, instrument.lot), instrument.lot.qtyMax));',
        to: 'const amount = qty(Math.max(instrument.lot.qtyMin, qtyDown(wanted, instrument.lot)));',
        test: 'test/desk/execution/entry-order.test.ts',
      },
    ],
  },
  {
    id: 'I06',
    happened: 'one limit lived in eight places with eight values',
    removals: [
      {
        what: 'the one owner of a limit: a second group defines it',
        file: 'lib/desk/limits/definitions/policy.ts',
        from: "  'policy/multiplier-max': amount({",
        to: "  'risk/positions-max': amount({ default: 8, min: 1, max: 50, unit: 'positions', description: 'x' }),\n  'policy/multiplier-max': amount({",
        test: 'test/tidy.test.ts',
      },
      {
        what: 'the one pattern that both the store and the desk hold a text to',
        file: 'lib/desk/limits/definition.ts',
        from: '    pattern,\n    range: { min, max, whole },',
        to: "    pattern: '^[0-9]*$',\n    range: { min, max, whole },",
        test: 'test/desk/limits/one-schema.test.ts',
      },
    ],
  },
  {
    id: 'I07',
    happened: 'limits were documented and read by no code, and misspelt ones were accepted',
    removals: [
      {
        what: 'the complaint about a name that is none',
        file: 'lib/desk/limits/limits.ts',
        from: 'problems.push({ name, problem: NO_SUCH });',
        to: '',
        test: 'test/desk/limits/limits.test.ts',
      },
      {
        what: 'the reader of a limit: a number in its place',
        file: 'lib/desk/risk/guard.ts',
        from: "const positionsMax = limits.values['risk/positions-max'];",
        to: 'const positionsMax = 15;',
        test: 'test/tidy.test.ts',
      },
    ],
  },
  {
    id: 'I08',
    happened: 'a risk of 0.015 was compared with 1.5',
    removals: [
      {
        what: 'the upper bound of each number',
        file: 'lib/desk/limits/definition.ts',
        from: 'return value >= min && value <= max ?',
        to: 'return value >= min ?',
        test: 'test/desk/limits/schema.test.ts',
      },
      {
        what: 'the fraction being a type of its own',
        file: 'lib/desk/units.ts',
        from: "export type Fraction = Unit<'Fraction'>;",
        to: "export type Fraction = Unit<'Usd'>;",
        test: 'test/desk/units.test.ts',
        check: 'types',
      },
    ],
  },
  {
    id: 'I09',
    happened: 'seventeen positions were open at a limit of ten, by a race',
    removals: [
      {
        what: 'what is promised among what is counted',
        file: 'lib/desk/risk/exposure.ts',
        from: 'positions: open.length + promised.size + foreign.length,',
        to: 'positions: open.length + foreign.length,',
        test: 'test/minute/capacity.test.ts',
      },
      {
        what: 'the reservation before the order',
        file: 'lib/minute/send.ts',
        from: 'const reserved = reserving(book, held);',
        to: 'const reserved = held.length > 0 ? book : reserving(book, held);',
        test: 'test/minute/capacity.test.ts',
      },
      {
        what: 'the condition of the write: any revision will do',
        file: 'lib/adapters/dynamo/guarded.ts',
        from: "if (id === undefined) return { expression: 'rev = :rev', values: { ':rev': rev } };",
        to: "if (id === undefined) return { expression: 'rev <> :rev OR rev = :rev', values: { ':rev': rev } };",
        test: 'test/contract/book-writes.ts',
        run: 'test/adapters/dynamo/book.test.ts',
      },
    ],
  },
];

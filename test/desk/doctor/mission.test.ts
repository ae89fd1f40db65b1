import { describe, expect, test } from 'vitest';
import { examineRead } from '../../../lib/desk/doctor/examine.ts';
import type { FindingCode } from '../../../lib/desk/doctor/finding.ts';
import { readLimits } from '../../../lib/desk/limits/limits.ts';
import { usd } from '../../../lib/desk/units.ts';
import { type Case, examined, findingsOf } from './examined.ts';

/**
 * The user's two plans, worked through: what the documents say, and the figures that must be printed instead. Each row
 * comes a second time with changed limits, so that no figure can be a written one.
 */
const PLANS: Readonly<Record<string, Case>> = {
  'high-leverage': { profile: 'high-leverage' },
  'math-ai': { profile: 'math-ai', equity: 15_000, input: { assumedCyclesPerDay: 10 } },
  'math-ai at 10,000': { profile: 'math-ai' },
  '15,000 where the venue says 10,000': {
    profile: 'math-ai',
    equity: 15_000,
    input: { equitySource: 'given', realEquityUsd: usd(10_000) },
  },
};

type Row = readonly [
  claim: string,
  plan: keyof typeof PLANS,
  code: FindingCode,
  printed: readonly string[],
  changed: Readonly<Record<string, string>>,
  printedThen: readonly string[],
];

const ROWS: readonly Row[] = [
  [
    'base notional 600 at 10x "= 6000 position"',
    'high-leverage',
    'three-quantities',
    ['margin $600.00, notional $6,000.00, at risk $188.40: three quantities', '$600.00 x 10x = $6,000.00'],
    { 'sizing/base-margin-usd': '500' },
    ['margin $500.00, notional $5,000.00, at risk $157.00', '$500.00 x 10x = $5,000.00'],
  ],
  [
    '6000 a trade under a cap of 2000 per symbol',
    'high-leverage',
    'cap-always-binds',
    [
      'risk/symbol-notional-usd-max cuts every trade, to 33.3 % of the plan',
      '$6,000.00 planned, $2,000.00 let through',
    ],
    { 'risk/symbol-notional-usd-max': '3000' },
    ['cuts every trade, to 50 % of the plan', '$3,000.00 let through'],
  ],
  [
    '5000 a trade above 2000 per symbol',
    'high-leverage',
    'cap-never-binds',
    ['risk/trade-notional-usd-max can never decide a size', '$5,000.00 a trade, and $2,000.00 in one symbol'],
    { 'risk/trade-notional-usd-max': '4000' },
    ['$4,000.00 a trade, and $2,000.00 in one symbol'],
  ],
  [
    '6 positions = 36,000 under 25,000 gross',
    'high-leverage',
    'cap-never-binds',
    [
      'risk/gross-notional-usd-max can never be reached',
      '6 positions x $2,000.00 = $12,000.00, the cap is $25,000.00',
    ],
    { 'risk/positions-max': '8' },
    ['8 positions x $2,000.00 = $16,000.00'],
  ],
  [
    'x1.5 for a confidence of 0.85',
    'high-leverage',
    'band-without-effect',
    [
      'x1.5 for high confidence changes nothing',
      '$6,000.00 x 1.5 = $9,000.00, the caps let $2,000.00 through (22.2 %)',
    ],
    { 'sizing/confidence-high-multiplier': '2' },
    ['$6,000.00 x 2 = $12,000.00'],
  ],
  [
    'x0.3 below 0.70 with a minimum of 0.70',
    'high-leverage',
    'band-unreachable',
    [
      'x0.3 for low confidence can never happen',
      'it applies below 0.7, and a signal below 0.7 opens nothing',
    ],
    { 'sizing/confidence-low-below': '0.65', 'sizing/confidence-low-multiplier': '0.4' },
    ['x0.4 for low confidence can never happen', 'it applies below 0.65'],
  ],
  [
    'a 3 % stop on 36,000 is 1,080 "per day"',
    'high-leverage',
    'stop-out-over-daily-loss',
    [
      "as planned 6 x $6,000.00 = $36,000.00, at a stop of 3 % $1,080.00, 3.6 times the day's $300.00",
      "the daily loss is the account's, not 6 x $300.00 = $1,800.00",
      'what fits: $300.00 / 6 = $50.00 each, $1,592.36 of notional with costs',
      '4 of 6 positions fit it',
    ],
    { 'plan/stop-fraction-max': '0.06', 'plan/stop-fraction-min': '0.06', 'plan/leverage-max': '10' },
    ['at a stop of 6 % $2,160.00, 7.2 times', '$814.33 of notional with costs', '2 of 6 positions fit it'],
  ],
  [
    'targets of 6/10/15 % at 10x with a 3 % stop',
    'high-leverage',
    'break-even',
    [
      '30 % at 0.6 % (6 % of margin), 30 % at 1 % (10 % of margin), 40 % at 1.5 % (15 % of margin)',
      '1.08 % on average',
      '= 73.5 %, with costs of 0.14 % 77 %',
      'optimistic',
    ],
    { 'plan/leverage-max': '5' },
    ['30 % at 1.2 % (6 % of margin)', '2.16 % on average', '= 58.1 %'],
  ],
  [
    'a partial target of 0.5 beside 30/30/40',
    'high-leverage',
    'ladder-owner',
    [
      'exits/ladder alone says what each target closes: 30 %, 30 %, 40 %, together 100 %',
      'leave 12.5 % open',
    ],
    { 'exits/ladder': '0.06ROI:0.5 0.1ROI:0.5' },
    ['50 %, 50 %, together 100 %', 'leave 25 % open'],
  ],
  [
    'a minimum order of 100',
    'high-leverage',
    'legs-under-minimum',
    ['gates entries only', 'a leg of 30 % of the smallest entry, $100.00, is $30.00'],
    { 'execution/entry-notional-usd-min': '150' },
    ['a leg of 30 % of the smallest entry, $150.00, is $45.00'],
  ],
  [
    'profit at the target: 4.80, and 14.40',
    'math-ai',
    'three-quantities',
    ['the target at 1.6 % earns $14.40 (of the margin alone it would be $4.80)'],
    { 'plan/leverage-max': '2' },
    ['the target at 1.6 % earns $9.60 (of the margin alone it would be $4.80)'],
  ],
  [
    '15 positions at 50 %: 108 a cycle',
    'math-ai',
    'wins-alone',
    [
      'leaves $35.10, not the $108.00 of the wins alone',
      'at 50 %: 7.5 x $14.40 - 7.5 x $7.20 = $54.00, less 15 x $1.26 of costs = $35.10',
    ],
    { 'risk/positions-max': '10' },
    ['leaves $23.40, not the $72.00', '5 x $14.40 - 5 x $7.20 = $36.00, less 10 x $1.26 of costs = $23.40'],
  ],
  [
    'at 55 % 1,080 becomes 1,400 a day',
    'math-ai',
    'wins-alone',
    ['at 55 %: 8.25 x $14.40 - 6.75 x $7.20 = $70.20, less 15 x $1.26 of costs = $51.30'],
    { 'costs/slippage-fraction': '0.0014' },
    ['less 15 x $2.16 of costs = $37.80'],
  ],
  [
    '10 cycles: 1,080 a day, 32,400 a month',
    'math-ai',
    'cycles',
    [
      '10 cycles a day, assumed: $351.00 a day at 50 % wins, after $189.00 of fees and slippage',
      '$10,530.00 in 30 days',
      'the wins alone would say $1,080.00 a day, $32,400.00 in 30 days',
      'the desk has no closed trade to count them by',
    ],
    { 'risk/positions-max': '10' },
    ['$234.00 a day at 50 % wins, after $126.00', '$720.00 a day, $21,600.00 in 30 days'],
  ],
  [
    'a target of 2.0 % for 1.6 % is "+31 %"',
    'math-ai',
    'farther-target',
    ['1.6 % → 2 % pays 25 % more a win', 'reached 28.6 % of the time, not 33.3 %'],
    { 'exits/ladder': '1R:1' },
    ['0.8 % → 1 % pays 25 % more a win', 'reached 44.4 % of the time, not 50 %'],
  ],
  [
    '"22x", "36.6x more profit"',
    'math-ai',
    'wins-alone',
    [
      'the wins alone are 3.08 times what is left, and a multiple of them is a multiple of that mistake',
      'the caps let it grow x2.22, to $2,000.00',
    ],
    { 'risk/symbol-notional-usd-max': '900' },
    ['the caps let it grow no further'],
  ],
  [
    'equity raised to 15000 to get 300',
    '15,000 where the venue says 10,000',
    'equity-assumed',
    [
      'the venue says $10,000.00, and the desk sizes by that',
      'of $10,000.00 it is $200.00, and $300.00 would be 3 % of it',
    ],
    { 'sizing/risk-fraction': '0.03' },
    ['of $10,000.00 it is $300.00, and $450.00 would be 4.5 % of it'],
  ],
  [
    '"risk per cent" 2 % of 10,000',
    'math-ai at 10,000',
    'risk-fraction-meaning',
    [
      'sizing/risk-fraction 2 % means margin here',
      '$200.00 at 3x and a stop of 0.8 % loses $4.80, with costs $5.64',
      '$25,000.00 of notional, with costs $21,276.60',
    ],
    { 'sizing/method': 'risk-at-stop', 'sizing/risk-fraction': '0.01' },
    ['sizing/risk-fraction 1 % means loss at the stop here', '$12,500.00 of notional, with costs $10,638.30'],
  ],
];

describe('what the documents say is worked through', () => {
  const textOf = (given: Case, code: FindingCode): string =>
    findingsOf(examined(given), code)
      .map(({ title, proof }) => `${title}; ${proof}`)
      .join('\n');

  test.each(ROWS)('%s (%s)', (_claim, plan, code, printed) => {
    for (const words of printed) expect(textOf(PLANS[plan] ?? {}, code)).toContain(words);
  });

  test.each(ROWS)(
    '%s (%s), and with other limits other figures',
    (_claim, plan, code, printed, set, then) => {
      const text = textOf({ ...PLANS[plan], set }, code);
      for (const words of then) expect(text).toContain(words);
      expect(printed.every(words => text.includes(words))).toBe(false);
    },
  );
});

test('a daily loss of 600 leaves 3,185 of notional each, where 300 left 1,592', () => {
  const set = { 'risk/daily-loss-usd-max': '600' };
  const [found] = findingsOf(examined({ profile: 'high-leverage', set }), 'stop-out-within-daily-loss');
  expect(found?.proof).toContain('$600.00 / 6 = $100.00 each, $3,184.71 of notional with costs');
});

test('the second owner of a ladder, QT_PARTIAL_TP as a parameter, is an unknown name and an error', () => {
  const read = readLimits([{ name: 'QT_PARTIAL_TP', text: '0.5', version: 1 }]);
  const { findings } = examineRead(read, { equityUsd: usd(10_000), equitySource: 'venue' });
  expect(findings.map(({ severity, code }) => [severity, code])).toEqual([['error', 'unknown-limit']]);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../lib/operator/program.ts';
import { aStateFolder, emptyFolder, removeFolder } from './fixture.ts';

/**
 * What the user's documents say, and what the commands print instead: the figures of each row as a person reads them on the
 * screen, and others where a limit is another, so that none is a written one.
 */

let state: string;
const files = emptyFolder();
beforeAll(async () => {
  state = await aStateFolder();
});
afterAll(() => {
  removeFolder(state);
  removeFolder(files);
});

const flowing = (text: string) => text.replaceAll(/\s+/g, ' ');
async function run(line: string, folder = state) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const code = await runCommand([...line.split(' '), '--state', folder], { out, err, env: {} });
  return { code, out: flowing(String(out.read() ?? '')), err: String(err.read() ?? '') };
}

const HIGH = 'doctor --profile high-leverage --equity 10000';
const MATH = 'doctor --profile math-ai --equity 15000 --cycles 10';
const PROJECTION = 'projection --profile math-ai --equity 15000 --cycles 10';

const ROWS: readonly (readonly [
  claim: string,
  line: string,
  printed: string[],
  set: string,
  then: string[],
])[] = [
  [
    'base notional 600 at 10x "= 6000 position"',
    HIGH,
    ['Margin $600.00, notional $6,000.00, at risk $188.40: three quantities'],
    'sizing/base-margin-usd=500',
    ['Margin $500.00, notional $5,000.00, at risk $157.00'],
  ],
  [
    '6000 a trade under caps of 2000, 5000 and 25,000',
    HIGH,
    [
      'risk/symbol-notional-usd-max cuts every trade, to 33.3 % of the plan',
      'risk/trade-notional-usd-max can never decide a size',
      'risk/gross-notional-usd-max can never be reached. 6 positions x $2,000.00 = $12,000.00',
    ],
    'risk/symbol-notional-usd-max=4000',
    ['cuts every trade, to 66.7 % of the plan', '6 x $6,000.00 = $36,000.00'],
  ],
  [
    'x1.5 for confidence of 0.85 and more',
    HIGH,
    ['$6,000.00 x 1.5 = $9,000.00, the caps let $2,000.00 through'],
    'sizing/confidence-high-multiplier=1.8',
    ['$6,000.00 x 1.8 = $10,800.00'],
  ],
  [
    'x0.3 below 0.70, minimum confidence 0.70',
    HIGH,
    ['x0.3 for low confidence can never happen'],
    'sizing/confidence-low-multiplier=0.2',
    ['x0.2 for low confidence can never happen'],
  ],
  [
    '3 % on 36,000 is 1,080 per day; within 300 x 6',
    HIGH,
    [
      "at a stop of 3 % $1,080.00, 3.6 times the day's $300.00",
      'not 6 x $300.00 = $1,800.00',
      '$300.00 / 6 = $50.00 each, $1,592.36 of notional with costs',
    ],
    'risk/daily-loss-usd-max=240',
    ["4.5 times the day's $240.00", '$240.00 / 6 = $40.00 each, $1,273.89'],
  ],
  [
    '6/10/15 % at 10x with a 3 % stop',
    HIGH,
    ['1.08 % on average: 3 % / (3 % + 1.08 %) = 73.5 %, with costs of 0.14 % 77 %'],
    'plan/leverage-max=5',
    ['2.16 % on average: 3 % / (3 % + 2.16 %) = 58.1 %'],
  ],
  [
    'partial TP 0.5, and 30/30/40',
    HIGH,
    ['exits/ladder alone says what each target closes: 30 %, 30 %, 40 %'],
    'exits/ladder=1R:1',
    ['exits/ladder alone says what each target closes: 100 %'],
  ],
  [
    'minimum order 100',
    HIGH,
    ['The minimum order gates entries only', 'A leg of 30 % of the smallest entry, $100.00, is $30.00'],
    'execution/entry-notional-usd-min=200',
    ['smallest entry, $200.00, is $60.00'],
  ],
  [
    'profit at the target 4.80, and 14.40',
    MATH,
    ['The target at 1.6 % earns $14.40 (of the margin alone it would be $4.80)'],
    'sizing/risk-fraction=0.01',
    ['earns $7.20 (of the margin alone it would be $2.40)'],
  ],
  [
    '15 positions at 50 %: 108 a cycle; 55 %',
    MATH,
    [
      '7.5 x $14.40 - 7.5 x $7.20 = $54.00, less 15 x $1.26 of costs = $35.10',
      '8.25 x $14.40 - 6.75 x $7.20 = $70.20, less 15 x $1.26 of costs = $51.30',
    ],
    'risk/positions-max=10',
    ['5 x $14.40 - 5 x $7.20 = $36.00, less 10 x $1.26 of costs = $23.40'],
  ],
  [
    '10 cycles a day: 1,080, 32,400 a month',
    MATH,
    [
      '$351.00 a day at 50 % wins, after $189.00 of fees and slippage',
      'The wins alone would say $1,080.00 a day, $32,400.00 in 30 days',
      '10 cycles a day, assumed',
    ],
    'risk/positions-max=10',
    ['$234.00 a day at 50 % wins, after $126.00'],
  ],
  [
    '2.0 % for 1.6 % is +31 %',
    MATH,
    ['1.6 % → 2 % pays 25 % more a win', '28.6 % of the time, not 33.3 %'],
    'exits/ladder=4R:1',
    ['3.2 % → 4 % pays 25 % more a win', '16.7 % of the time, not 20 %'],
  ],
  [
    '22x, 36.6x more profit',
    MATH,
    ['a multiple of them is a multiple of that mistake', 'the caps let it grow x2.22, to $2,000.00'],
    'risk/symbol-notional-usd-max=1800',
    ['the caps let it grow x2, to $1,800.00'],
  ],
  [
    '"risk per cent" 2 % of 10,000',
    'doctor --profile math-ai --equity 10000',
    [
      '$200.00 at 3x and a stop of 0.8 % loses $4.80, with costs $5.64',
      '$25,000.00 of notional, with costs $21,276.60',
    ],
    'sizing/risk-fraction=0.04',
    ['$400.00 at 3x', '$50,000.00 of notional, with costs $42,553.19'],
  ],
  [
    'profit per cycle at 45 to 60 %',
    PROJECTION,
    ['45 % +$97.20 +$37.80 +$18.90', '50 % +$108.00 +$54.00 +$35.10', '60 % +$129.60 +$86.40 +$67.50'],
    'costs/taker-fee-fraction=0.001',
    ['50 % +$108.00 +$54.00 +$21.60'],
  ],
];

describe.each(ROWS)('“%s”', (_claim, line, printed, set, then) => {
  test('is printed worked through', async () => {
    const { out } = await run(line);
    for (const words of printed) expect(out).toContain(words);
  });

  test(`and with ${set} as something else`, async () => {
    const { out } = await run(`${line} --set ${set}`);
    for (const words of then) expect(out).toContain(words);
    expect(printed.every(words => out.includes(words))).toBe(false);
  });
});

describe('the user’s own .env', () => {
  const env = [
    'QT_MAX_NOTIONAL_PER_TRADE=5000',
    'QT_MAX_POSITION_PER_SYMBOL=2000',
    'QT_MAX_GROSS_EXPOSURE=25000',
    'QT_MAX_DAILY_LOSS=300',
    'QT_EXECUTION_MIN_NOTIONAL=100',
    'QT_AI_MIN_CONFIDENCE=0.70',
    'QT_AI_MIN_VOLATILITY=0.03',
    'DEFAULT_RISK_PERCENT=2.0',
    'QT_AI_PBA_ENABLED=true',
    'QT_PARTIAL_TP=0.5',
    'DEFAULT_BALANCE=15000',
  ];
  const imported = async (lines: readonly string[], name: string): Promise<string> => {
    const path = join(files, name);
    writeFileSync(path, lines.join('\n'));
    const { code, out, err } = await run(`limits import ${path} --yes`);
    expect([code, err]).toEqual([0, '']);
    return out;
  };

  test('taken over leaves a desk whose own limits the doctor finds fault with, row by row', async () => {
    const out = await imported(env, 'user.env');
    expect(out).toContain('QT_PARTIAL_TP is not taken over: one number cannot say a ladder');
    expect(out).toContain('DEFAULT_BALANCE is not taken over: equity is what the venue says it is');
    const doctor = await run('doctor');
    expect(doctor.out).toContain('limits of desk main');
    expect(doctor.out).toContain('risk/symbol-notional-usd-max cuts every trade, to 33.3 % of the plan');
    expect(doctor.out).toContain('$300.00 / 6 = $50.00 each');
    // Equity is the account's, whatever DEFAULT_BALANCE says.
    expect(doctor.out).toMatch(/equity \$9,9\d\d\.\d\d \(the venue's\)/);
  });

  test('with another number in it, another desk', async () => {
    await imported(
      env.map(line => line.replace('SYMBOL=2000', 'SYMBOL=3000').replace('LOSS=300', 'LOSS=600')),
      'other.env',
    );
    const { out } = await run('doctor');
    expect(out).toContain('to 50 % of the plan');
    expect(out).toContain('$600.00 / 6 = $100.00 each');
  });

  test('with a number in another unit is refused with its line, and nothing is taken over', async () => {
    const path = join(files, 'percent.env');
    writeFileSync(path, 'QT_MAX_DAILY_LOSS=123\nQT_AI_MIN_VOLATILITY=3\n');
    const { code, err } = await run(`limits import ${path} --yes`);
    expect(code).toBe(2);
    expect(err).toContain(
      'line 2: QT_AI_MIN_VOLATILITY would be universe/daily-volatility-min: 3 is outside 0 to 1',
    );
    expect((await run('limits get risk/daily-loss-usd-max')).out).not.toContain('123');
  });
});

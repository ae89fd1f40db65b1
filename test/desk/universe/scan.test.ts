import { describe, expect, test } from 'vitest';
import type { Universe } from '../../../lib/desk/book.ts';
import { type Minute, minutesAfter, price, type SymbolId, symbolId, usd } from '../../../lib/desk/units.ts';
import type { Coin, Left } from '../../../lib/desk/universe/rules.ts';
import {
  compose,
  depthFault,
  depthUsd,
  type Screened,
  screen,
  universeFor,
} from '../../../lib/desk/universe/scan.ts';
import { aDepth, anInstrument, limitsWith, NOW } from '../../kit/builders.ts';
import { days } from '../../kit/candles.ts';

const at = (base: string) => symbolId(`${base}USDT`);

/** A coin by its name, volume in millions and daily range in per cent. */
const aCoin = (base: string, millions: number, range: number): Coin => ({
  instrument: anInstrument({ symbol: at(base), baseAsset: base }),
  day: { open: price(100), high: price(105), low: price(98), quoteVolumeUsd: usd(millions * 1e6) },
  quote: { bid: price(99.995), ask: price(100.005) },
  days: days(30, range / 100),
});
const symbols = (coins: readonly Coin[]) => coins.map(({ instrument }) => instrument.symbol);

describe('screening', () => {
  test('ranks by volume and range together: slow coins fall behind', () => {
    const coins = [
      aCoin('SLOW', 900, 4),
      aCoin('BOTH', 800, 9),
      aCoin('FAST', 30, 10),
      aCoin('NEITHER', 40, 5),
    ];
    expect(symbols(screen(coins, NOW, limitsWith()).candidates)).toEqual(
      ['BOTH', 'FAST', 'SLOW', 'NEITHER'].map(at),
    );
  });

  test('ranks equals by name, so that two runs agree', () => {
    const coins = [aCoin('BBB', 50, 5), aCoin('AAA', 50, 5)];
    const again = [...coins].reverse();
    expect(symbols(screen(coins, NOW, limitsWith()).candidates)[0]).toBe(
      symbols(screen(again, NOW, limitsWith()).candidates)[0],
    );
  });

  test('has a reason for each coin it leaves out', () => {
    const coins = [
      aCoin('GOOD', 50, 5),
      aCoin('THIN', 5, 5),
      aCoin('QUIET', 50, 2.5),
      aCoin('GOODUP', 50, 5),
    ];
    const { candidates, left } = screen(coins, NOW, limitsWith());
    expect(symbols(candidates)).toEqual([at('GOOD')]);
    expect([...left].map(([symbol, { code }]) => [symbol, code])).toEqual([
      [at('THIN'), 'volume-low'],
      [at('QUIET'), 'volatility-low'],
      [at('GOODUP'), 'leveraged-token'],
    ]);
  });
});

describe('depth', () => {
  const book = aDepth({
    bids: [
      [100, 50],
      [99.95, 60],
      [99.8, 900],
    ],
    asks: [
      [100.02, 80],
      [100.1, 70],
    ],
  });

  test('is what the thinner side holds within the slippage limit', () => {
    expect(depthUsd(book, 10)).toBeCloseTo(5_000 + 99.95 * 60, 6);
    expect(depthUsd(aDepth({ asks: [] }), 10)).toBe(0);
  });

  test('too little, or not read yet, keeps a coin out', () => {
    expect(depthFault(book, limitsWith())).toBeUndefined();
    expect(depthFault(aDepth({ asks: [[100, 99]] }), limitsWith())?.because).toBe(
      '$9,900.00 within reach (universe/depth-usd-min (default): $10,000.00)',
    );
    expect(depthFault(undefined, limitsWith())?.because).toBe('its book has not been read yet');
  });
});

const passing = (...bases: readonly string[]): Screened => ({
  candidates: bases.map(base => aCoin(base, 50, 5)),
  left: new Map(),
});
const without = (screened: Screened, ...failing: readonly (readonly [string, Left['code']])[]): Screened => ({
  candidates: screened.candidates.filter(
    ({ instrument }) => !failing.some(([base]) => at(base) === instrument.symbol),
  ),
  left: new Map(failing.map(([base, code]) => [at(base), { code, because: 'the test says so' }])),
});
const NO_FAULTS: ReadonlyMap<SymbolId, Left> = new Map();

/** The members minute by minute; each row is what the screening said, so many minutes after now. */
function through(
  rows: readonly (readonly [number, Screened])[],
  limits = limitsWith(),
  faults = NO_FAULTS,
): Universe | undefined {
  let before: Universe | undefined;
  for (const [minutes, screened] of rows)
    before = compose(screened, faults, before, minutesAfter(NOW, minutes), limits).universe;
  return before;
}

describe('members', () => {
  const two = passing('AAA', 'BBB');
  const failed = without(two, ['BBB', 'volume-low']);

  test.each([
    [0, true],
    [29, true],
    [30, false],
    [31, false],
  ])('that have failed a rule for %d minutes are members: %s', (minutes, member) => {
    const universe = through([
      [-1, two],
      [0, failed],
      [minutes, failed],
    ]);
    expect(universe?.symbols.includes(at('BBB'))).toBe(member);
  });

  test('that recover begin anew when they fail again', () => {
    const universe = through([
      [-1, two],
      [0, failed],
      [20, two],
      [25, failed],
      [50, failed],
    ]);
    expect(universe?.symbols).toEqual([at('AAA'), at('BBB')]);
    expect(universe?.failingSince).toEqual({ [at('BBB')]: minutesAfter(NOW, 25) });
  });

  test.each(['denied', 'not-trading', 'delisting', 'not-a-usdt-perpetual'] as const)(
    'leave at once when they are %s',
    code => {
      expect(
        through([
          [-1, two],
          [0, without(two, ['BBB', code])],
        ])?.symbols,
      ).toEqual([at('AAA')]);
    },
  );

  test('that never were any have no patience due to them', () => {
    expect(through([[0, failed]])?.symbols).toEqual([at('AAA')]);
  });

  test('are at most so many: those that pass first, those that fail only where there is a place', () => {
    const limits = limitsWith({ 'universe/size-max': '2' });
    const before = through([[-1, two]], limits);
    const three = without(passing('AAA', 'CCC', 'BBB'), ['BBB', 'volume-low']);
    const { universe, reasons, joined, left } = compose(three, NO_FAULTS, before, NOW, limits);
    expect(universe.symbols).toEqual([at('AAA'), at('CCC')]);
    expect([joined, left]).toEqual([[at('CCC')], [at('BBB')]]);
    expect(reasons.reasons[at('BBB')]).toBe('out: volume-low, the test says so');
    expect(universe.failingSince).toEqual({});
  });

  test('and each coin else has its reason: rank, rule or depth', () => {
    const faults = new Map([[at('BBB'), { code: 'depth-thin', because: '$5 within reach' } as const]]);
    const limits = limitsWith({ 'universe/size-max': '1' });
    const { reasons, universe } = compose(passing('AAA', 'BBB', 'CCC'), faults, undefined, NOW, limits);
    expect(universe.symbols).toEqual([at('AAA')]);
    expect(reasons.reasons).toEqual({
      [at('AAA')]: 'in: ranked 1, $50,000,000.00 in 24 h, daily ATR 5 %',
      [at('BBB')]: 'out: depth-thin, $5 within reach',
      [at('CCC')]: 'out: ranked 2, universe/size-max (default) keeps 1',
    });
  });
});

describe('entries of a minute use the universe of an earlier one', () => {
  const row = (minutes: number, ...bases: readonly string[]) => [minutes, passing(...bases)] as const;
  const used = (universe: Universe | undefined, minutes: number) =>
    universeFor(universe, minutesAfter(NOW, minutes) as Minute);

  test('whether the scan of their own minute has run already or not', () => {
    const before = through([row(-1, 'AAA')]);
    const after = through([row(-1, 'AAA'), row(0, 'BBB')]);
    expect(used(before, 0)).toEqual([at('AAA')]);
    expect(used(after, 0)).toEqual([at('AAA')]);
    expect(used(after, 1)).toEqual([at('BBB')]);
  });

  test('also when a minute was scanned twice', () => {
    const twice = through([row(-1, 'AAA'), row(0, 'BBB'), row(0, 'CCC')]);
    expect(used(twice, 0)).toEqual([at('AAA')]);
  });

  test('and none where there is none before theirs', () => {
    expect(used(undefined, 0)).toEqual([]);
    expect(used(through([row(0, 'AAA')]), 0)).toEqual([]);
    expect(used(through([row(0, 'AAA'), row(1, 'BBB')]), 0)).toEqual([]);
  });
});

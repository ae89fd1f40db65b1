import { describe, expect, test } from 'vitest';
import type { Coin } from '../../../lib/desk/doctor/evidence.ts';
import { notionalUsd, price, qty, symbolId } from '../../../lib/desk/units.ts';
import { anInstrument } from '../../kit/builders.ts';
import { filtersHere, realInstruments, unlessFilters } from '../../kit/real-filters.ts';
import { examined, findingsOf, theFinding } from './examined.ts';

const coin = (symbol: string, at: number, step: number, notionalMin = 5): Coin => ({
  price: price(at),
  instrument: anInstrument({
    symbol: symbolId(symbol),
    lot: { stepSize: qty(step), qtyMin: qty(step), qtyMax: qty(1e6) },
    notionalMin: notionalUsd(notionalMin),
  }),
});

/** $2,000 are let through, in legs of 30, 30 and 40 %. */
const on = (...coins: Coin[]) => examined({ profile: 'high-leverage', input: { coins } });

describe('the steps of real markets', () => {
  test.each([
    ['a fine step leaves every leg', coin('FINE', 100, 0.001), []],
    ['two steps make two legs of three', coin('COARSE', 900, 1), ['legs-merged']],
    ['a step dearer than the trade keeps it out', coin('DEAR', 2_500, 1), ['coins-out-of-reach']],
    ['and so does a minimum above it', coin('GATED', 100, 0.001, 2_001), ['coins-out-of-reach']],
  ])('%s', (_what, given, codes) => {
    const x = on(given);
    const found = (['legs-merged', 'coins-out-of-reach'] as const).filter(
      code => findingsOf(x, code).length > 0,
    );
    expect(found).toEqual(codes);
    for (const code of found) expect(theFinding(x, code).proof).toContain(given.instrument.symbol);
  });

  test('are counted, and five coins named', () => {
    const coins = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map(name => coin(name, 2_500, 1));
    const { title, proof } = theFinding(on(...coins, coin('FINE', 100, 0.001)), 'coins-out-of-reach');
    expect(title).toBe('7 of 8 coins cannot be entered with $2,000.00');
    expect(proof).toContain('A, B, C, D, E and 2 more');
  });

  test('are not spoken of where no market was read', () => {
    const x = examined({ profile: 'high-leverage' });
    expect([...findingsOf(x, 'legs-merged'), ...findingsOf(x, 'coins-out-of-reach')]).toEqual([]);
  });

  test.skipIf(!filtersHere)(`can be asked of every recorded market${unlessFilters}`, () => {
    const coins = realInstruments().map(instrument => ({
      instrument,
      price: price(instrument.tickSize * 1e4),
    }));
    const x = on(...coins);
    for (const found of [...findingsOf(x, 'legs-merged'), ...findingsOf(x, 'coins-out-of-reach')])
      expect(found.figures.coins).toBe(coins.length);
  });
});

import { describe, expect, test } from 'vitest';
import { type CrossInput, crossMarginFault } from '../../../lib/desk/risk/cross.ts';
import { fraction, notionalUsd, price, qty, usd } from '../../../lib/desk/units.ts';

const input = (changes: Partial<CrossInput> = {}): CrossInput => ({
  equityUsd: usd(1_000),
  maintenanceUsd: usd(0),
  holdings: [],
  reservedLossUsd: usd(0),
  lossAtStopUsd: usd(100),
  notionalUsd: notionalUsd(10_000),
  maintenanceFraction: fraction(0.01),
  exitCostFraction: fraction(0),
  ...changes,
});

describe('I35 in cross margin the account is what is liquidated', () => {
  test.each<[string, Partial<CrossInput>, RegExp | undefined]>([
    ['100 of maintenance against half of 900 is fine', {}, undefined],
    [
      '450 of it is not: half is too much',
      { notionalUsd: notionalUsd(45_000) },
      /\$900\.00 of equity would be left, and maintenance takes \$450\.00/,
    ],
    ['what the account maintains already counts', { maintenanceUsd: usd(350) }, /takes \$450\.00/],
    ['so do intents under way', { reservedLossUsd: usd(700) }, /\$200\.00 of equity/],
    ['nothing left is a fault by itself', { lossAtStopUsd: usd(2_000) }, /-\$1,000\.00/],
  ])('%s', (_name, changes, fault) => {
    const found = crossMarginFault(input(changes));
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(fault);
  });

  test('open positions count from their mark to their stop, and none earns anything by a stop in profit', () => {
    const long = { side: 'long' as const, qty: qty(10), markPrice: price(100), stopPrice: price(50) };
    expect(crossMarginFault(input({ holdings: [long] }))).toBeUndefined();
    const short = { side: 'short' as const, qty: qty(10), markPrice: price(100), stopPrice: price(125) };
    expect(crossMarginFault(input({ holdings: [long, short] }))).toMatch(/\$150\.00 of equity/);
    const safe = { side: 'long' as const, qty: qty(1_000), markPrice: price(100), stopPrice: price(120) };
    expect(crossMarginFault(input({ holdings: [safe] }))).toBeUndefined();
  });

  test('getting out at the stop costs its share of what is held there', () => {
    // 1,000 less $100 for the trade, $500 to the stop of 50 and 1 % of the $500 that are sold there: 395 are left.
    const long = { side: 'long' as const, qty: qty(10), markPrice: price(100), stopPrice: price(50) };
    const fault = (notional: number) =>
      crossMarginFault(
        input({
          holdings: [long],
          exitCostFraction: fraction(0.01),
          notionalUsd: notionalUsd(notional),
          maintenanceFraction: fraction(0.01),
        }),
      );
    expect(fault(19_749)).toBeUndefined();
    expect(fault(19_750)).toMatch(/\$395\.00 of equity would be left, and maintenance takes \$197\.50/);
  });
});

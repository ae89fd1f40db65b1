import { describe, expect, test } from 'vitest';
import { leverage, notionalUsd, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import type { Engine, EngineOptions } from '../../../lib/sim/engine/engine.ts';
import type { RuleName } from '../../../lib/sim/engine/rules.ts';
import { flat } from '../../kit/scripted-market.ts';
import { closeAt, codeOf, limit, market, minute, SOL, started, stop, target, value } from './hand.ts';

const still = flat(100, 30);

interface Case {
  readonly rule: RuleName;
  readonly code: number;
  readonly says: string;
  readonly options?: Partial<EngineOptions>;
  readonly extra?: Parameters<typeof started>[2];
  readonly act: (engine: Engine) => ReturnType<Engine['placeOrder' | 'placeAlgo' | 'setMarginType']>;
}

const held = (engine: Engine) => {
  value(engine.placeOrder(market('buy', 10)));
  return engine;
};

const CASES: readonly Case[] = [
  {
    rule: 'would-trigger',
    code: -2021,
    says: 'a stop already passed',
    act: e => held(e).placeAlgo(stop('sell', 10, 100.5)),
  },
  {
    rule: 'would-trigger',
    code: -2021,
    says: 'a target already passed',
    act: e => held(e).placeAlgo(target('sell', 10, 99)),
  },
  { rule: 'min-notional', code: -4164, says: 'four dollars', act: e => e.placeOrder(market('buy', 0.04)) },
  {
    rule: 'precision',
    code: -1111,
    says: 'a fourth decimal of quantity',
    act: e => e.placeOrder(market('buy', 1.0001)),
  },
  {
    rule: 'precision',
    code: -1111,
    says: 'a third decimal of price',
    act: e => e.placeOrder(limit('buy', 1, 99.123)),
  },
  {
    rule: 'quantity-limits',
    code: -4005,
    says: 'more than the largest lot',
    extra: { instrument: { lot: { stepSize: qty(0.001), qtyMin: qty(0.001), qtyMax: qty(10) } } },
    act: e => e.placeOrder(limit('buy', 11, 99)),
  },
  {
    rule: 'market-lot',
    code: -4005,
    says: 'more than a market lot',
    options: { walletUsd: usd(1e7) },
    act: e => held(e).placeAlgo(stop('sell', 1_001, 99)),
  },
  {
    rule: 'client-id',
    code: -4015,
    says: 'an id of 37 characters',
    act: e => e.placeOrder(market('buy', 1, { clientId: 'x'.repeat(37) })),
  },
  {
    rule: 'reduce-only',
    code: -2022,
    says: 'nothing to reduce',
    act: e => e.placeOrder(market('sell', 1, { reduceOnly: true })),
  },
  {
    rule: 'reduce-only-limits-count',
    code: -4118,
    says: 'resting targets already use the position up (I57)',
    act: e => {
      value(held(e).placeOrder(limit('sell', 10, 110, { reduceOnly: true })));
      return e.placeOrder(market('sell', 10, { reduceOnly: true }));
    },
  },
  {
    rule: 'one-close-position',
    code: -4130,
    says: 'a second closePosition stop (I61)',
    act: e => {
      value(held(e).placeAlgo(closeAt('sell', 'STOP_MARKET', 95)));
      return e.placeAlgo(closeAt('sell', 'STOP_MARKET', 96));
    },
  },
  {
    rule: 'algo-limit',
    code: -4045,
    says: 'the 201st conditional order',
    act: e => {
      held(e);
      for (let i = 0; i < 200; i += 1) value(e.placeAlgo(stop('sell', 1, 99)));
      return e.placeAlgo(stop('sell', 1, 99));
    },
  },
  {
    rule: 'margin',
    code: -2019,
    says: 'more than the wallet carries',
    act: e => e.placeOrder(market('buy', 500)),
  },
  {
    rule: 'max-position',
    code: -2027,
    says: 'more than the tier allows at this leverage',
    options: { walletUsd: usd(1e6) },
    act: e => {
      e.setLeverage(SOL, 50);
      return e.placeOrder(market('buy', 600));
    },
  },
  {
    rule: 'percent-price',
    code: -4016,
    says: 'a bid more than 5 % above the mark',
    act: e => e.placeOrder(limit('buy', 1, 105.01, { timeInForce: 'IOC' })),
  },
  {
    rule: 'percent-price',
    code: -4024,
    says: 'an offer more than 5 % below the mark',
    act: e => e.placeOrder(limit('sell', 1, 94.99, { timeInForce: 'IOC' })),
  },
  {
    rule: 'percent-price',
    code: -4131,
    says: 'a market order where the book begins more than 5 % away',
    act: e => {
      value(e.setBook(SOL, { spreadFraction: 0.12, depthTimes: 1 }));
      return e.placeOrder(market('buy', 1));
    },
  },
  {
    rule: 'open-order-limit',
    code: -2025,
    says: 'the 201st order that rests on a symbol',
    act: e => {
      for (let i = 0; i < 200; i += 1) value(e.placeOrder(limit('buy', 0.1, 90)));
      return e.placeOrder(limit('buy', 0.1, 90));
    },
  },
  {
    rule: 'settlement',
    code: -4140,
    says: 'a new position in the last half hour of a symbol',
    extra: { instrument: { deliveryAt: minute(29) } },
    act: e => e.placeOrder(market('buy', 1)),
  },
  {
    rule: 'settlement',
    code: -4108,
    says: 'an order on a symbol that has been settled',
    extra: { instrument: { deliveryAt: minute(5) } },
    act: e => {
      e.advance(minute(5));
      return e.placeOrder(market('sell', 1));
    },
  },
  {
    rule: 'settlement',
    code: -4108,
    says: 'a stop on a symbol that has been settled',
    extra: { instrument: { deliveryAt: minute(5) } },
    act: e => {
      e.advance(minute(5));
      return e.placeAlgo(stop('sell', 1, 90));
    },
  },
  {
    rule: 'isolated-refused',
    code: -4168,
    says: 'isolated margin in Credits mode (I56)',
    options: { accountKind: 'credits-cross' },
    act: e => e.setMarginType(SOL, 'ISOLATED'),
  },
];

describe('each rule of the venue refuses, and only while it is on', () => {
  test.each(CASES)('$code $rule: $says', ({ rule, code, options, extra, act }) => {
    expect(codeOf(act(started(still, options, extra)))).toBe(code);
    expect(codeOf(act(started(still, { ...options, rules: { [rule]: false } }, extra)))).toBe('accepted');
  });

  test('an id is unique among open orders only: a filled order’s id is taken again (I62)', () => {
    const twice = (engine: Engine) => {
      value(engine.placeOrder(market('buy', 1, { clientId: 'same' })));
      return engine.placeOrder(market('buy', 1, { clientId: 'same' }));
    };
    const engine = started(still);
    expect(codeOf(twice(engine))).toBe('accepted');
    expect(engine.state.safety.duplicateOrders).toBe(1);
    expect(codeOf(twice(started(still, { rules: { 'id-unique-among-open': false } })))).toBe(-4116);
  });

  test('an open order’s id is refused', () => {
    const engine = held(started(still));
    value(engine.placeOrder(limit('buy', 1, 90, { clientId: 'open' })));
    expect(codeOf(engine.placeOrder(limit('buy', 1, 90, { clientId: 'open' })))).toBe(-4116);
    value(engine.placeAlgo(stop('sell', 1, 90, { clientId: 'open' })));
    expect(codeOf(engine.placeAlgo(stop('sell', 1, 91, { clientId: 'open' })))).toBe(-4116);
    expect(engine.state.safety.duplicateOrders).toBe(0);
  });
});

describe('refusals that cannot be switched off', () => {
  const trailing = {
    symbol: SOL,
    side: 'sell' as const,
    type: 'TRAILING_STOP_MARKET' as const,
    qty: qty(1),
    reduceOnly: true,
  };
  test.each<{
    says: string;
    code: number;
    act: (
      engine: Engine,
    ) => ReturnType<
      Engine[
        | 'placeOrder'
        | 'placeAlgo'
        | 'setLeverage'
        | 'setMarginType'
        | 'cancelOrder'
        | 'cancelAlgo'
        | 'setHedgeMode']
    >;
  }>([
    { says: 'no quantity', code: -4003, act: e => e.placeOrder(market('buy', 0)) },
    {
      says: 'an unknown symbol',
      code: -1121,
      act: e => e.placeOrder(market('buy', 1, { symbol: symbolId('NOPEUSDT') })),
    },
    {
      says: 'a callback of 150 for 1.5 (I31)',
      code: -2007,
      act: e => e.placeAlgo({ ...trailing, callbackRate: 150 }),
    },
    {
      says: 'a stop without its price',
      code: -1102,
      act: e => e.placeAlgo({ symbol: SOL, side: 'sell', type: 'STOP_MARKET', qty: qty(1) }),
    },
    {
      says: 'closePosition with a quantity',
      code: -1106,
      act: e => e.placeAlgo({ ...closeAt('sell', 'STOP_MARKET', 90), qty: qty(1) }),
    },
    { says: 'a leverage beyond the tiers', code: -4028, act: e => e.setLeverage(SOL, 51) },
    {
      says: 'a lower leverage under an isolated position',
      code: -4161,
      act: e => held(e).setLeverage(SOL, 2),
    },
    { says: 'a margin type it has already', code: -4046, act: e => e.setMarginType(SOL, 'ISOLATED') },
    {
      says: 'a change of margin type under a position',
      code: -4048,
      act: e => held(e).setMarginType(SOL, 'CROSSED'),
    },
    {
      says: 'a change of margin type under an order',
      code: -4047,
      act: e => {
        value(e.placeOrder(limit('buy', 1, 90)));
        return e.setMarginType(SOL, 'CROSSED');
      },
    },
    { says: 'one-way mode it has already', code: -4059, act: e => e.setHedgeMode(false) },
    {
      says: 'any order in hedge mode',
      code: -4061,
      act: e => {
        value(e.setHedgeMode(true));
        return e.placeOrder(market('buy', 1));
      },
    },
    { says: 'cancelling what is not there', code: -2011, act: e => e.cancelOrder(SOL, { id: 9 }) },
    { says: 'cancelling a finished stop', code: -2011, act: e => e.cancelAlgo({ clientId: 'nobody' }) },
  ])('$code: $says', ({ code, act }) => {
    expect(codeOf(act(started(still)))).toBe(code);
  });

  test('a tick that is not a power of ten is held too', () => {
    const engine = started(still, {}, { instrument: { tickSize: price(0.05) } });
    expect(codeOf(engine.placeOrder(limit('buy', 1, 99.93)))).toBe(-4014);
    expect(codeOf(engine.placeOrder(limit('buy', 1, 99.95)))).toBe('accepted');
  });

  test('a refusal changes nothing', () => {
    const engine = held(started(still));
    const before = engine.snapshot();
    for (const act of [market('buy', 1e6), market('buy', 0), market('buy', 1, { reduceOnly: true })])
      engine.placeOrder(act);
    engine.placeAlgo(stop('sell', 10, 101));
    engine.setLeverage(SOL, leverage(999));
    expect(engine.snapshot()).toEqual(before);
  });

  test('minimums do not bind an order that reduces: dust can be closed (I30)', () => {
    const engine = started(still, {}, { instrument: { notionalMin: notionalUsd(500) } });
    held(engine);
    expect(codeOf(engine.placeOrder(market('sell', 0.001, { reduceOnly: true })))).toBe('accepted');
    engine.advance(minute(1));
  });
});

import { describe, expect, test } from 'vitest';
import { usd } from '../../../lib/desk/units.ts';
import { Engine, type EngineOptions } from '../../../lib/sim/engine/engine.ts';
import { flat, type ScriptedBar, scriptedMarket } from '../../kit/scripted-market.ts';
import { closeAt, market, minute, SOL, started, stop, target, value } from './hand.ts';

const CRASH: ScriptedBar = [100, 101, 28, 88];
const bars: readonly ScriptedBar[] = [...flat(100, 1), CRASH, ...flat(88, 40)];
const unlevered = 1;

/** A position of 10 opened at 100 at a leverage, with the orders, and the crash played. */
function crashed(
  orders: readonly ReturnType<typeof stop>[],
  options: Partial<EngineOptions> & { times?: number; side?: 'buy' | 'sell'; script?: typeof bars } = {},
) {
  const { times = unlevered, side = 'buy', script = bars, ...rest } = options;
  const engine = started(script, rest);
  value(engine.setLeverage(SOL, times));
  value(engine.placeOrder(market(side, 10)));
  for (const order of orders) value(engine.placeAlgo(order));
  engine.advance(minute(2));
  return { engine, closing: engine.trades().slice(1) };
}

const stopAt98 = stop('sell', 10, 98);

describe('a bar that crashes is a gap: what it set off fills at its end, not at its trigger (I44)', () => {
  test('a stop of 2 % in a bar that falls 72 % loses 72 %', () => {
    const { engine, closing } = crashed([stopAt98]);
    expect(closing.length).toBeGreaterThan(0);
    expect(closing[0]?.price).toBeCloseTo(27.99, 6);
    expect(engine.positions()).toEqual([]);
  });

  test('with the rule off it would fill at its trigger: better than anyone got', () => {
    const { closing } = crashed([stopAt98], { rules: { 'crash-gap': false } });
    expect(closing.map(trade => trade.price)).toEqual([97.99]);
  });

  test('a short is bought back at the top of a bar that shoots up', () => {
    const script: typeof bars = [...flat(100, 1), [100, 130, 99, 104]];
    const { closing } = crashed([stop('buy', 10, 102)], { side: 'sell', script });
    expect(closing[0]?.price).toBeGreaterThan(130);
  });

  test.each([
    { low: 95, at: 97.99, why: 'as far as the venue lets a market order trade: at its trigger' },
    { low: 94.9, at: 94.89, why: 'farther: at the end of the bar' },
  ])('a bar that falls to $low fills a stop at 98 $why', ({ low, at }) => {
    const { closing } = crashed([stopAt98], { script: [...flat(100, 1), [100, 100, low, 99]] });
    expect(closing[0]?.price).toBeCloseTo(at, 6);
  });

  test('the other side of the bar is none: a small dip before a jump fills at its trigger', () => {
    const { closing } = crashed([stopAt98], { script: [...flat(100, 1), [100, 120, 97, 119]] });
    expect(closing[0]?.price).toBeCloseTo(97.99, 6);
  });

  test('luck is not doubled: a target in a bar that shoots up fills at its trigger', () => {
    const { closing } = crashed([target('sell', 5, 103)], { script: [...flat(100, 1), [100, 120, 99, 119]] });
    expect(closing[0]?.price).toBeCloseTo(102.99, 6);
  });

  test('both stops of a position go in their order, each at the end of the bar', () => {
    const orders = [
      closeAt('sell', 'STOP_MARKET', 96, 'backstop'),
      stop('sell', 10, 98, { clientId: 'work' }),
    ];
    const { engine, closing } = crashed(orders, { script: bars });
    expect(engine.algo({ clientId: 'work' })?.status).toBe('FINISHED');
    expect(engine.algo({ clientId: 'backstop' })?.status).toBe('EXPIRED');
    expect(closing.every(trade => trade.price < 28)).toBe(true);
  });
});

describe('a crash leaves a fiftieth of the book (I60)', () => {
  // 5,000 dollars a level leave 100: twenty levels of them take some 71 of the 200 at 28.
  const thin = { instrument: { depthUsdPerLevel: 5_000 } };
  const held = (rules = {}) => {
    const engine = started(bars, { walletUsd: usd(30_000), rules }, thin);
    value(engine.setLeverage(SOL, unlevered));
    value(engine.placeOrder(market('buy', 200)));
    value(engine.placeAlgo(stop('sell', 200, 98, { clientId: 'stop' })));
    engine.advance(minute(2));
    return engine;
  };
  const left = (engine: Engine) => engine.positions()[0]?.qty ?? 0;

  test('a large stop fills in part and expires: finished is not flat', () => {
    const engine = held();
    const algo = engine.algo({ clientId: 'stop' });
    expect(algo?.status).toBe('FINISHED');
    expect(engine.order(SOL, { id: algo?.actualOrderId ?? 0 })?.status).toBe('EXPIRED');
    expect(200 - left(engine)).toBeCloseTo((20 * 100) / 28, 0);
    expect(left(held({ 'crash-gap': false }))).toBe(0);
  });

  test('what is left goes in slices while the book is thin, and at once a quarter of an hour later', () => {
    const engine = held();
    const before = left(engine);
    const sell = () => engine.placeOrder(market('sell', left(engine), { reduceOnly: true }));
    expect(value(sell()).status).toBe('EXPIRED');
    const slice = before - left(engine);
    expect(slice).toBeCloseTo((20 * 100) / 88, 0);
    engine.advance(minute(16));
    expect(value(sell()).status).toBe('EXPIRED');
    engine.advance(minute(17));
    expect(value(sell()).status).toBe('FILLED');
  });

  test('what has been taken of a thin book is gone until the next minute', () => {
    const engine = held();
    const sell = () => value(engine.placeOrder(market('sell', left(engine), { reduceOnly: true })));
    const first = sell();
    expect(first.executedQty).toBeGreaterThan(0);
    expect(sell()).toMatchObject({ status: 'EXPIRED', executedQty: 0 });
    engine.advance(minute(3));
    expect(sell().executedQty).toBeCloseTo(first.executedQty, 3);
  });

  test('the second of two stops finds what the first has left', () => {
    const engine = started(bars, { walletUsd: usd(30_000) }, thin);
    value(engine.setLeverage(SOL, unlevered));
    value(engine.placeOrder(market('buy', 200)));
    value(engine.placeAlgo(stop('sell', 30, 98, { clientId: 'near' })));
    value(engine.placeAlgo(closeAt('sell', 'STOP_MARKET', 96, 'far')));
    engine.advance(minute(2));
    const took = ['near', 'far'].map(clientId => engine.algo({ clientId })?.actualQty ?? 0);
    expect(took[0]).toBe(30);
    expect((took[0] ?? 0) + (took[1] ?? 0)).toBeCloseTo((20 * 100) / 28, 0);
  });

  test('the thin book is seen by who asks for it, and by a restored engine', () => {
    const depthOf = (engine: Engine) => engine.depth(SOL).bids.reduce((sum, level) => sum + level.qty, 0);
    const engine = held();
    const market = scriptedMarket({ SOLUSDT: bars }, thin);
    expect(depthOf(engine)).toBeCloseTo(20 * Number((100 / 88).toFixed(3)), 0);
    expect(depthOf(Engine.restore(engine.snapshot(), market))).toBe(depthOf(engine));
    engine.advance(minute(17));
    expect(depthOf(engine)).toBeGreaterThan(20 * 50);
  });

  test('a book bent by hand is thinned from there', () => {
    const engine = started(bars);
    value(engine.setBook(SOL, { spreadFraction: 0.01, depthTimes: 0.5 }));
    engine.advance(minute(2));
    const { bids, asks } = engine.depth(SOL);
    expect((asks[0]?.price ?? 0) - (bids[0]?.price ?? 0)).toBeCloseTo(0.88, 6);
    expect(bids[0]?.qty).toBeCloseTo((50_000 * 0.5 * 0.02) / 87.56, 1);
  });
});

describe('where one print is past the stop and the liquidation price', () => {
  const at3x = { times: 3 };

  test('the venue liquidates first: an isolated position loses its wallet and no more', () => {
    const { engine, closing } = crashed([stopAt98], at3x);
    expect(closing).toHaveLength(1);
    expect(engine.state.orders.at(-1)?.clientId).toMatch(/^autoclose-/);
    expect(closing[0]?.realisedUsd).toBeCloseTo(-(10 * 100.01) / 3, 6);
    const [opened] = engine.trades();
    expect(engine.account().walletUsd).toBeCloseTo(
      15_000 - (opened?.commissionUsd ?? 0) - (10 * 100.01) / 3,
      6,
    );
  });

  test('with the rule off the stop would go first and cost more than the wallet that stands behind it', () => {
    const { closing } = crashed([stopAt98], { ...at3x, rules: { 'liquidation-first': false } });
    expect(closing[0]?.realisedUsd).toBeLessThan(-700);
  });

  test('the same at an open beyond both', () => {
    const script: typeof bars = [...flat(100, 1), ...flat(50, 3)];
    const { engine } = crashed([stopAt98], { ...at3x, script });
    expect(engine.state.orders.at(-1)?.clientId).toMatch(/^autoclose-/);
  });

  test('a crash that ends before the liquidation price is the stop’s', () => {
    const script: typeof bars = [...flat(100, 1), [100, 100, 80, 85]];
    const { engine, closing } = crashed([stopAt98], { ...at3x, script });
    expect(engine.state.orders.at(-1)?.origType).toBe('STOP_MARKET');
    expect(closing[0]?.price).toBeCloseTo(79.99, 6);
  });

  test('a fall in steps is none: the stop was set off bars before', () => {
    const script: typeof bars = [...flat(100, 1), [100, 100, 96, 96], [96, 96, 60, 60]];
    const { engine } = crashed([stopAt98], { ...at3x, script });
    expect(engine.state.orders.at(-1)?.origType).toBe('STOP_MARKET');
    expect(engine.trades().at(-1)?.price).toBeCloseTo(97.99, 6);
  });
});

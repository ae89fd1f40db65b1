import { evolve, type PositionEvent } from '../../lib/desk/position/evolve.ts';
import { positionOf } from '../../lib/desk/position/open.ts';
import type { Position, PositionFill } from '../../lib/desk/position/position.ts';
import { epochMs, fraction, price, qty, type Side, usd } from '../../lib/desk/units.ts';
import { anInstrument, anIntent, aPlanInput, aSignal, limitsWith, NOW, planned } from './builders.ts';

/** Stop 1 %, ATR 0.5 %, round trip 0.14 %, targets at 1, 2 and 3 stop distances for 30, 30 and 40 %. */
const LIMITS = limitsWith({
  'plan/stop-fraction-min': '0.01',
  'exits/ladder': '1R:0.3 2R:0.3 3R:0.4',
});

const planOf = (side: Side) => planned(aPlanInput({ side, atrFraction: fraction(0.005), limits: LIMITS }));

export const aFill = (overrides: Partial<PositionFill> = {}): PositionFill => ({
  tradeId: 'entry-1',
  at: epochMs(NOW + 5_000),
  kind: 'entry',
  price: price(100),
  qty: qty(10),
  realisedUsd: usd(0),
  commissionUsd: usd(0.5),
  ...overrides,
});

/** Ten coins entered at 100 and accounted for by their fill: a long is stopped at 99, a short at 101. */
export function aPosition({ side = 'long', ...overrides }: Partial<Position> = {}): Position {
  const intent = anIntent({ plan: planOf(side), signal: aSignal({ side }), qty: qty(10) });
  const opened = positionOf(
    intent,
    { orderId: '1', filledQty: qty(10), averagePrice: price(100) },
    anInstrument(),
  );
  return { ...opened, rev: 1, fills: [aFill()], ...overrides };
}

/** The same after its first target: 7 left. */
export function aReducedPosition(overrides: Partial<Position> = {}): Position {
  const full = aPosition({ side: overrides.side ?? 'long' });
  const [first, ...rest] = full.targets;
  if (first === undefined) throw new Error('the position has no target');
  const fill = aFill({
    tradeId: 'target-1',
    kind: 'partial-take-profit',
    leg: 'target-1',
    price: first.triggerPrice,
    qty: first.qty,
    realisedUsd: usd(3),
  });
  return {
    ...full,
    qty: qty(7),
    targets: [{ ...first, filled: true }, ...rest],
    fills: [...full.fills, fill],
    ...overrides,
  };
}

export const evolveAll = (position: Position, events: readonly PositionEvent[]): Position =>
  events.reduce(evolve, position);

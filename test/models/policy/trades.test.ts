import { describe, expect, test } from 'vitest';
import { evolve } from '../../../lib/desk/position/evolve.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { minutesAfter, qty, usd } from '../../../lib/desk/units.ts';
import { POLICY_SCHEMA } from '../../../lib/models/policy/context.ts';
import { learn, newPolicy } from '../../../lib/models/policy/state.ts';
import { closedTrades } from '../../../lib/models/policy/trades.ts';
import { NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';
import { contextWith, MODE, someTrades } from './kit.ts';

const policyContext = { schemaHash: POLICY_SCHEMA.hash, values: contextWith() };
const SPAN = { after: NOW, to: minutesAfter(NOW, 60) };

/** Closed so many minutes after `NOW`, at a loss of `lostUsd` and a dollar of fees. */
function closed(id: string, minutes: number, changes: Partial<Position> = {}, lostUsd = 10): Position {
  const exit = aFill({ tradeId: `${id}-x`, kind: 'stop-loss', realisedUsd: usd(-lostUsd) });
  const open = aPosition({ id, policyContext, ...changes });
  const filled = evolve(open, { type: 'filled', fill: exit });
  return evolve(filled, { type: 'closed', minute: minutesAfter(NOW, minutes), seenAt: NOW });
}

describe('the trades to learn from', () => {
  test('are those closed in the span, once each, by the time of closing', () => {
    const all = [
      closed('c', 30),
      closed('b', 30),
      closed('a', 60),
      closed('b', 30),
      closed('before', 0),
      closed('later', 61),
    ];
    const { trades, passedOver } = closedTrades([...all, aPosition({ policyContext })], MODE, SPAN);
    expect(trades.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    expect(passedOver).toBe(0);
  });

  test('have earned their net profit over what was at risk', () => {
    const [trade] = closedTrades([closed('a', 1)], MODE, SPAN).trades;
    // Ten coins at 100, a stop of 1 % and 0.14 % of costs: $11.40 at risk. Lost: 10 and two fees of 0.50.
    expect(trade?.resultR).toBeCloseTo(-11 / 11.4, 9);
    expect(trade?.context).toEqual(policyContext);
  });

  test.each<[string, Position]>([
    ['has no context: it is from before the policy', aPosition()],
    [
      'has the context of another schema',
      aPosition({ policyContext: { ...policyContext, schemaHash: 'x' } }),
    ],
    ['was made in another mode (I41)', aPosition({ policyContext, mode: 'live' })],
    [
      'has another hand’s quantity in it',
      aPosition({ policyContext, fills: [aFill(), aFill({ tradeId: 'hand', byHand: true })] }),
    ],
  ])('do not have one among them that %s', (_what, position) => {
    const over = { ...position, phase: 'closed', qty: qty(0), closedAt: SPAN.to } as const;
    expect(closedTrades([over], MODE, SPAN)).toEqual({ trades: [], passedOver: 1 });
  });
});

describe('learning', () => {
  const fresh = newPolicy(0, MODE, NOW);
  const [first, second, third] = someTrades(3, () => 0.5);
  if (first === undefined || second === undefined || third === undefined) throw new Error('three trades');

  test('takes the trades in their order, and counts them', () => {
    const { state, failed } = learn(fresh, [first, second, third]);
    expect(failed).toEqual([]);
    expect(state.n).toBe(3);
    expect(learn(learn(fresh, [first]).state, [second, third]).state).toEqual(state);
    expect(learn(fresh, [third, second, first]).state.evidence).not.toEqual(state.evidence);
  });

  test('I53 names a trade that fails, and learns from the others', () => {
    const bad = { ...second, resultR: Number.NaN };
    const { state, failed } = learn(fresh, [first, bad, third]);
    expect(failed).toEqual([second.id]);
    expect(state).toEqual(learn(fresh, [first, third]).state);
  });
});

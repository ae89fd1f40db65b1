import { describe, expect, test } from 'vitest';
import { positionIdOf, positionOf } from '../../../lib/desk/position/open.ts';
import { price, qty, symbolId } from '../../../lib/desk/units.ts';
import { anInstrument, anIntent, NOW } from '../../kit/builders.ts';

const filled = (amount: number, at: number) =>
  positionOf(anIntent(), { orderId: '77', filledQty: qty(amount), averagePrice: price(at) }, anInstrument());

test('a position is named by its symbol and the minute of its signal, so that it has the same name for everybody', () => {
  expect(positionIdOf(symbolId('SOLUSDT'), NOW)).toBe('SOLUSDT-20260105T1430');
});

describe('a filled entry', () => {
  test('I13 takes its price, stop and targets from the fill, not from the plan', () => {
    const position = filled(9, 101);
    expect(position.entryPrice).toBe(101);
    // 0.8 % of 101 below it: 100.192, on the nearer tick.
    expect(position.initialStopPrice).toBe(100.2);
    expect(position.targets.map(({ triggerPrice }) => triggerPrice)).toEqual([101.81, 102.62, 103.43]);
  });

  test('I12 is as large as what filled', () => {
    const position = filled(6.5, 100);
    expect([position.entryQty, position.qty]).toEqual([6.5, 6.5]);
    expect(position.executedNotionalUsd).toBe(650);
    expect(position.targets.reduce((sum, leg) => sum + leg.qty, 0)).toBeCloseTo(6.5, 9);
    expect(position.trace.at(-1)).toMatchObject({
      owner: 'Smart Execution',
      step: 'fill',
      because: '6.5 of 9 filled at 100',
    });
  });

  test('I21 is open and not yet protected: nothing rests for it', () => {
    expect(filled(9, 100)).toMatchObject({
      phase: 'open',
      protection: [],
      exits: [],
      fills: [],
      stopStage: 'initial',
      bestMark: undefined,
      rev: 0,
    });
  });

  test('keeps planned, intended and executed apart, and says its mode and source', () => {
    expect(filled(6.5, 100)).toMatchObject({
      plannedNotionalUsd: expect.closeTo(900, 6),
      intendedNotionalUsd: 900,
      executedNotionalUsd: 650,
      mode: 'embedded',
      source: 'ensemble',
    });
  });
});

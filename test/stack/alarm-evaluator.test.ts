import { describe, expect, test } from 'vitest';
import { type AlarmDefinition, type AlarmState, type Point, stateAt } from '../kit/alarm-evaluator.ts';
import { evaluateExpression } from '../kit/metric-math.ts';

/** An alarm on three points of three above 0, as CloudWatch's own table of missing data has it. */
const alarm = (missing: string): AlarmDefinition => ({
  name: 'three',
  periods: 3,
  datapoints: 3,
  threshold: 0,
  comparison: 'GreaterThanThreshold',
  missing,
  periodMs: 60_000,
  valueIn: (points, from, to) => points.find(({ at }) => at >= from && at < to)?.value,
});
/** `0` is fine, `X` breaches, `-` is missing; the newest is the last. */
const points = (drawn: string): Point[] =>
  drawn
    .split(' ')
    .flatMap((sign, n) =>
      sign === '-' ? [] : [{ metric: 'm', source: 's', at: n * 60_000, value: sign === 'X' ? 1 : 0 }],
    );

describe('the stand-in for CloudWatch', () => {
  test.each<[string, string, AlarmState]>([
    ['0 - X - X', 'breaching', 'OK'],
    ['0 - X - X', 'notBreaching', 'OK'],
    ['0 - - - -', 'breaching', 'OK'],
    ['0 - - - -', 'notBreaching', 'OK'],
    ['- - - - -', 'breaching', 'ALARM'],
    ['- - - - -', 'notBreaching', 'OK'],
    ['- - - - -', 'ignore', 'INSUFFICIENT_DATA'],
    ['- - - - -', 'missing', 'INSUFFICIENT_DATA'],
    ['0 X X - X', 'breaching', 'ALARM'],
    ['0 X X - X', 'notBreaching', 'ALARM'],
    ['- - X - -', 'breaching', 'ALARM'],
    ['- - X - -', 'notBreaching', 'OK'],
    ['X X X X 0', 'breaching', 'OK'],
  ])('%s, where missing is %s, is %s', (drawn, missing, state) => {
    expect(stateAt(alarm(missing), points(drawn), 5 * 60_000, 'INSUFFICIENT_DATA')).toBe(state);
  });

  test.each<[string, number | undefined]>([
    ['MAX([a, b, none])', 7],
    ['SUM([a, b, none])', 10],
    ['MIN([none])', undefined],
    ['IF(b > 6, 1, 0)', 1],
    ['IF(b > 7, 1, 0)', 0],
    ['MAX([a, IF(none > 6, 1, 0)])', 3],
  ])('%s of a = 3 and b = 7 is %s', (expression, value) => {
    expect(evaluateExpression(expression, id => ({ a: 3, b: 7 })[id])).toBe(value);
  });

  test('refuses what it does not know, rather than guess', () => {
    expect(() => evaluateExpression('FILL(a, 0)', () => 1)).toThrow();
    expect(() => evaluateExpression('MAX([a]) b', () => 1)).toThrow(/left over/);
  });
});

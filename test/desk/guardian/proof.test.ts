import { describe, expect, test } from 'vitest';
import {
  afterTrial,
  canary,
  isTrialDue,
  NOTHING_PROVED,
  type StopProof,
  type StopTrial,
} from '../../../lib/desk/guardian/proof.ts';
import { protects } from '../../../lib/desk/position/protection.ts';
import { epochMs, price, qty, type Side } from '../../../lib/desk/units.ts';
import { anInstrument, aRestingOrder, COIN, limitsWith, NOW } from '../../kit/builders.ts';

const at = (minute: number) => epochMs(NOW + minute * 60_000);
const proved = (minute: number): StopTrial => ({ type: 'proved', at: at(minute) });
const failed = (minute: number): StopTrial => ({
  type: 'failed',
  at: at(minute),
  symbol: COIN,
  because: '-4120',
});
const needy = (minute: number): StopTrial => ({ type: 'needs-position', at: at(minute) });
const having = (...trials: readonly StopTrial[]) => trials.reduce(afterTrial, NOTHING_PROVED);
const known = ({ provedAt, failure }: StopProof) => [
  provedAt === undefined ? 'never' : (provedAt - NOW) / 60_000,
  failure === undefined ? 'no failure' : (failure.at - NOW) / 60_000,
];

describe('I21 of two attempts to place a stop the later one counts', () => {
  test.each<[string, readonly StopTrial[], readonly unknown[]]>([
    ['nothing', [], ['never', 'no failure']],
    ['one taken', [proved(3)], [3, 'no failure']],
    ['one refused', [failed(3)], ['never', 3]],
    ['refused, then taken', [failed(3), proved(4)], [4, 'no failure']],
    ['taken, then refused', [proved(3), failed(4)], [3, 4]],
    ['an old one seen again after a refusal', [failed(4), proved(3)], [3, 4]],
    ['an old refusal heard of again', [proved(4), failed(3)], [4, 'no failure']],
    ['both in one instant: it was taken', [failed(3), proved(3)], [3, 'no failure']],
    ['both in one instant, told in the other order', [proved(3), failed(3)], [3, 'no failure']],
    ['taken twice, told in the wrong order', [proved(4), proved(3)], [4, 'no failure']],
  ])('%s', (_what, trials, expected) => expect(known(having(...trials))).toEqual(expected));

  test('a refusal for want of a position takes the failure away and proves nothing', () => {
    expect(having(proved(1), failed(3), needy(4))).toEqual({ provedAt: 0, failure: undefined });
  });
});

describe('a trial is due', () => {
  const limits = limitsWith({ 'guardian/canary-minutes': '30' });
  test.each<[string, readonly StopTrial[], number, boolean]>([
    ['when nothing was ever proved', [], 0, true],
    ['not within the limit', [proved(0)], 29, false],
    ['at the limit', [proved(0)], 30, true],
    ['at once after a failure', [proved(0), failed(1)], 2, true],
  ])('%s', (_when, trials, minute, due) =>
    expect(isTrialDue(having(...trials), at(minute), limits)).toBe(due),
  );
});

describe('the canary', () => {
  const bird = (side: Side, most: number | undefined, mark = 100) =>
    canary(
      { side, markPrice: price(mark), most: most === undefined ? undefined : qty(most) },
      anInstrument(),
    );

  test('is the smallest lot, on the closing side, too far away to be set off', () => {
    expect(bird('long', 10)).toEqual({ side: 'sell', triggerPrice: 70, qty: 0.001 });
    expect(bird('short', 10)).toEqual({ side: 'buy', triggerPrice: 130, qty: 0.001 });
    expect(bird('long', undefined)).toEqual({ side: 'sell', triggerPrice: 70, qty: 0.001 });
  });

  test('is never larger than what is held, and stands on the tick', () => {
    expect(bird('long', 0.0005).qty).toBe(0.0005);
    expect(bird('short', 1, 33.333).triggerPrice).toBe(43.34);
    expect(bird('long', 1, 33.333).triggerPrice).toBe(23.33);
  });

  test('I23 does not pass for protection', () => {
    const holding = { symbol: COIN, side: 'long' as const, qty: qty(10), liquidationPrice: price(0) };
    expect(protects(aRestingOrder(bird('long', 10)), holding)).toBe(false);
  });
});

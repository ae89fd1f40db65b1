import { describe, expect, test } from 'vitest';
import { examined, findingsOf, theFinding } from './examined.ts';

describe('the break-even win rate', () => {
  test('of 6/10/15 % at 10x against a 3 % stop is 73.5 %, with costs 77 %, and is called optimistic', () => {
    const { severity, title, figures } = theFinding(examined({ profile: 'high-leverage' }), 'break-even');
    expect(severity).toBe('warning');
    expect(title).toContain('optimistic');
    expect(figures.averageTargetFraction).toBeCloseTo(0.0108, 10);
    expect(figures.breakEvenFraction).toBeCloseTo(0.735, 3);
    expect(figures.breakEvenWithCostsFraction).toBeCloseTo(0.77, 3);
  });

  test('of a target at twice the stop is a note', () => {
    const { severity, figures } = theFinding(examined({ profile: 'math-ai' }), 'break-even');
    expect(severity).toBe('note');
    expect(figures.breakEvenFraction).toBeCloseTo(1 / 3, 6);
    expect(figures.breakEvenWithCostsFraction).toBeCloseTo(0.0094 / 0.024, 6);
  });

  test('a target of 2.0 % for 1.6 % pays 25 % more and is reached 28.6 % of the time for 33.3 %', () => {
    const { figures, proof } = theFinding(examined({ profile: 'math-ai' }), 'farther-target');
    expect(figures.hitFraction).toBeCloseTo(0.333, 3);
    expect(figures.hitFartherFraction).toBeCloseTo(0.286, 3);
    expect(proof).toContain('1.6 % → 2 % pays 25 % more a win');
  });
});

describe('legs under the minimum order', () => {
  test('30 % of 100 is 30, and only a note: the minimum gates entries', () => {
    const { severity, figures } = theFinding(examined({ profile: 'high-leverage' }), 'legs-under-minimum');
    expect([severity, figures.legUsd]).toEqual(['note', 30]);
  });

  test('a single target has no smaller leg', () => {
    expect(findingsOf(examined({ profile: 'math-ai' }), 'legs-under-minimum')).toEqual([]);
  });
});

describe('I06 I29 what each target closes has one owner', () => {
  test('a half beside the ladder of three would close 50, 25 and 12.5 %, and leave 12.5 % open', () => {
    const { title, proof } = theFinding(examined({ profile: 'high-leverage' }), 'ladder-owner');
    expect(title).toBe('exits/ladder alone says what each target closes: 30 %, 30 %, 40 %, together 100 %');
    expect(proof).toContain('would close 50 %, 25 %, 12.5 %, and leave 12.5 % open');
  });

  test('a half at one target would leave the other half open', () => {
    const { proof } = theFinding(examined({ profile: 'math-ai' }), 'ladder-owner');
    expect(proof).toContain('a half at the one target would close 50 %, and leave 50 % open');
  });
});

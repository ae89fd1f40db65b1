import { describe, expect, test } from 'vitest';
import type { ModelRecord, SeenVote } from '../../../lib/desk/doctor/evidence.ts';
import type { Examination } from '../../../lib/desk/doctor/examine.ts';
import { seenVotes } from '../../../lib/desk/doctor/thresholds.ts';
import { DAY_MS, epochMs, fraction, HOUR_MS, symbolId, usd } from '../../../lib/desk/units.ts';
import { NOW } from '../../kit/builders.ts';
import { examined, findingsOf } from './examined.ts';

const vote = (hours: number, confidence: number, evR?: number, symbol = 'SOLUSDT'): SeenVote => ({
  at: epochMs(NOW - hours * HOUR_MS),
  symbol: symbolId(symbol),
  confidence: fraction(confidence),
  ...(evR === undefined ? {} : { evR }),
});

const aCell = { side: 'long', confidenceMin: fraction(0.7) } as const;

const ofVotes = (...votes: SeenVote[]) => {
  const seen = seenVotes(votes, NOW);
  const x = examined({ profile: 'math-ai', equity: 15_000, input: { ...(seen && { votes: seen }) } });
  return byConfidence(x);
};

/** Warnings come before notes; here the lower threshold comes first. */
const byConfidence = (examination: Examination) =>
  findingsOf(examination, 'threshold-reached').toSorted(
    (a, b) => (a.figures.confidence ?? 0) - (b.figures.confidence ?? 0),
  );

const aRecord = (overrides: Partial<ModelRecord> = {}): ModelRecord => ({
  name: 'a model',
  days: 60,
  winRateFraction: fraction(0.52),
  sameExits: true,
  cells: [
    { side: 'long', confidenceMin: fraction(0.5), n: 900, rawMeanR: -0.1 },
    { side: 'long', confidenceMin: fraction(0.7), n: 12, rawMeanR: 0.2 },
    { side: 'short', confidenceMin: fraction(0.7), n: 8, rawMeanR: -0.05 },
    { side: 'long', confidenceMin: fraction(0.85), n: 0, rawMeanR: 0 },
  ],
  ...overrides,
});

describe('how often a threshold was reached', () => {
  test('is said to be unknown, once, where there is neither a vote nor a record', () => {
    const [only, ...others] = findingsOf(examined({}), 'threshold-reached');
    expect(others).toEqual([]);
    expect(only?.severity).toBe('note');
    expect(only?.title).toBe(
      'how often a confidence of 0.7 or 0.85 is reached, and what it would have earned, is not known',
    );
    expect(only?.proof).toContain('the journal holds no votes of the last 30 days');
    expect(only?.proof).toContain('no model’s record was given');
  });

  test('is counted over the votes, for each threshold that decides something', () => {
    const found = ofVotes(vote(240, 0.62), vote(48, 0.7, 0.1), vote(40, 0.86, 0.4), vote(2, 0.69));
    expect(found.map(({ title }) => title)).toEqual([
      'a confidence of 0.7 was reached 2 times in 10 days of votes',
      'a confidence of 0.85 was reached once in 10 days of votes',
    ]);
  });

  test('never, in ten days of votes, is a warning: by itself the desk opens nothing', () => {
    const found = ofVotes(vote(240, 0.62), vote(2, 0.699));
    expect(found.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(found[0]?.title).toBe('a confidence of 0.7 was never reached in 10 days of votes');
  });

  test('counts as trades those of a coin that do not overlap: the longest hold is four hours', () => {
    const [found] = ofVotes(
      vote(20, 0.8, 0.1),
      vote(18, 0.8, 0.1),
      vote(18, 0.8, 0.1, 'ADAUSDT'),
      vote(16, 0.8, 0.1),
      vote(15, 0.8, 0.1),
    );
    expect(found?.figures).toMatchObject({ votesReaching: 5, tradesApart: 3 });
    // Three trades of +0.1 R; one R is $900 at 0.8 % with costs of 0.14 %: $8.46.
    expect(found?.figures.expectedUsd).toBeCloseTo(0.3 * 8.46, 6);
    expect(found?.proof).toContain('expected to bring +0.100 R each, $2.54 together');
  });

  test('says where the votes had no expected value', () => {
    expect(ofVotes(vote(20, 0.8))[0]?.proof).toContain('none had an expected value');
  });

  test('forgets votes older than thirty days', () => {
    expect(seenVotes([vote(31 * 24, 0.9)], NOW)).toBeUndefined();
    expect(seenVotes([vote(31 * 24, 0.9), vote(24, 0.9)], NOW)).toMatchObject({ days: 1 });
    expect(DAY_MS).toBe(24 * HOUR_MS);
  });
});

describe('what a record says of a threshold', () => {
  const of = (record: ModelRecord) =>
    byConfidence(examined({ profile: 'math-ai', equity: 15_000, input: { record } }));

  test('is told for thirty days, with what such trades brought', () => {
    const [low, high] = of(aRecord());
    expect(low?.title).toBe('a confidence of 0.7 was reached 10 times in 30 days of the model’s record');
    // (12 x 0.2 - 8 x 0.05) / 20 = 0.1 R; ten of them at $8.46.
    expect(low?.figures.recordMeanR).toBeCloseTo(0.1, 9);
    expect(low?.figures.recordEarnedUsd).toBeCloseTo(8.46, 6);
    expect(high?.severity).toBe('warning');
    expect(high?.title).toContain('was never reached');
  });

  test('has no dollars where it was measured under other exits', () => {
    const [low] = of(aRecord({ sameExits: false }));
    expect(low?.figures).not.toHaveProperty('recordEarnedUsd');
    expect(low?.proof).toContain('under other exits or costs than these');
  });
});

describe('break-even against what was measured', () => {
  const of = (record?: ModelRecord) =>
    findingsOf(examined({ profile: 'math-ai', ...(record && { input: { record } }) }), 'measured-value')[0];

  test('without a record is said to be unknown', () => {
    expect(of()?.title).toBe(
      'what such trades have really brought is not known: no model’s record was given',
    );
  });

  test('with a record names both: what is needed, and what trades that pass have brought', () => {
    const found = of(aRecord());
    expect(found?.severity).toBe('note');
    expect(found?.title).toBe('trades from a confidence of 0.7 have brought +0.100 R each, costs included');
    expect(found?.proof).toContain('-0.096 R a trade over 920 trades of any confidence, 20 from 0.7 up');
    expect(found?.proof).toContain(
      'it was right 52 % of the time it took a side, and break-even needs 39.2 %',
    );
  });

  test.each([
    [
      'a record whose passing trades lost',
      { cells: [{ ...aCell, n: 50, rawMeanR: -0.03 }] },
      'brought -0.030 R',
    ],
    ['a record without one that passes', { cells: [{ ...aCell, n: 0, rawMeanR: 0 }] }, 'never reached'],
  ])('%s is a warning', (_what, changes, said) => {
    const found = of(aRecord(changes));
    expect(found?.severity).toBe('warning');
    expect(found?.title).toContain(said);
  });

  test('a record of other exits says nothing of these', () => {
    expect(of(aRecord({ sameExits: false }))?.title).toContain('measured under other exits or costs');
  });

  test('says how the desk’s own trades of that confidence ended', () => {
    const trades = {
      trades: 2,
      days: 3,
      winRateFraction: fraction(0.5),
      netUsd: usd(-4),
      netR: -0.2,
      fundingFraction: fraction(0),
      each: [
        { confidence: fraction(0.72), netUsd: usd(6) },
        { confidence: fraction(0.9), netUsd: usd(-10) },
      ],
    };
    const found = byConfidence(examined({ input: { record: aRecord(), trades } }));
    expect(found.map(({ proof }) => proof.split('; ').at(-1))).toEqual([
      '2 were traded here and came to -$4.00',
      '1 were traded here and came to -$10.00',
    ]);
  });
});

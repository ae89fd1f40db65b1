import { afterEach, expect, test } from 'vitest';
import { epochMs, fraction, symbolId } from '../../lib/desk/units.ts';
import { UNCALIBRATED } from '../../lib/models/calibration.ts';
import { verdictOf } from '../../lib/models/ensemble.ts';
import {
  jointOfKept,
  type KeptPredictions,
  KeptPredictionsError,
  readKept,
} from '../../lib/models/kept-predictions.ts';
import { mixtureOf } from '../../lib/models/mixture.ts';
import { type Mixtures, MixturesError, readMixtures, writeMixtures } from '../../lib/models/mixtures.ts';
import { expectNoPollution, hold, Outcomes, oddNumber } from '../kit/hostile.ts';
import { hostileJson } from '../kit/hostile-json.ts';

const KEPT: KeptPredictions = {
  format: 1,
  kind: 'nhits',
  version: 'nhits-1',
  barMs: 900_000,
  horizonMs: 14_400_000,
  symbols: [symbolId('AUSDT'), symbolId('BUSDT')],
  bars: [epochMs(900_000), epochMs(1_800_000)],
  symbol: [0, 1, 0],
  bar: [0, 0, 1],
  logit: [0.5, -0.5, 0.1],
  label: [1, 0, null],
};
const MIXTURES: Mixtures = {
  format: 1,
  measuredAt: epochMs(900_000),
  versions: ['nhits-1', 'xgboost-1'],
  exitsHash: 'abc',
  mixtures: [
    {
      members: [
        { kind: 'nhits', version: 'nhits-1', weight: fraction(0.5) },
        { kind: 'xgboost', version: 'xgboost-1', weight: fraction(0.5) },
      ],
      calibration: { kind: 'platt', slope: 1.5, intercept: 0, n: 100 },
      expectedValue: {
        exitsHash: 'abc',
        allMeanR: 0.1,
        cells: [
          { side: 'long', confidenceMin: fraction(0.5), n: 9, nIndependent: 4, rawMeanR: 0.2, meanR: 0.1 },
        ],
      },
      rows: 1_000,
      logLoss: 0.69,
      baseLogLoss: 0.692,
    },
  ],
};

afterEach(expectNoPollution);

test('I51 predictions with anything in them are refused in one line, or make a mixture of numbers', () => {
  const outcomes = new Outcomes();
  hold(hostileJson(KEPT), text => {
    const kept = outcomes.of(() => readKept(text), KeptPredictionsError);
    const joint = kept && jointOfKept([kept, KEPT]);
    if (joint !== undefined) expect(oddNumber(mixtureOf(joint, joint.kinds))).toBeUndefined();
  });
  outcomes.expectBoth();
});

test('I51 mixtures with anything in them are refused in one line, or say a probability', () => {
  const outcomes = new Outcomes();
  hold(hostileJson(MIXTURES), text => {
    const mixtures = outcomes.of(() => readMixtures(text), MixturesError);
    if (mixtures === undefined) return;
    expect(oddNumber(mixtures)).toBeUndefined();
    expect(readMixtures(writeMixtures(mixtures))).toEqual(mixtures);
    for (const { members, calibration } of mixtures.mixtures) {
      const words = members.map(({ weight }) => ({ margin: 3, weight }));
      const { pUp } = verdictOf(words, calibration) ?? { pUp: 0.5 };
      expect(pUp >= 0 && pUp <= 1).toBe(true);
    }
  });
  outcomes.expectBoth();
  expect(verdictOf([{ margin: 3, weight: 1 }], UNCALIBRATED)).toBeDefined();
});

import { expect, test } from 'vitest';
import { epochMs, fraction, symbolId } from '../../lib/desk/units.ts';
import { ballotOf } from '../../lib/models/ballot.ts';
import { UNCALIBRATED } from '../../lib/models/calibration.ts';
import type { ModelKind } from '../../lib/models/ensemble.ts';
import { COLUMNS } from '../../lib/models/features.ts';
import type { Mixtures } from '../../lib/models/mixtures.ts';
import { type Seat, seatOfModel } from '../../lib/models/panel.ts';
import { sharesOf } from '../../lib/models/shares.ts';
import { modelOf, type UsableModel } from '../../lib/models/stored.ts';
import { NO_WINDOWS } from '../../lib/models/windows.ts';
import { finished } from '../../lib/models/work.ts';
import { plantedModel } from '../kit/planted-model.ts';

const AT = epochMs(Date.UTC(2026, 0, 5));

function usable(version: string): UsableModel {
  const model = modelOf(plantedModel({ market: 'synthetic', at: AT, manifest: { version } }));
  if (model.type === 'unusable') throw new Error(model.because);
  return model;
}

const licensed = (kind: ModelKind, gain: number): Seat => ({
  type: 'licensed',
  kind,
  model: usable(kind),
  gain,
});
const refused = (kind: ModelKind): Seat => ({
  type: 'refused',
  kind,
  model: usable(`${kind}-refused`),
  because: 'it has not been promoted',
  foreign: false,
});
const EMPTY: Seat = { type: 'untrained', kind: 'patchtst' };

/** The mixture of these two and of no others. */
const MEASURED: Mixtures = {
  format: 1,
  measuredAt: AT,
  versions: ['xgboost', 'nhits'],
  exitsHash: '',
  mixtures: [
    {
      members: [
        { kind: 'xgboost', version: 'xgboost', weight: fraction(0.75) },
        { kind: 'nhits', version: 'nhits', weight: fraction(0.25) },
      ],
      calibration: UNCALIBRATED,
      expectedValue: { exitsHash: '', allMeanR: 0, cells: [] },
      rows: 2_000,
      logLoss: 0.68,
      baseLogLoss: 0.69,
    },
  ],
};

const CASES: readonly (readonly [string, readonly Seat[], Mixtures | undefined, readonly number[]])[] = [
  [
    'as their mixture was measured',
    [licensed('xgboost', 0.01), licensed('nhits', 0.03), EMPTY],
    MEASURED,
    [0.75, 0.25, 0],
  ],
  [
    'not at all where they were never measured together: the one with most gain has it',
    [licensed('xgboost', 0.01), licensed('lightgbm', 0.03), refused('nhits')],
    MEASURED,
    [0, 1, 0],
  ],
  ['whole, if there is one alone', [refused('lightgbm'), licensed('xgboost', 0.03)], undefined, [0, 1]],
  ['by nobody, if none is licensed', [refused('xgboost'), refused('nhits')], MEASURED, [0, 0]],
];

test.each(CASES)('the licensed have the vote %s', (_how, panel, mixtures, shares) => {
  expect(sharesOf(panel, mixtures)).toEqual(shares);
});

test.each(CASES.slice(0, 3))('and so it is cast: %s', (_how, panel, mixtures, shares) => {
  const row = {
    symbols: [symbolId('SOLUSDT')],
    values: new Float32Array(COLUMNS).fill(1),
    windows: NO_WINDOWS,
  };
  const { weights } = finished(ballotOf(panel, row, mixtures));
  const cast = panel.map(seat => {
    const version = 'model' in seat ? seat.model.manifest.version : undefined;
    return weights.find(each => each.version === version)?.weight ?? 0;
  });
  expect(cast).toEqual(shares);
});

test('a model with evidence enough has all of it', () => {
  const seat = seatOfModel(usable('xgboost-one'), 'synthetic', AT);
  expect(sharesOf([EMPTY, seat], undefined)).toEqual([0, 1]);
});

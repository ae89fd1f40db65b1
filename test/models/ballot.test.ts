import { describe, expect, test } from 'vitest';
import { epochMs, fraction, symbolId } from '../../lib/desk/units.ts';
import { ballotOf, signalsOf, valued } from '../../lib/models/ballot.ts';
import type { ModelKind } from '../../lib/models/ensemble.ts';
import { COLUMNS } from '../../lib/models/features.ts';
import type { Manifest } from '../../lib/models/manifest.ts';
import { readManifest } from '../../lib/models/manifest.ts';
import type { Mixtures } from '../../lib/models/mixtures.ts';
import type { Seat } from '../../lib/models/panel.ts';
import { logistic } from '../../lib/models/statistics.ts';
import { NO_WINDOWS } from '../../lib/models/windows.ts';
import { atOnce, finished, TensorsRefused } from '../../lib/models/work.ts';
import { limitsWith, NOW } from '../kit/builders.ts';
import { plantedModel } from '../kit/planted-model.ts';

const SYMBOLS = ['AUSDT', 'BUSDT'].map(symbolId);
const ROWS = { symbols: SYMBOLS, values: new Float32Array(SYMBOLS.length * COLUMNS), windows: NO_WINDOWS };
const manifest = (netR = 0.3): Manifest =>
  readManifest(plantedModel({ market: 'synthetic', at: epochMs(NOW), netR }).manifest);

interface Speaker {
  readonly kind?: ModelKind;
  readonly version?: string;
  readonly margins: readonly number[];
  readonly netR?: number;
  readonly calibration?: Manifest['calibration'];
}

function champion({ kind = 'xgboost', version, margins, netR, calibration }: Speaker) {
  const planted = manifest(netR);
  const own = { ...planted, version: version ?? planted.version };
  return {
    type: 'usable',
    kind,
    role: 'champion',
    manifest: { ...own, calibration: calibration ?? own.calibration },
    margins: () => atOnce(() => margins),
  } as const;
}

const licensed = (gain: number, speaker: Speaker): Seat => ({
  type: 'licensed',
  kind: speaker.kind ?? 'xgboost',
  model: champion(speaker),
  gain,
});
const refused = (foreign: boolean, speaker: Speaker): Seat => ({
  type: 'refused',
  kind: speaker.kind ?? 'xgboost',
  model: champion(speaker),
  because: 'the test says so',
  foreign,
});

const cast = (panel: readonly Seat[], mixtures?: Mixtures) => finished(ballotOf(panel, ROWS, mixtures));
const chances = (panel: readonly Seat[]) => cast(panel).votes.map(({ pUp }) => pUp);

describe('a ballot', () => {
  test('is one model’s calibrated word where one is licensed', () => {
    const calibration = { kind: 'platt', slope: 0.5, intercept: 0.1, n: 10 } as const;
    const panel = [licensed(0.02, { margins: [2, -2], calibration })];
    expect(chances(panel)).toEqual([expect.closeTo(logistic(1.1), 9), expect.closeTo(logistic(-0.9), 9)]);
    expect(cast(panel)).toMatchObject({
      licensed: true,
      votes: [{ side: 'long' }, { side: 'short' }],
    });
  });

  describe('where several are licensed', () => {
    const light = { kind: 'lightgbm', version: 'lightgbm-planted', margins: [1, 2], netR: 0.5 } as const;
    const panel = [licensed(0.01, { margins: [2, -2] }), licensed(0.03, light)];
    const calibration = { kind: 'platt', slope: 1.5, intercept: 0.2, n: 100 } as const;
    const together: Mixtures = {
      format: 1,
      measuredAt: epochMs(NOW),
      versions: ['xgboost-planted', 'lightgbm-planted'],
      exitsHash: '',
      mixtures: [
        {
          members: [
            { kind: 'xgboost', version: 'xgboost-planted', weight: fraction(0.25) },
            { kind: 'lightgbm', version: 'lightgbm-planted', weight: fraction(0.75) },
          ],
          calibration,
          expectedValue: { ...manifest().expectedValue, allMeanR: 0.7 },
          rows: 1_000,
          logLoss: 0.68,
          baseLogLoss: 0.69,
        },
      ],
    };

    test('is their mean as it was measured and calibrated, with its own values', () => {
      const ballot = cast(panel, together);
      expect(ballot.votes.map(({ pUp }) => pUp)).toEqual([
        expect.closeTo(logistic(1.5 * (0.25 * 2 + 0.75 * 1) + 0.2), 9),
        expect.closeTo(logistic(1.5 * (0.25 * -2 + 0.75 * 2) + 0.2), 9),
      ]);
      expect(ballot.values?.allMeanR).toBe(0.7);
      expect(ballot.weights).toMatchObject([{ weight: 0.25 }, { weight: 0.75 }]);
    });

    const others = { ...together, mixtures: together.mixtures.map(one => ({ ...one, members: [] })) };
    test.each([
      ['was never measured', undefined],
      ['was measured of other versions', others],
    ])('is the word of the one with most gain where their mixture %s', (_, mixtures) => {
      const ballot = cast(panel, mixtures);
      expect(ballot.votes.map(({ pUp }) => pUp)).toEqual([
        expect.closeTo(logistic(1), 9),
        expect.closeTo(logistic(2), 9),
      ]);
      expect(ballot.values?.allMeanR).toBeCloseTo(0.5, 9);
      expect(ballot.weights).toEqual([{ version: 'lightgbm-planted', weight: 1 }]);
    });

    test('leaves out a coin of which one of them says what is no number', () => {
      const dumb = licensed(0.03, { ...light, margins: [Number.NaN, 2] });
      expect(cast([panel[0] as Seat, dumb], together).votes.map(({ symbol }) => symbol)).toEqual(['BUSDT']);
    });
  });

  test('I45 is not swayed by a model without a licence', () => {
    const alone = [licensed(0.01, { margins: [2, -2] })];
    const beside = refused(false, { kind: 'lightgbm', margins: [9, 9] });
    expect(chances([beside, ...alone])).toEqual(chances(alone));
  });

  test('is a shadow prediction where none is licensed, and empty where all are foreign', () => {
    expect(cast([refused(false, { margins: [2, -2] })])).toMatchObject({
      licensed: false,
      votes: [{ side: 'long' }, { side: 'short' }],
    });
    expect(cast([refused(true, { margins: [2, -2] })]).votes).toEqual([]);
  });

  test('goes on without a model that cannot be run, and says which', () => {
    const broken = licensed(0.05, { kind: 'nhits', margins: [] });
    if (!('model' in broken)) throw new Error('no model');
    const failing: Seat = {
      ...broken,
      model: {
        ...broken.model,
        margins: () =>
          atOnce(() => {
            throw new TensorsRefused('the net cannot be opened');
          }),
      },
    };
    const alone = [licensed(0.01, { margins: [2, -2] })];
    expect(chances([failing, ...alone])).toEqual(chances(alone));
    expect(cast([failing, ...alone]).silent).toEqual([
      { version: 'xgboost-planted', because: 'the net cannot be opened' },
    ]);
    expect(cast([failing])).toMatchObject({ licensed: false, votes: [], values: undefined });
  });

  test('leaves out a coin of which a model says what is no number', () => {
    const panel = [licensed(0.01, { margins: [Number.NaN, 2] })];
    expect(cast(panel).votes.map(({ symbol }) => symbol)).toEqual(['BUSDT']);
  });
});

test('the best expected value comes first', () => {
  const ballot = cast([licensed(0.02, { margins: [2, -2] })]);
  const { exitsHash, allMeanR, cells } = manifest().expectedValue;
  const values = {
    exitsHash,
    allMeanR,
    cells: cells.map(cell => ({ ...cell, meanR: cell.side === 'short' ? 0.4 : 0.2 })),
  };
  const votes = valued({ ...ballot, values }, limitsWith());
  expect(votes.map(({ symbol, evR }) => [symbol, evR])).toEqual([
    ['BUSDT', 0.4],
    ['AUSDT', 0.2],
  ]);
});

test('I46 signals of equal value come by symbol, and there is none where it is not above zero', () => {
  const of = (margins: readonly number[], netR: number) =>
    signalsOf(valued(cast([licensed(0.02, { margins, netR })]), limitsWith()), NOW).map(
      ({ symbol }) => symbol,
    );
  expect(of([2, 2], 0.3)).toEqual(['AUSDT', 'BUSDT']);
  expect(of([2, 2], -0.01)).toEqual([]);
  expect(of([2, 2], 0)).toEqual([]);
});

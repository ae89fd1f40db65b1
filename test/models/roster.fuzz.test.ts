import { afterEach, describe, expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import { FEATURES } from '../../lib/models/features.ts';
import { readBroughtWords } from '../../lib/models/import.ts';
import { ManifestError } from '../../lib/models/manifest.ts';
import {
  EMPTY_ROSTER,
  holdersOf,
  RosterError,
  readRoster,
  withSeat,
  writeRoster,
} from '../../lib/models/roster.ts';
import { settled } from '../../lib/models/seat-changes.ts';
import { expectNoPollution, hold, Outcomes, oddNumber } from '../kit/hostile.ts';
import { hostileJson } from '../kit/hostile-json.ts';
import { days } from './kit/days.ts';

const held = (version: string) => ({
  version,
  file: `nhits/${version}/model.onnx`,
  manifest: `nhits/${version}/manifest-1.json`,
  since: epochMs(86_400_000),
});
const ROSTER = withSeat(EMPTY_ROSTER, {
  kind: 'nhits',
  champion: held('a'),
  previous: held('b'),
  challenger: held('c'),
  line: days(60, 63, 0.69),
  changes: [{ at: epochMs(5), version: 'a', what: 'promoted', because: 'the seat was empty' }],
});
const WORDS = {
  kind: 'xgboost',
  schemaHash: FEATURES.hash,
  market: 'synthetic',
  trainedFrom: 1,
  trainedTo: 2,
  symbols: ['BTCUSDT'],
  calibration: { slope: 1, intercept: 0 },
};

afterEach(expectNoPollution);

describe('I51 a roster with anything in it', () => {
  test('is refused in one line, or names files of the store and can be gone on with', () => {
    const outcomes = new Outcomes();
    hold(hostileJson(ROSTER), text => {
      const roster = outcomes.of(() => readRoster(text), RosterError);
      if (roster === undefined) return;
      expect(oddNumber(roster)).toBeUndefined();
      const written = writeRoster(roster);
      expect(writeRoster(readRoster(written))).toBe(written);
      for (const seat of roster.seats) {
        for (const { held: one } of holdersOf(seat))
          for (const name of [one.file, one.manifest]) expect(name).toMatch(/^(?!.*\.\.)[\w-]/);
        expect(() => settled(seat, {}, epochMs(9))).not.toThrow();
      }
    });
    outcomes.expectBoth();
  });
});

test('what is said of a model that is brought is refused in one line, or holds numbers that are some', () => {
  const outcomes = new Outcomes();
  hold(hostileJson(WORDS), text => {
    const words = outcomes.of(() => readBroughtWords(text), ManifestError);
    if (words !== undefined) expect(oddNumber(words)).toBeUndefined();
  });
  outcomes.expectBoth();
});

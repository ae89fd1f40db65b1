import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { epochMs, fraction, symbolId } from '../../lib/desk/units.ts';
import { ballotOf, valued } from '../../lib/models/ballot.ts';
import { digestOf } from '../../lib/models/digest.ts';
import { COLUMNS } from '../../lib/models/features.ts';
import { type Manifest, ManifestError, readManifest, writeManifest } from '../../lib/models/manifest.ts';
import { seatOfModel } from '../../lib/models/panel.ts';
import { revalidated } from '../../lib/models/revalidate.ts';
import { modelOf } from '../../lib/models/stored.ts';
import { NO_WINDOWS } from '../../lib/models/windows.ts';
import { finished } from '../../lib/models/work.ts';
import { limitsWith, NOW } from '../kit/builders.ts';
import { championFiles } from '../kit/champion-files.ts';
import { expectNoPollution, hold, ONE_LINE, Outcomes, oddNumber } from '../kit/hostile.ts';
import { hostileJson } from '../kit/hostile-json.ts';
import { plantedModel } from '../kit/planted-model.ts';

const SHIPPED = join(import.meta.dirname, '../../models/synthetic');
const planted = plantedModel({ market: 'synthetic', at: epochMs(NOW) });

/** The manifest that is shipped, with its last days alone: mutations shall fall on all its parts. */
function shipped(): unknown {
  const whole = JSON.parse(championFiles(SHIPPED).manifest) as Manifest;
  const { cells, ...values } = whole.expectedValue;
  return {
    ...whole,
    symbols: whole.symbols.slice(0, 2),
    record: whole.record.slice(-4),
    expectedValue: { ...values, cells: cells.slice(0, 4) },
    checksum: digestOf(planted.file),
  };
}
const SAMPLES = [
  shipped(),
  { ...JSON.parse(planted.manifest), record: JSON.parse(planted.manifest).record.slice(0, 12) },
];

afterEach(expectNoPollution);

describe('I51 a manifest with anything in it', () => {
  test('is refused in one line, or reads as it was written', () => {
    const outcomes = new Outcomes();
    hold(hostileJson(...SAMPLES), text => {
      const manifest = outcomes.of(() => readManifest(text), ManifestError);
      if (manifest === undefined) return;
      expect(oddNumber(manifest)).toBeUndefined();
      const written = writeManifest(manifest);
      expect(writeManifest(readManifest(written))).toBe(written);
    });
    outcomes.expectBoth();
  });

  test('makes a model unusable, or one whose word is a probability and whose licence is reasoned', () => {
    const seen = new Set<string>();
    const symbols = ['AUSDT', 'BUSDT', 'CUSDT'].map(symbolId);
    const values = Float32Array.from(
      { length: 3 * COLUMNS },
      (_, i) => (i % 7) - 3 + (i % 5 === 0 ? Number.NaN : 0),
    );
    hold(hostileJson(...SAMPLES), text => {
      const champion = modelOf({ kind: 'xgboost', role: 'champion', manifest: text, file: planted.file });
      seen.add(champion.type);
      if (champion.type === 'unusable') {
        expect(champion.because).toMatch(ONE_LINE);
        return;
      }
      const { manifest } = champion;
      const seat = seatOfModel(champion, 'synthetic', epochMs(NOW));
      seen.add(seat.type);
      if (seat.type === 'refused') expect(seat.because).toMatch(/^(?!.*(NaN|Infinity|undefined))/);
      if (seat.type === 'licensed') expect(seat.gain).toBeGreaterThan(0);
      // As if it had its licence: it must not say anything that is no probability even then.
      const panel = [{ type: 'licensed', kind: 'xgboost', model: champion, gain: 0.01 } as const];
      const ballot = finished(ballotOf(panel, { symbols, values, windows: NO_WINDOWS }));
      for (const { pUp, confidence, evR } of valued(ballot, limitsWith())) {
        expect(pUp).toBeGreaterThanOrEqual(0);
        expect(pUp).toBeLessThanOrEqual(1);
        expect(confidence).toBeGreaterThanOrEqual(0.5);
        if (evR !== undefined) expect(Math.abs(evR)).toBeLessThan(1_000);
      }
      // A day more of record must leave a manifest that can be read again.
      const resolvedTo = Math.min(manifest.resolvedTo, NOW) + 900_000;
      const fresh = [{ at: epochMs(resolvedTo), pUp: fraction(0.6), label: 1 }];
      const next = revalidated(manifest, fresh, epochMs(NOW));
      expect(() => readManifest(writeManifest(next))).not.toThrow();
    });
    expect([...seen].toSorted()).toEqual(['licensed', 'refused', 'unusable', 'usable']);
  });
});

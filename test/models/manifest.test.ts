import { expect, test } from 'vitest';
import { epochMs, fraction } from '../../lib/desk/units.ts';
import { type Manifest, ManifestError, readManifest, writeManifest } from '../../lib/models/manifest.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';

const MANIFEST: Manifest = {
  format: 1,
  kind: 'xgboost',
  version: 'xgboost-2025-05-01-0123abcd',
  recipe: DEFAULT_RECIPE,
  schemaHash: 'a'.repeat(64),
  market: 'binance-usdm',
  trainedFrom: epochMs(1),
  trainedTo: epochMs(2),
  trainedAt: epochMs(3),
  revalidatedAt: epochMs(3),
  symbols: ['BTCUSDT'],
  metrics: {
    rows: 10,
    logLoss: 0.69,
    baseLogLoss: 0.692,
    gain: 0.002,
    areaUnderCurve: null,
    winRate: fraction(0.5),
    netR: null,
  },
  calibration: { kind: 'platt', slope: 1, intercept: 0, n: 10 },
  expectedValue: { exitsHash: 'x', allMeanR: 0, cells: [] },
  record: [],
  resolvedTo: epochMs(2),
  checksum: 'b'.repeat(64),
};

/** A hundred predictions, half of which took a side. */
const DAY = {
  day: 20_000,
  n: 100,
  ups: 48,
  downs: 50,
  logLoss: 69,
  leaning: 50,
  leaningUps: 25,
  leaningDowns: 24,
  wins: 30,
  pUpMin: 0.4,
  pUpMax: 0.6,
};

test('a manifest reads as it was written', () => {
  const manifest = { ...MANIFEST, record: [DAY, { ...DAY, day: 20_001 }] };
  expect(readManifest(writeManifest(manifest))).toEqual(manifest);
});

test.each<[string, string]>([
  ['an empty file', ''],
  ['a truncated file', writeManifest(MANIFEST).slice(0, 200)],
  ['another JSON', '[]'],
  ['null', 'null'],
  ['a market that is none', writeManifest({ ...MANIFEST, market: 'atlantis' as 'synthetic' })],
  [
    'a probability above one',
    writeManifest({ ...MANIFEST, metrics: { ...MANIFEST.metrics, winRate: fraction(1.2) } }),
  ],
  ['a slope below zero', writeManifest({ ...MANIFEST, calibration: { ...MANIFEST.calibration, slope: -1 } })],
  [
    'a figure that is no number',
    writeManifest({ ...MANIFEST, metrics: { ...MANIFEST.metrics, logLoss: Number.NaN } }),
  ],
  ['a short hash', writeManifest({ ...MANIFEST, schemaHash: 'abc' })],
  ['another format', writeManifest({ ...MANIFEST, format: 2 as never })],
  ['a time of no calendar', writeManifest({ ...MANIFEST, trainedTo: epochMs(8.64e15 + 1) })],
  ['a version that is a path', writeManifest({ ...MANIFEST, version: '../../other' })],
  [
    'a calibration that makes a certainty of everything',
    writeManifest({ ...MANIFEST, calibration: { ...MANIFEST.calibration, intercept: 1e300 } }),
  ],
  [
    'a figure whose sum is no number',
    writeManifest({ ...MANIFEST, expectedValue: { ...MANIFEST.expectedValue, allMeanR: 1e308 } }),
  ],
  [
    'a recipe of bars longer than a week',
    writeManifest({ ...MANIFEST, recipe: { ...DEFAULT_RECIPE, barMinutes: 1e9 } }),
  ],
  [
    'more wins than predictions that could win',
    writeManifest({ ...MANIFEST, record: [{ ...DAY, wins: 60 }] }),
  ],
  ['more that rose than there were', writeManifest({ ...MANIFEST, record: [{ ...DAY, ups: 90 }] })],
  ['a day twice', writeManifest({ ...MANIFEST, record: [DAY, DAY] })],
  [
    'more days than a licence can be reckoned from in time',
    writeManifest({ ...MANIFEST, record: Array.from({ length: 5_001 }, (_, day) => ({ ...DAY, day })) }),
  ],
  ['a field named over several lines', JSON.stringify({ ...MANIFEST, 'a\nb\u001b[31m': 1 })],
  ['a field of a long name', JSON.stringify({ ...MANIFEST, ['x'.repeat(10_000)]: 1 })],
  ['a field that nobody reads', JSON.stringify({ ...MANIFEST, note: 'hello' })],
])('I51 %s is refused in one line', (_name, text) => {
  expect(() => readManifest(text)).toThrow(ManifestError);
  expect(() => readManifest(text)).toThrow(/^the manifest is not [^\p{Cc}]{1,300}$/u);
});

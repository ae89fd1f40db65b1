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

test('a manifest reads as it was written', () => {
  expect(readManifest(writeManifest(MANIFEST))).toEqual(MANIFEST);
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
  ['a field that nobody reads', JSON.stringify({ ...MANIFEST, note: 'hello' })],
])('%s is refused in one line', (_name, text) => {
  expect(() => readManifest(text)).toThrow(ManifestError);
  expect(() => readManifest(text)).toThrow(/^the manifest is not [^\n]*$/);
});

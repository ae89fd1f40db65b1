import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readForcedSignals } from '../../lib/adapters/forced-signals-file.ts';
import { writeDemoSignals } from '../../lib/local/demo-signals.ts';
import { simpleMarket } from '../../lib/sim/markets/simple.ts';

test('the demo’s list is one that the desk reads, over coins that the simple market has, all of it forced', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-demo-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const market = simpleMarket({ seed: 1, days: 1 });
  const path = join(folder, 'demo.csv');
  writeDemoSignals(path, market.startsAt);
  const signals = readForcedSignals(path);
  const coins = new Set(market.instruments().map(({ symbol }) => symbol));
  expect(signals.length).toBeGreaterThan(1_000);
  expect(signals.every(({ symbol, source }) => coins.has(symbol) && source === 'forced')).toBe(true);
  expect(signals.slice(0, 3).map(({ at }) => (at - market.startsAt) / 60_000)).toEqual([5, 25, 45]);
  expect(signals.slice(0, 3).map(({ side }) => side)).toEqual(['long', 'short', 'long']);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, expect, test } from 'vitest';
import { ForcedSignalsError, readForcedSignals } from '../../lib/adapters/forced-signals-file.ts';
import { expectNoPollution, hold, Outcomes, oddNumber } from '../kit/hostile.ts';
import { hostileJson } from '../kit/hostile-json.ts';
import { cutText, hostileCells } from '../kit/hostile-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'perpdesk-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(expectNoPollution);

const CSV = [
  'time,symbol,side,confidence',
  '2025-05-27T14:30:00Z,SOLUSDT,long,0.8',
  '1748356260000,BTCUSDT,sell',
  '# a comment',
  '2025-05-27T16:30:00+02:00,ETHUSDT,short,',
].join('\n');
const JSON_LIST = [
  { time: '2025-05-27T14:30:00Z', symbol: 'SOLUSDT', side: 'long', confidence: 0.8 },
  { time: 1_748_356_260_000, symbol: 'btcusdt', side: 'SELL' },
];

test('I46 a file with anything in it is refused with its line, or opens what it says and nothing else', () => {
  const outcomes = new Outcomes();
  const path = join(folder, 'signals');
  const texts = fc.oneof(hostileCells(CSV), hostileJson(JSON_LIST), cutText(hostileJson(JSON_LIST)));
  hold(texts, text => {
    writeFileSync(path, text);
    const signals = outcomes.of(() => readForcedSignals(path), ForcedSignalsError);
    if (signals === undefined) return;
    expect(oddNumber(signals)).toBeUndefined();
    expect(signals.length).toBeGreaterThan(0);
    let last = 0;
    for (const { at, side, symbol, confidence, source } of signals) {
      expect(new Date(at).toISOString()).toMatch(/^2\d{3}-/);
      expect(at % 60_000).toBe(0);
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
      expect(['long', 'short']).toContain(side);
      expect(symbol).toMatch(/^[A-Z0-9]{5,20}$/);
      expect(confidence).toBeGreaterThanOrEqual(0.5);
      expect(confidence).toBeLessThanOrEqual(1);
      expect(source).toBe('forced');
      // What is told is what stands there: no time is read into a cell that holds none.
      expect(text).toMatch(/\d{4}-\d\d-\d\d|\d{13}/);
    }
  });
  outcomes.expectBoth();
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../../lib/desk/units.ts';
import { readCandleFile } from '../../../lib/sim/markets/candle-file.ts';
import { CandleFileError } from '../../../lib/sim/markets/candle-file-error.ts';
import { readFundingFile } from '../../../lib/sim/markets/funding.ts';
import type { BarSeries } from '../../../lib/sim/markets/series.ts';
import { hold, Outcomes, oddNumber } from '../../kit/hostile.ts';
import { hostileCells } from '../../kit/hostile-text.ts';
import { csv, FIRST_MINUTE, minuteRow } from './folders.ts';

const folder = mkdtempSync(join(tmpdir(), 'perpdesk-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const given = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const CANDLES = csv(...Array.from({ length: 20 }, (_, n) => minuteRow(n, 100 + n)));
const RATES = `ts,funding_rate\n${FIRST_MINUTE - (FIRST_MINUTE % DAY_MS)},0.0001\n${FIRST_MINUTE - (FIRST_MINUTE % DAY_MS) + DAY_MS},-0.00025\n`;

function expectSound(bars: BarSeries): void {
  for (const [i, bar] of bars.slice(-Infinity, Infinity).entries()) {
    expect(oddNumber(bar)).toBeUndefined();
    expect(() => new Date(bar.at).toISOString()).not.toThrow();
    if (i > 0) expect(bar.at).toBeGreaterThan(bars.at(i - 1));
    expect(bar.low).toBeGreaterThan(0);
    expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
    expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
    expect(bar.volume).toBeGreaterThanOrEqual(0);
  }
}

describe('I50 a data file with anything in it is refused with its place, or holds what it says:', () => {
  test('candles, also when they are folded', () => {
    const outcomes = new Outcomes();
    hold(hostileCells(CANDLES, CANDLES.replaceAll('\n', '\r\n')), text => {
      const path = given('COINUSDT-1m.csv', text);
      const file = outcomes.of(() => readCandleFile(path, MINUTE_MS), CandleFileError);
      if (file === undefined) return;
      const { bars, priceDecimals, volumeDecimals } = file;
      expectSound(bars);
      expectSound(bars.foldTo(15 * MINUTE_MS).withVolumeDecimals(volumeDecimals));
      // What an instrument is made of.
      expect(() => (10 ** -priceDecimals).toFixed(priceDecimals)).not.toThrow();
      expect(priceDecimals).toBeLessThanOrEqual(20);
    });
    outcomes.expectBoth();
  });

  test('candles in a gzip that is cut off or damaged', () => {
    const outcomes = new Outcomes();
    const whole = gzipSync(CANDLES);
    hold(fc.tuple(fc.nat(whole.length), fc.nat(255), fc.boolean()), ([at, byte, cut]) => {
      const bytes = Buffer.from(cut ? whole.subarray(0, at) : whole);
      if (!cut && at < bytes.length) bytes[at] = byte;
      const path = given('COINUSDT-1m.csv.gz', bytes);
      const file = outcomes.of(() => readCandleFile(path, MINUTE_MS), CandleFileError);
      if (file !== undefined) expectSound(file.bars);
    });
    outcomes.expectBoth();
  });

  test('funding rates', () => {
    const outcomes = new Outcomes();
    hold(hostileCells(RATES), text => {
      const path = given('COINUSDT-funding.csv', text);
      const span = outcomes.of(() => readFundingFile(path), CandleFileError);
      if (span === undefined) return;
      expect(oddNumber([...span.rates])).toBeUndefined();
      expect(() => [span.from, span.to].map(at => new Date(at).toISOString())).not.toThrow();
    });
    outcomes.expectBoth();
  });
});

test('a cell that never ends takes no time', () => {
  const began = performance.now();
  for (const cell of [`${'1'.repeat(300_000)}x`, '1'.repeat(300_000), `1.${'0'.repeat(300_000)}e`]) {
    const path = given('LONGUSDT-1m.csv', csv(`${FIRST_MINUTE},${cell},1,1,1,1`));
    expect(() => readCandleFile(path, MINUTE_MS)).toThrow(CandleFileError);
  }
  expect(performance.now() - began).toBeLessThan(2_000);
});

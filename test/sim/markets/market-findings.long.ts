import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MINUTE_MS, minuteOf, symbolId } from '../../../lib/desk/units.ts';
import { loadRecordedMarket } from '../../../lib/sim/markets/recorded.ts';

const HOURS = '../shared/data/candles-1h-2025-09_2025-12';
const ENA = symbolId('ENAUSDT');
const HERE = existsSync(HOURS);

test.skipIf(!HERE)(
  `the crash of 2025-10-10 is named of every coin it took${HERE ? '' : ` (SKIPPED: needs ${HOURS})`}`,
  () => {
    const market = loadRecordedMarket({ dataFolder: HOURS });
    const crashAt = Date.UTC(2025, 9, 10, 21);
    const found = market.findingsIn(crashAt, crashAt + 60 * MINUTE_MS);
    expect(found.find(({ symbol, kind }) => symbol === ENA && kind === 'crash')?.text).toBe(
      'ENAUSDT: a crash bar at 2025-10-10 21:00: open 0.4654, high 0.4733, low 0.128, close 0.4099, a range of 74.194 % of its open',
    );
    expect(found.filter(({ kind }) => kind === 'crash').length).toBeGreaterThan(400);
    // It plays as the hour does: at its open, and all of it in the last minute.
    const minute = (n: number) => market.minuteBar(ENA, minuteOf(crashAt + n * MINUTE_MS));
    expect([minute(58)?.low, minute(59)?.low, minute(59)?.close]).toEqual([0.4654, 0.128, 0.4099]);
  },
);

test.skipIf(!HERE)(
  `36 files that were cut on 2025-10-23 are said to be${HERE ? '' : ` (SKIPPED: needs ${HOURS})`}`,
  () => {
    const { findings } = loadRecordedMarket({ dataFolder: HOURS });
    const cut = findings.filter(({ kind }) => kind === 'cut-short');
    expect(cut).toHaveLength(36);
    expect(cut.find(({ symbol }) => symbol === 'USDCUSDT')?.text).toMatch(/35 others end within a day/);
    expect(findings.some(({ kind }) => kind === 'gap' || kind === 'delisted')).toBe(false);
  },
);

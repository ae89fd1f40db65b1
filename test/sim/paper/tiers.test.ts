import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { maintenanceUsd, tierOf } from '../../../lib/sim/engine/margin.ts';
import { PAPER_TIERS } from '../../../lib/sim/paper/tiers.ts';

const FILE = join(import.meta.dirname, '../../../../shared/data/venue/leverage-tiers-2026-05-07.json.gz');
const HERE = existsSync(FILE);

type Row = readonly [floor: number, cap: number, maintenance: number, leverage: number, deduction: number];

/** How strict a ladder of the venue is at a notional: leverage allowed, maintenance margin asked. */
function venueAt(rows: readonly Row[], notional: number) {
  const row = rows.find(([, cap]) => notional <= cap);
  if (row === undefined) return { leverage: 0, maintenance: Number.POSITIVE_INFINITY };
  const [, , rate, leverage, deduction] = row;
  return { leverage, maintenance: notional * rate - deduction };
}

describe('the tiers of a paper account', () => {
  test('rise without a jump', () => {
    for (const { notionalMax } of PAPER_TIERS) {
      const [below, above] = [notionalMax, notionalMax + 0.01].map(at => maintenanceUsd(PAPER_TIERS, at));
      expect(Math.abs((above ?? 0) - (below ?? 0))).toBeLessThan(0.01);
    }
  });

  test('carry the plan of 6000 dollars at 10x', () => {
    expect(tierOf(PAPER_TIERS, 6_000).leverageMax).toBe(10);
  });

  test.skipIf(!HERE)(
    `are as strict as the venue's own, or stricter, for nine perpetuals in ten ${HERE ? '' : '(SKIPPED: needs ../shared/data)'}`,
    () => {
      const all = JSON.parse(gunzipSync(readFileSync(FILE)).toString()) as Record<string, readonly Row[]>;
      const ladders = Object.entries(all).flatMap(([name, rows]) =>
        name.endsWith('/USDT:USDT') ? [rows] : [],
      );
      expect(ladders.length).toBeGreaterThan(600);
      for (const notional of [
        100, 1_000, 5_000, 9_999, 15_000, 30_000, 55_000, 100_000, 240_000, 400_000, 900_000,
      ]) {
        const ours = {
          leverage: tierOf(PAPER_TIERS, notional).leverageMax,
          maintenance: maintenanceUsd(PAPER_TIERS, notional),
        };
        const kinder = ladders
          .map(rows => venueAt(rows, notional))
          .filter(
            // Where the venue allows no such position at all, neither number is to be had there.
            ({ leverage, maintenance }) =>
              leverage === 0 || (leverage >= ours.leverage && maintenance <= ours.maintenance + 0.01),
          );
        expect(kinder.length / ladders.length, `at ${notional}`).toBeGreaterThanOrEqual(0.9);
      }
    },
  );
});

import { describe, expect, test } from 'vitest';
import { INTERVAL_MS } from '../../../lib/desk/candle.ts';
import { DAY_MS } from '../../../lib/desk/units.ts';
import { loadRecordedMarket } from '../../../lib/sim/markets/recorded.ts';
import { csv, folderWith } from './folders.ts';

const FIRST = Date.UTC(2025, 4, 1);

describe.each(['1m', '15m', '1h'] as const)(
  'a coin whose bars of %s end before the market does',
  interval => {
    const ms = INTERVAL_MS[interval];
    const aDay = DAY_MS / ms;
    const bars = (count: number) =>
      csv(...Array.from({ length: count }, (_, n) => `${FIRST + n * ms},10,11,9,10,5`));
    const loaded = (goneBars: number) =>
      loadRecordedMarket({
        dataFolder: folderWith({
          [`BTCUSDT-${interval}.csv`]: bars(3 * aDay),
          [`GONEUSDT-${interval}.csv`]: bars(goneBars),
        }),
      });

    test('is settled at the end of its last bar, which is news three days before, where that is a day or more', () => {
      const [bitcoin, gone] = loaded(2 * aDay).instruments();
      const deliveryAt = FIRST + 2 * DAY_MS;
      expect(gone).toMatchObject({ deliveryAt, deliveryKnownAt: deliveryAt - 3 * DAY_MS });
      expect(bitcoin?.deliveryKnownAt).toBeUndefined();
    });

    test('is not delisted by a file that ends less than a day early', () => {
      const [bitcoin, gone] = loaded(2 * aDay + 1).instruments();
      expect(gone?.deliveryAt).toBe(bitcoin?.deliveryAt);
      expect(gone?.deliveryKnownAt).toBeUndefined();
    });
  },
);

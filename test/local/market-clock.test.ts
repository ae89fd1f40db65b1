import { expect, onTestFinished, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import { liveInMarketTime } from '../../lib/local/market-clock.ts';

const NOON = epochMs(Date.UTC(2025, 4, 29, 12));

test('Date tells the market’s time and stands still; everything else of it is as before', async () => {
  const machine = globalThis.Date;
  onTestFinished(() => {
    globalThis.Date = machine;
  });
  const clock = liveInMarketTime(NOON);
  expect([Date.now(), new Date().toISOString()]).toEqual([NOON, '2025-05-29T12:00:00.000Z']);
  await new Promise(resolve => setTimeout(resolve, 5));
  expect(Date.now()).toBe(NOON);
  clock.set(epochMs(NOON + 60_000));
  expect(new Date().toISOString()).toBe('2025-05-29T12:01:00.000Z');
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
  expect(new Date(2020, 1, 3).getMonth()).toBe(1);
  expect(Date.parse('2020-01-01T00:00:00Z')).toBe(Date.UTC(2020, 0, 1));
  expect(new Date()).toBeInstanceOf(Date);
  expect(new Date()).toBeInstanceOf(machine);
});

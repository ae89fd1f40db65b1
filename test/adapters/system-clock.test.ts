import { expect, test } from 'vitest';
import { systemClock } from '../../lib/adapters/system-clock.ts';

test('time passes by at least what was slept', async () => {
  const before = systemClock.now();
  await systemClock.sleep(20);
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(19);
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
});

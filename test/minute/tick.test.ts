import { expect, test } from 'vitest';
import { minutesAfter } from '../../lib/desk/units.ts';
import { monitor } from '../../lib/minute.ts';
import { flat } from '../kit/scripted-market.ts';
import { stage } from '../kit/stage.ts';

const start = stage();

test('I14 a minute that is still to come is not run: its lease would make all until then stale', async () => {
  const run = await start(flat(1_000, 10), {});
  const nextYear = minutesAfter(run.now(), 60 * 24 * 365);
  await expect(monitor(run.desk, nextYear)).rejects.toThrow(/and it is only 20/);
  await run.minute();
  expect(await run.records('minute')).toHaveLength(1);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { modelFolder } from '../../../lib/adapters/model-folder.ts';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { epochMs, minutesAfter, usd } from '../../../lib/desk/units.ts';
import { modelReader } from '../../../lib/minute/models.ts';
import { panelOf } from '../../../lib/models/panel.ts';
import { syntheticMarket } from '../../../lib/sim/markets/synthetic.ts';
import { bundled, type Patch } from '../../../lib/storm/bundle.ts';

const scratch = mkdtempSync(join(tmpdir(), 'perpdesk-look-ahead-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A desk that knows a little of what is to come, by one change of its source. */
const PROPHETS: readonly (readonly [string, Patch])[] = [
  [
    'the features of a bar that has only just opened',
    {
      file: 'lib/replay/predictions.ts',
      find: 'return ofUniverse({ ...featuresAt(read, open), windows: NO_WINDOWS_YET }, universe);',
      replace: 'return ofUniverse({ ...featuresAt(read, at), windows: NO_WINDOWS_YET }, universe);',
    },
  ],
  [
    'a price of a minute later',
    {
      file: 'lib/sim/engine/prices.ts',
      find: 'const bar = this.#market.minuteBar(symbol, minuteOf(now));',
      replace: 'const bar = this.#market.minuteBar(symbol, minuteOf(now + 60_000));',
    },
  ],
];

test.each(PROPHETS)('%s is found out', async (_name, patch) => {
  type Module = typeof import('../../../lib/replay/checks/look-ahead.ts');
  const folder = mkdtempSync(join(scratch, 'desk-'));
  const bundle = await bundled('lib/replay/checks/look-ahead.ts', folder, [patch]);
  const { lookAhead } = (await import(pathToFileURL(bundle).href)) as Module;
  const market = syntheticMarket({ seed: 4, days: 2 });
  const held = (await modelReader(modelFolder(join(import.meta.dirname, '../../../models/synthetic')))()).map(
    ({ model }) => model,
  );
  const { cuts } = await lookAhead(
    {
      market,
      interval: '1m',
      from: market.startsAt,
      to: minutesAfter(market.startsAt, 18 * 60),
      limits: defaultLimits(),
      walletUsd: usd(10_000),
      accountKind: 'usdt-isolated',
      voices: {
        type: 'models',
        panel: panelOf(held, 'synthetic', epochMs(market.startsAt)),
        mixtures: undefined,
        tensors: onnxTensors({ threads: 1 }),
      },
    },
    6,
  );
  expect(cuts.filter(({ same }) => !same)).not.toEqual([]);
});

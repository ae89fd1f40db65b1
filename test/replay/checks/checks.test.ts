import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { modelFolder } from '../../../lib/adapters/model-folder.ts';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { DAY_MS, epochMs, minutesAfter, type SymbolId, usd } from '../../../lib/desk/units.ts';
import { modelReader } from '../../../lib/minute/models.ts';
import { panelOf } from '../../../lib/models/panel.ts';
import { lookAhead } from '../../../lib/replay/checks/look-ahead.ts';
import { startUp } from '../../../lib/replay/checks/start-up.ts';
import { truncated } from '../../../lib/replay/checks/truncated.ts';
import type { ReplayInput } from '../../../lib/replay/replay.ts';
import { syntheticMarket } from '../../../lib/sim/markets/synthetic.ts';

const market = syntheticMarket({ seed: 7, days: 2 });
const { startsAt } = market;

const store = modelFolder(join(import.meta.dirname, '../../../models/synthetic'));
const held = (await modelReader(store)()).map(({ model }) => model);
const input: ReplayInput = {
  market,
  interval: '1m',
  from: startsAt,
  to: minutesAfter(startsAt, 8 * 60),
  limits: defaultLimits(),
  walletUsd: usd(10_000),
  accountKind: 'usdt-isolated',
  voices: {
    type: 'models',
    panel: panelOf(held, 'synthetic', epochMs(startsAt)),
    mixtures: undefined,
    tensors: onnxTensors({ threads: 1 }),
  },
};

describe('a market that ends', () => {
  const end = startsAt + DAY_MS;
  const cut = truncated(market, end);
  const symbol = market.instruments()[0]?.symbol as SymbolId;

  test('has the last bar that has closed, and none that is open', () => {
    expect(cut.minuteBar(symbol, minutesAfter(startsAt, 1_439))).toEqual(
      market.minuteBar(symbol, minutesAfter(startsAt, 1_439)),
    );
    expect(cut.minuteBar(symbol, minutesAfter(startsAt, 1_440))).toBeUndefined();
  });

  test.each(['1m', '15m', '1h', '1d'] as const)('in bars of %s, too', interval => {
    const bars = cut.candles(symbol, interval, startsAt - DAY_MS, startsAt + 2 * DAY_MS);
    const all = market.candles(symbol, interval, startsAt - DAY_MS, end);
    expect(bars).toEqual(all);
    const later = truncated(market, end - 60_000).candles(symbol, interval, startsAt - DAY_MS, end);
    expect(later).toEqual(all.slice(0, -1));
  });
});

test('a desk that sees nothing before its time decides the same where the market ends', async () => {
  const { cuts, opened } = await lookAhead(input, 2);
  expect(opened).toBeGreaterThan(0);
  expect(cuts.map(({ same }) => same)).toEqual([true, true]);
});

test('a run that begins later is of one mind with an earlier one from its beginning', async () => {
  const found = await startUp(input);
  expect(found).toMatchObject({ universeMinutes: 0, votesMinutes: 0 });
  expect(found.openedInBoth).toBeGreaterThan(0);
});

import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import type { LimitEditor } from '../../../lib/adapters/ssm/limit-editor.ts';
import { epochMs, minutesAfter, notionalUsd, qty, usd } from '../../../lib/desk/units.ts';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import { limitWhatIf } from '../../../lib/operator/commands/limit-what-if.ts';
import { leased } from '../../contract/book-kit.ts';
import { aBook, aTrace, NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';
import { later } from '../../kit/shadows.ts';

const other = 'OTHERUSDT-20260105T0400';

async function asked(given: string, trades: number) {
  const store = memoryStore();
  const monitor = await leased(store, 'monitor', NOW);
  await store.saveBook(aBook({ monitoredMinute: later(60), openings: [] }), monitor);
  const because = 'at most $1,000.00 a trade';
  const limit = 'risk/trade-notional-usd-max v2';
  const [beforeUsd, afterUsd] = [notionalUsd(2_000), notionalUsd(1_000)];
  const cut = { owner: 'Risk Guard', step: 'per-trade cap', beforeUsd, afterUsd, because, limit } as const;
  const position = aPosition({
    rev: 0,
    phase: 'closed',
    closedAt: minutesAfter(NOW, 30),
    qty: qty(0),
    plannedNotionalUsd: beforeUsd,
    executedNotionalUsd: afterUsd,
    trace: [...aTrace(2_000), cut],
    fills: [aFill({ tradeId: 'x', kind: 'stop-loss', realisedUsd: usd(-10), commissionUsd: usd(0) })],
  });
  if (trades > 0) await store.archivePosition(position, monitor);
  if (trades > 1) await store.archivePosition({ ...position, id: other, trace: aTrace(2_000) }, monitor);
  const none = {} as never;
  const limits = {
    history: async () => [
      { version: 3, text: '1500', at: epochMs(NOW - 60_000), by: 'ann' },
      { version: 2, text: '1000', at: epochMs(NOW - 120_000), by: 'ann' },
      { version: 4, text: '500', at: epochMs(later(90)), by: 'ann' },
    ],
  } as unknown as LimitEditor;
  const connection = { desk: 'main', reader: store, limits, parameters: none, models: none };
  return await limitWhatIf({ ...connection, close: async () => {} }, given, 30);
}

const answer = async (given: string, trades = 1) =>
  (await asked(given, trades)).lines({ width: 100, paint: PLAIN }).join('\n');

describe('limits what-if', () => {
  test('says what was executed and what would have been', async () => {
    const text = await answer('risk/trade-notional-usd-max=500');
    expect(text).toContain('executed  $1,000.00 → $500.00');
    expect(text).toContain('v2: 1 trade, cut $1,000.00');
  });

  test('counts a trade that it left alone under the version in force when it was opened', async () => {
    const text = await answer('risk/trade-notional-usd-max=500', 2);
    expect(text).toContain('v2: 1 trade, cut $1,000.00');
    expect(text).toContain('v3: 1 trade, cut $0.00');
    expect(text).not.toContain('not cited');
  });

  test('is the same as JSON, with what was planned', async () => {
    const { json } = await asked('risk/trade-notional-usd-max=500', 1);
    expect(json).toMatchObject({
      name: 'risk/trade-notional-usd-max',
      value: 500,
      trades: 1,
      plannedUsd: 2_000,
      beforeUsd: 1_000,
      afterUsd: 500,
      netBeforeUsd: -10,
      netAfterUsd: -5,
      versions: [{ version: 'v2', trades: 1, cutUsd: 1_000 }],
    });
  });

  test.each([
    ['risk/nothing=5', /risk\/nothing/],
    ['risk/trade-notional-usd-max=-5', /plain decimal/],
    ['risk/trade-notional-usd-max', /name=value/],
    ['plan/stop-fraction-min=0.01', /replay --set/],
  ])('refuses %s in one line', async (given, said) => {
    await expect(answer(given)).rejects.toThrow(said);
  });

  test('says that there was nothing', async () => {
    await expect(answer('risk/trade-notional-usd-max=500', 0)).rejects.toThrow(/no trade was taken/);
  });
});

import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import type { Book } from '../../../lib/desk/book.ts';
import type { JournalRecord } from '../../../lib/desk/journal.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { type Minute, minutesAfter, notionalUsd, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import { priceTags } from '../../../lib/operator/commands/price-tags.ts';
import { verdict } from '../../../lib/operator/views/price-tags.ts';
import type { Role } from '../../../lib/ports.ts';
import { leased } from '../../contract/book-kit.ts';
import { aBook, aTrace, NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';
import { aNotTaken, aShadow, aWish, later } from '../../kit/shadows.ts';

/** The trade of $2,000 that a cap made $1,000 of, and that lost $11. */
const cutTrade = (id: string, minute: Minute): Position =>
  aPosition({
    rev: 0,
    id,
    phase: 'closed',
    openedAt: minute,
    closedAt: minutesAfter(minute, 30),
    qty: qty(0),
    executedNotionalUsd: notionalUsd(1_000),
    trace: [
      ...aTrace(2_000),
      {
        owner: 'Risk Guard',
        step: 'per-symbol cap',
        beforeUsd: notionalUsd(2_000),
        afterUsd: notionalUsd(1_000),
        because: '',
        limit: 'risk/symbol-notional-usd-max v1',
      },
    ],
    fills: [aFill(), aFill({ tradeId: 'x', kind: 'stop-loss', realisedUsd: usd(-10) })],
  });

async function answer(
  records: readonly JournalRecord[],
  positions: readonly Position[] = [],
  typed: { from?: string; to?: string; openings?: Book['openings'] } = {},
  width = 100,
) {
  const store = memoryStore();
  const monitor = await leased(store, 'monitor', NOW);
  await store.saveBook(aBook({ monitoredMinute: later(2_000), openings: typed.openings ?? [] }), monitor);
  for (const position of positions) await store.archivePosition(position, monitor);
  for (const record of records) await store.write(record.minute, record.role as Role, [record]);
  const given = await priceTags(
    {
      desk: 'main',
      reader: store,
      limits: {} as never,
      parameters: {} as never,
      models: {} as never,
      close: async () => {},
    },
    { from: typed.from, to: typed.to },
  );
  return { ...given, text: given.lines({ width, paint: PLAIN }).join('\n') };
}

const refused = aNotTaken(0, { trace: aTrace(1_000) });
const other = aNotTaken(1, { symbol: symbolId('HANDUSDT'), trace: aTrace(1_000) });

describe('the price tags of a span', () => {
  test('say first which limit weighs most, what it cost and on how many trades that stands', async () => {
    const { text } = await answer([refused, aShadow(refused, 18.59), other], [cutTrade('T-1', NOW)]);
    expect(text).toContain(
      'risk/daily-loss-usd-max cost you $18.59 in 14 days, by 1 trade whose end is known.',
    );
    expect(text).toMatch(/^risk\/daily-loss-usd-max\s+0\s+2\s+\$2,000\.00\s+1\s+1\s+\+\$18\.59$/m);
    expect(text).toMatch(/^risk\/symbol-notional-usd-max\s+1\s+0\s+\$1,000\.00\s+1\s+0\s+-\$11\.00$/m);
    expect(text).toMatch(/^together\s+\$3,000\.00\s+\+\$7\.59$/m);
    expect(text).toContain('2 of these figures stand on fewer than 30 trades and are mostly chance.');
  });

  test('begin with the desk, where nobody says', async () => {
    const { openings } = aBook();
    expect((await answer([refused], [], { openings })).json).toMatchObject({ from: '2026-01-05', days: 2 });
    const asked = await answer([refused], [], { openings, from: '2026-01-01' });
    expect(asked.json).toMatchObject({ from: '2026-01-01', days: 6 });
    const past = await answer([refused], [], { openings, to: '2026-01-02' });
    expect(past.json).toMatchObject({ from: '2026-01-02', to: '2026-01-02', days: 1 });
  });

  test('read a shadow that came to be known after the last day', async () => {
    const late = { ...aShadow(refused, -11.4), minute: later(1_500) };
    const { json } = await answer([refused, late], [], { from: '2026-01-05', to: '2026-01-05' });
    expect(json).toMatchObject({ days: 1, from: '2026-01-05', tags: [{ known: 1, forgoneUsd: -11.4 }] });
  });

  test('count what was refused before there was a plan, with the reason', async () => {
    const { wish: _none, ...early } = aNotTaken(3, { code: 'spread-wide' });
    const { text } = await answer([early]);
    expect(text).toMatch(/1 x spread-wide\s+the spread is wider than risk\/spread-bps-max/);
    expect(text).toContain(
      'No limit and no step took anything from a trade in 14 days: 0 trades taken and 0 refused.',
    );
  });

  test('fit into eighty columns', async () => {
    const { text } = await answer([refused, aShadow(refused)], [cutTrade('T-1', NOW)], {}, 80);
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test('refuse a day that is none', async () => {
    await expect(answer([], [], { from: 'yesterday' })).rejects.toThrow(/--from yesterday: not a day/);
  });
});

test.each([
  [[], 'No limit and no step took anything from a trade in 2 days: 3 trades taken and 0 refused'],
  [
    [0, 0],
    'It is not known yet what the limits cost in 2 days: 3 trades taken and 0 refused, and no trade that was cut or refused has come to its end',
  ],
  [[12, 41.2], 'a/limit cost you $41.20 in 2 days, by 12 trades whose end is known'],
  [[1, -12], 'a/limit spared you $12.00 in 2 days, by 1 trade whose end is known'],
  [[2, 0.001], 'a/limit neither cost nor spared you a cent in 2 days, by 2 trades whose end is known'],
])('the one sentence of %o', ([known, forgone], sentence) => {
  const tag = {
    name: 'a/limit',
    isLimit: true,
    cuts: 20,
    denials: 0,
    takenUsd: notionalUsd(100),
    known: known ?? 0,
    knownUsd: notionalUsd(10),
    forgoneUsd: usd(forgone ?? 0),
    unknown: 20 - (known ?? 0),
  };
  const tags = known === undefined ? [] : [tag];
  const sums = { taken: 3, refused: 0, unplanned: {}, takenUsd: notionalUsd(0), forgoneUsd: usd(0) };
  expect(verdict({ desk: 'main', from: '', to: '', days: 2, tags, ...sums })).toBe(sentence);
});

test('a wish of another size is priced by its own dollars', async () => {
  const large = aNotTaken(0, { trace: aTrace(3_000), wish: aWish({ notionalUsd: notionalUsd(3_000) }) });
  const { json } = await answer([large, aShadow(large, -30)]);
  expect(json).toMatchObject({ tags: [{ takenUsd: 3_000, forgoneUsd: -30 }] });
});

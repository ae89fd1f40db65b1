import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import type { Intent } from '../../../lib/desk/book.ts';
import { evolve } from '../../../lib/desk/position/evolve.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { epochMs, minutesAfter, notionalUsd, price, qty } from '../../../lib/desk/units.ts';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import { explain } from '../../../lib/operator/commands/explain.ts';
import { type StatusView, status } from '../../../lib/operator/commands/status.ts';
import { type WhyNotView, whyNot } from '../../../lib/operator/commands/why-not.ts';
import type { Connection } from '../../../lib/operator/connection.ts';
import { troubles } from '../../../lib/operator/troubles.ts';
import { aBook, anIntent, NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const screen = { width: 100, paint: PLAIN };
const waiting = anIntent({
  rev: 0,
  id: 'third',
  slice: 3,
  state: 'waiting',
  notionalUsd: notionalUsd(300),
  minute: minutesAfter(NOW, 1),
});

/** Ten coins, then 2 in a second slice; a third waits where `intents` say so. */
const sliced = (): Position =>
  evolve(aPosition({ rev: 0, phase: 'protected' }), {
    type: 'slice-ended',
    slice: {
      state: 'filled',
      slice: 2,
      clientId: 'second',
      minute: minutesAfter(NOW, 1),
      orderId: '2',
      qty: qty(2),
      averagePrice: price(100),
      because: '2 of 2 filled at 100',
    },
  });

async function connectionTo(position: Position | undefined, ...intents: readonly Intent[]) {
  const store = memoryStore();
  const answer = await store.lease('monitor', NOW, epochMs(NOW), epochMs(NOW + 50_000));
  if (answer.type !== 'leased') throw new Error(answer.type);
  await store.saveBook(aBook({ rev: 0, monitoredMinute: minutesAfter(NOW, 2) }), answer.lease);
  await store.saveUniverseReasons({ minute: NOW, reasons: { COINUSDT: 'in: ranked 1' } });
  if (position !== undefined) await store.savePosition(position, answer.lease);
  for (const intent of intents) await store.saveIntent(intent, answer.lease);
  return { desk: 'main', reader: store, limits: { list: async () => [] } } as unknown as Connection;
}

/** An answer as a person and as a program get it. */
async function answered(answer: ReturnType<typeof explain>) {
  const given = await answer;
  return { json: given.json, shown: given.lines(screen) };
}

const section = (lines: readonly string[], title: string) => {
  const from = lines.indexOf(title) + 1;
  return from === 0 ? [] : lines.slice(from, lines.indexOf('', from));
};

describe('explain shows each slice of an entry', () => {
  test('filled, and waiting until when', async () => {
    const connection = await connectionTo(sliced(), waiting);
    const { shown } = await answered(explain(connection, 'COINUSDT'));
    expect(section(shown, 'Slices')).toEqual([
      'slice 2  filled, $200.00: 2 of 2 filled at 100',
      'slice 3  waiting, $300.00: waits for depth until 14:33',
    ]);
    expect(shown.join('\n')).toContain('Smart Execution: slice 2');
  });

  test('asked about, and given up with the reason', async () => {
    const gone = evolve(sliced(), {
      type: 'slice-ended',
      slice: {
        state: 'lapsed',
        slice: 3,
        clientId: 'third',
        minute: NOW,
        notionalUsd: notionalUsd(300),
        because: 'the signal of 14:30 has lapsed',
      },
    });
    const asked = anIntent({ rev: 0, id: 'fourth', slice: 4, notionalUsd: notionalUsd(50) });
    const connection = await connectionTo(gone, asked);
    const { shown, json } = await answered(explain(connection, gone.id));
    expect(section(shown, 'Slices').slice(1)).toEqual([
      'slice 3  lapsed, $300.00: the signal of 14:30 has lapsed',
      'slice 4  sent, $50.00: the venue is being asked about its order',
    ]);
    expect(json).toMatchObject({
      slices: [{ state: 'filled' }, { state: 'lapsed' }, { state: 'sent' }],
    });
  });

  test('and says nothing of slices where there was but one order', async () => {
    const { shown } = await answered(explain(await connectionTo(aPosition({ rev: 0 })), 'COINUSDT'));
    expect(shown).not.toContain('Slices');
  });
});

describe('status', () => {
  test('names what waits, apart from what is under way', async () => {
    const { json, shown } = await answered(status(await connectionTo(sliced(), waiting)));
    expect(json as StatusView).toMatchObject({
      entriesUnderWay: 0,
      slicesWaiting: 'slice 3 of COINUSDT, $300.00, until 14:33',
    });
    expect(shown.join('\n')).toContain('waiting      slice 3 of COINUSDT, $300.00, until 14:33');
  });

  test('says nothing where nothing waits', async () => {
    const { json, shown } = await answered(status(await connectionTo(sliced())));
    expect((json as StatusView).slicesWaiting).toBeNull();
    expect(shown.join('\n')).not.toContain('waiting');
  });
});

test.each<[string, readonly Intent[], string]>([
  ['what waits', [waiting], 'slice 3 of COINUSDT, $300.00, until 14:33'],
  ['else what became of it', [], 'slice 2 filled, $200.00'],
])('why-not says of a coin that is held %s', async (_what, intents, said) => {
  const { json } = await whyNot(await connectionTo(sliced(), ...intents), 'COINUSDT');
  const check = (json as WhyNotView).checks.find(({ what }) => what === 'slices');
  expect(check).toEqual({ what: 'slices', blocks: false, because: said });
});

test('a slice that waits is no order without an answer, however long it does', async () => {
  const connection = await connectionTo(undefined, { ...waiting, minute: minutesAfter(NOW, -9) });
  const state = await connection.reader.load();
  expect(troubles(state, [], { type: 'invalid', problems: [] })).toEqual([]);
});

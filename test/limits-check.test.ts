import { beforeEach, describe, expect, test } from 'vitest';
import { memoryLimitsMemory } from '../lib/adapters/memory/limits-memory.ts';
import { memoryStore } from '../lib/adapters/memory/store.ts';
import type { JournalRecord } from '../lib/desk/journal.ts';
import type { StoredLimit } from '../lib/desk/limits/limits.ts';
import { epochMs } from '../lib/desk/units.ts';
import { checkLimits } from '../lib/limits-check.ts';
import type { LimitsDesk } from '../lib/minute/desk.ts';
import { PortError } from '../lib/ports.ts';
import { aBook, at, M0 } from './contract/book-samples.ts';

const CAP = 'risk/symbol-notional-usd-max';
const cap = (text: string, version: number): StoredLimit => ({ name: CAP, text, version });

let stored: StoredLimit[];
let emitted: Readonly<Record<string, number>>[];
let desk: LimitsDesk;
let store: ReturnType<typeof memoryStore>;
beforeEach(async () => {
  stored = [cap('2000', 1)];
  emitted = [];
  store = memoryStore();
  desk = {
    mode: 'embedded',
    texts: { read: async () => [...stored] },
    memory: memoryLimitsMemory(),
    book: store,
    journal: store,
    metrics: { emit: (_role, values) => void emitted.push(values) },
  };
  await checkLimits(desk, M0);
});

const records = async (): Promise<string[]> => {
  const found: JournalRecord[] = [];
  for await (const record of store.journal({ from: M0, to: at(60) })) found.push(record);
  return found.flatMap(each => ('because' in each ? [`${each.role} ${each.type}: ${each.because}`] : []));
};

describe('the limits guard', () => {
  test('says nothing of limits that nobody has edited, and beats', async () => {
    await checkLimits(desk, at(60));
    expect(await records()).toEqual([]);
    expect(emitted).toEqual(Array(2).fill({ LimitsRefused: 0 }));
  });

  test('tells of each edit, with its version, before and after', async () => {
    stored = [cap('3000', 2)];
    await checkLimits(desk, at(1));
    expect(await records()).toEqual([`limits state: ${CAP} v2: 2000 → 3000`]);
    expect(emitted.at(-1)).toMatchObject({ LimitsRefused: 0 });
  });

  test('two edits in one minute, each an event of its own: the minute tells of both', async () => {
    stored = [cap('3000', 2)];
    await checkLimits(desk, at(1));
    stored = [cap('3000', 2), { name: 'guardian/quiet-minutes', text: '1500', version: 5 }];
    await checkLimits(desk, at(1));
    expect(await records()).toEqual([
      `limits state: guardian/quiet-minutes v5: (default) → 1500`,
      `limits state: ${CAP} v2: 2000 → 3000`,
    ]);
  });

  test('I07 a value out of its range: what is wrong, and which edit it was', async () => {
    stored = [cap('3000', 2)];
    await checkLimits(desk, at(1));
    stored = [cap('minus one', 3)];
    await checkLimits(desk, at(2));
    const [, edited, trouble] = await records();
    expect(edited).toBe(`limits state: ${CAP} v3: 3000 → minus one`);
    expect(trouble).toMatch(/^limits trouble: risk\/symbol-notional-usd-max: .*nothing is opened/);
    expect(trouble).toMatch(/Edited since they were last good: .* v3: 3000 → minus one$/);
    expect(emitted.at(-1)).toMatchObject({ LimitsRefused: 1 });
  });

  test('it goes on saying so, and who did it, until the limits are good again', async () => {
    stored = [cap('minus one', 2)];
    await checkLimits(desk, at(1));
    await checkLimits(desk, at(2));
    expect((await records()).at(-1)).toMatch(/Edited since they were last good: .* v2: 2000 → minus one$/);
    stored = [cap('2000', 3)];
    await checkLimits(desk, at(3));
    expect(emitted.map(({ LimitsRefused }) => LimitsRefused)).toEqual([0, 1, 1, 0]);
  });

  test('I03 limits that can each be read and together allow no trade are found by the account’s own equity', async () => {
    const lease = await store.lease('monitor', M0, M0, epochMs(M0 + 50_000));
    if (lease.type !== 'leased') throw new Error(lease.type);
    await store.saveBook(aBook(), lease.lease);
    stored = [cap('2000', 1), { name: 'risk/daily-loss-fraction-max', text: '0.001', version: 4 }];
    await checkLimits(desk, at(1));
    const trouble = (await records()).at(-1);
    expect(trouble).toMatch(/risk\/daily-loss-fraction-max v4/);
    expect(emitted.at(-1)).toMatchObject({ LimitsRefused: 1 });
  });

  test('a book that cannot be read keeps nobody from looking at the limits', async () => {
    const silent = {
      load: async () => {
        throw new PortError('unavailable', 'no answer');
      },
    };
    stored = [cap('minus one', 2)];
    await checkLimits({ ...desk, book: silent }, at(1));
    expect(emitted.at(-1)).toMatchObject({ LimitsRefused: 1 });
  });

  test('limits that cannot be read are no limits that were deleted: it throws, and remembers what it knew', async () => {
    const failing = {
      ...desk,
      texts: {
        read: async () => {
          throw new PortError('unavailable', 'no answer');
        },
      },
    };
    await expect(checkLimits(failing, at(1))).rejects.toThrow('no answer');
    expect(emitted).toHaveLength(1);
    stored = [cap('2500', 2)];
    await checkLimits(desk, at(2));
    expect(await records()).toEqual([`limits state: ${CAP} v2: 2000 → 2500`]);
  });

  test('a look that another was faster than is made again', async () => {
    let raced = false;
    const memory = {
      ...desk.memory,
      save: async (seen: Parameters<typeof desk.memory.save>[0]) => {
        if (!raced) {
          raced = true;
          await desk.memory.save({ ...seen });
        }
        return await desk.memory.save(seen);
      },
    };
    stored = [cap('2500', 2)];
    await checkLimits({ ...desk, memory }, at(1));
    expect(await records()).toEqual([`limits state: ${CAP} v2: 2000 → 2500`]);
    expect(emitted).toHaveLength(2);
  });
});

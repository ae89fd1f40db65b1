import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../lib/desk/limits/limits.ts';
import { definitionOf, LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';
import type { LimitStore } from '../../lib/ports.ts';
import { at } from './book-samples.ts';

export interface EditableLimits {
  readonly store: LimitStore;
  /** What a person's hand stores: anything, under any name. */
  readonly set: (name: string, text: string) => Promise<void>;
}

/** What every store of limits must do. `make` gives an empty one each time. */
export function limitsContract(name: string, make: () => Promise<EditableLimits>): void {
  const problemsAfter = async (edits: Readonly<Record<string, string>>) => {
    const { store, set } = await make();
    for (const [limit, text] of Object.entries(edits)) await set(limit, text);
    const answer = await store.read(at(0));
    return answer.type === 'invalid' ? answer.problems : [];
  };

  describe(name, () => {
    test('what nobody has stored is the default, version 0', async () => {
      const { store } = await make();
      expect(await store.read(at(0))).toEqual({ type: 'limits', limits: defaultLimits() });
    });

    test('a stored value is read with its version, and each edit is a version', async () => {
      const { store, set } = await make();
      await set('risk/positions-max', '4');
      await set('risk/positions-max', '5');
      await set('exits/ladder', '2R:1');
      const answer = await store.read(at(0));
      if (answer.type === 'invalid') throw new Error(JSON.stringify(answer.problems));
      const { values, versions } = answer.limits;
      expect([values['risk/positions-max'], versions['risk/positions-max']]).toEqual([5, 2]);
      expect([values['exits/ladder'], versions['exits/ladder']]).toEqual([
        [{ measure: 'r', distance: 2, share: 1 }],
        1,
      ]);
      expect(versions['plan/leverage-max']).toBe(0);
    });

    test('a full store is read whole', async () => {
      const { store, set } = await make();
      const { values } = defaultLimits();
      for (const limit of LIMIT_NAMES) await set(limit, definitionOf(limit).format(values[limit]));
      const answer = await store.read(at(0));
      if (answer.type === 'invalid') throw new Error(JSON.stringify(answer.problems));
      expect(answer.limits.values).toEqual(values);
      expect(Object.values(answer.limits.versions)).toEqual(LIMIT_NAMES.map(() => 1));
    });

    test.each([
      ['risk/postions-max', '4'],
      ['no-folder', '4'],
      ['risk/positions-max/deeper', '4'],
    ])('an unknown name, %s, makes the limits invalid (I07)', async (limit, text) => {
      expect(await problemsAfter({ [limit]: text })).toEqual([
        { name: limit, problem: expect.stringContaining('no such limit') },
      ]);
    });

    test.each([
      ['risk/positions-max', 'many', 'not a plain whole number'],
      ['sizing/risk-fraction', '1.5', 'outside 0.0001 to 0.2'],
      ['control/state', 'off', 'not one of active, reducing, halted'],
    ])('%s = %s is invalid, and says why (I08)', async (limit, text, problem) => {
      expect(await problemsAfter({ [limit]: text })).toEqual([
        { name: limit, problem: expect.stringContaining(problem) },
      ]);
    });

    test('all problems are told at once', async () => {
      const problems = await problemsAfter({ 'risk/positions-max': 'many', nonsense: '1' });
      expect(problems.map(problem => problem.name).toSorted()).toEqual(['nonsense', 'risk/positions-max']);
    });

    test('two limits that contradict each other are invalid', async () => {
      const problems = await problemsAfter({
        'plan/stop-fraction-min': '0.1',
        'plan/stop-fraction-max': '0.05',
      });
      expect(problems).toHaveLength(1);
    });

    test('an edit is read by the next minute', async () => {
      const { store, set } = await make();
      await store.read(at(0));
      await set('risk/positions-max', '4');
      const answer = await store.read(at(1));
      expect(answer.type === 'limits' && answer.limits.values['risk/positions-max']).toBe(4);
    });
  });
}

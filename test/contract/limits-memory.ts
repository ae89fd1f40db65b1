import { expect, test } from 'vitest';
import type { LimitsSeen } from '../../lib/desk/limits/seen.ts';
import type { LimitsMemory } from '../../lib/ports.ts';
import { at, M0 } from './book-samples.ts';

const seen = (changes: Partial<LimitsSeen> = {}): LimitsSeen => ({
  rev: 0,
  minute: M0,
  before: [],
  now: [{ name: 'no/such', text: '', version: 3 }],
  good: undefined,
  ...changes,
});

/** What every memory of the limits guard does. `make` gives an empty one each time. */
export function limitsMemoryContract(name: string, make: () => Promise<LimitsMemory>): void {
  const titled = (what: string) => `${name}: ${what}`;

  test(titled('there is nothing before the first look'), async () => {
    expect(await (await make()).load()).toBeUndefined();
  });

  test(titled('a look comes back, whatever a person has stored as a limit'), async () => {
    const memory = await make();
    expect(await memory.save(seen())).toBe('saved');
    expect(await memory.load()).toEqual({ ...seen(), rev: 1 });
    const good = seen({ rev: 1, minute: at(1), good: [{ name: 'a', text: '1', version: 1 }] });
    expect(await memory.save(good)).toBe('saved');
    expect(await memory.load()).toEqual({ ...good, rev: 2 });
  });

  test(titled('of two looks at once one is refused, and changes nothing'), async () => {
    const memory = await make();
    await memory.save(seen());
    expect(await memory.save(seen({ minute: at(1) }))).toBe('conflict');
    expect(await memory.save(seen({ rev: 1, minute: at(2) }))).toBe('saved');
    expect(await memory.save(seen({ rev: 1, minute: at(3) }))).toBe('conflict');
    expect((await memory.load())?.minute).toBe(at(2));
  });
}

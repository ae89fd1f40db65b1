import { describe, expect, onTestFinished, test } from 'vitest';
import { aStateFolder, removeFolder } from '../fixture.ts';
import { type Preflight, run, seenIn, statesOf } from './kit.ts';

describe('of a desk at rest', () => {
  test('what only the exchange could say is not checked, and it may not be taken away', async () => {
    const state = await aStateFolder();
    onTestFinished(() => removeFolder(state));
    const looked = await run(['preflight', '--json', '--state', state]);
    const states = statesOf(JSON.parse(looked.out) as Preflight);
    expect(looked.code).toBe(1);
    expect(states).toMatchObject({ clock: 'not-checked', venue: 'not-checked', brackets: 'not-checked' });
    const left = await run(['preflight', '--json', '--destroy', '--state', state]);
    const found = JSON.parse(left.out) as Preflight;
    expect(left.code).toBe(1);
    expect(statesOf(found)).toEqual({
      'main halted': 'refused',
      'main book': 'refused',
      'main venue': 'not-checked',
    });
    expect(seenIn(found, 'main book')).toMatch(/^HOLDUSDT-20260105T0400 long/);
  });
});

import { describe, expect, test } from 'vitest';
import { clientIdOf } from '../../../lib/desk/client-id.ts';
import { type OrphanInput, orphansOf } from '../../../lib/desk/position/strays.ts';
import { epochMs } from '../../../lib/desk/units.ts';
import { anIntent, aRestingOrder, COIN, NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const OURS = clientIdOf('test', 'COINUSDT-20260105T1430', 'working', 0);
const STOP = aRestingOrder({ clientId: OURS });

const orphans = (overrides: Partial<OrphanInput> = {}) => {
  const { suspected, certain } = orphansOf({
    desk: 'test',
    book: { orphans: [OURS] },
    resting: [STOP],
    held: new Set(),
    positions: [],
    intents: [],
    now: NOW,
    ...overrides,
  });
  return { suspected, certain: certain.map(({ clientId }) => clientId) };
};

describe('an order of the desk’s own where there is nothing', () => {
  test('I27 is an orphan for certain when it was suspected before', () => {
    expect(orphans()).toEqual({ suspected: [OURS], certain: [OURS] });
  });

  test('I58 is only suspected at the first look', () => {
    expect(orphans({ book: { orphans: [] } })).toEqual({ suspected: [OURS], certain: [] });
  });

  test('I59 is only suspected while it is younger than two minutes', () => {
    const aged = (ms: number) => orphans({ resting: [{ ...STOP, createdAt: epochMs(NOW - ms) }] }).certain;
    expect([aged(119_999), aged(120_000)]).toEqual([[], [OURS]]);
  });

  test.each<[string, Partial<OrphanInput>]>([
    ['the account holds something there', { held: new Set([COIN]) }],
    ['the book has a position there', { positions: [aPosition()] }],
    ['an intent is under way there', { intents: [anIntent()] }],
    ['it is not the desk’s own', { desk: 'another' }],
  ])('I58 is not even suspected when %s', (_what, overrides) => {
    expect(orphans(overrides)).toEqual({ suspected: [], certain: [] });
  });
});

import { describe, expect, test } from 'vitest';
import { newGuardian } from '../../lib/desk/guardian/state.ts';
import type { JournalEvent, JournalRecord } from '../../lib/desk/journal.ts';
import { readLimits } from '../../lib/desk/limits/limits.ts';
import { minutesAfter, notionalUsd, symbolId } from '../../lib/desk/units.ts';
import { troubles } from '../../lib/operator/troubles.ts';
import type { DeskState } from '../../lib/ports.ts';
import { aBook, anIntent, NOW } from '../kit/builders.ts';

const VALID = readLimits([]);
const book = (changes: Parameters<typeof aBook>[0] = {}) =>
  aBook({ monitoredMinute: NOW, haltedAt: undefined, foreign: [], ...changes });
const state = (changes: Partial<DeskState> = {}): DeskState => ({
  book: book(),
  positions: [],
  intents: [],
  universe: undefined,
  lastGoodLimits: undefined,
  ...changes,
});
const record = (event: JournalEvent): JournalRecord => ({
  minute: NOW,
  role: 'monitor',
  mode: 'demo',
  ...event,
});

describe('what wants attention', () => {
  test('is nothing on a quiet desk', () => {
    expect(troubles(state(), [], VALID)).toEqual([]);
  });

  test.each([
    ['a drawdown halt', state({ book: book({ haltedAt: NOW }) }), 'halted by drawdown'],
    [
      'a drawdown halt of a twin',
      state({ book: book({ haltedAt: NOW, twinOf: 'real' }) }),
      'a twin goes on only when real is resumed',
    ],
    [
      'a position by another hand',
      state({
        book: book({
          foreign: [{ symbol: symbolId('XRPUSDT'), side: 'long', notionalUsd: notionalUsd(120) }],
        }),
      }),
      'XRPUSDT: $120.00 held by another hand',
    ],
    [
      'a guardian that is silent',
      state({ guardian: { ...newGuardian(NOW), watchedMinute: minutesAfter(NOW, -9) } }),
      'the guardian has not seen the account lately: ',
    ],
    [
      'a position that the guardian cannot help',
      state({
        guardian: { ...newGuardian(NOW), watchedMinute: NOW, helpless: [symbolId('XRPUSDT')] },
      }),
      'XRPUSDT has no stop, and the guardian could neither place one nor close it',
    ],
    [
      'an order nobody answered for three minutes',
      state({ intents: [anIntent({ minute: minutesAfter(NOW, -3) })] }),
      'has no known outcome',
    ],
  ])('is %s', (_what, desk, said) => {
    const found = troubles(desk, [], VALID);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(said);
  });

  test('is no order of two minutes ago', () => {
    expect(troubles(state({ intents: [anIntent({ minute: minutesAfter(NOW, -2) })] }), [], VALID)).toEqual(
      [],
    );
  });

  test('is a limit that cannot be read', () => {
    const read = readLimits([{ name: 'risk/positions-max', text: '99', version: 4 }]);
    expect(troubles(state(), [], read)[0]).toContain('limit risk/positions-max: 99 is outside');
  });

  test('counts what repeats, and tells it once', () => {
    const trouble = record({ type: 'trouble', what: 'scan', because: 'the venue said 500' });
    const quiet = record({ type: 'minute', entries: 0, noTrade: 'no-signal' });
    expect(troubles(state(), [trouble, quiet, trouble], VALID)).toEqual([
      '14:30 trouble: scan failed: the venue said 500 (2 times in the last hour)',
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { EXPLAINED, explained } from '../../../lib/desk/alarms/explain.ts';
import type { Known } from '../../../lib/desk/alarms/known.ts';
import { messageOf } from '../../../lib/desk/alarms/message.ts';
import { newGuardian } from '../../../lib/desk/guardian/state.ts';
import type { JournalEvent, JournalRecord, RecordBase } from '../../../lib/desk/journal.ts';
import type { DayTruth } from '../../../lib/desk/truth/day-truth.ts';
import { dayOf, epochMs, minutesAfter, notionalUsd, symbolId, usd } from '../../../lib/desk/units.ts';
import { aBook, anIntent, COIN, NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const NOTHING: Known = {
  minute: NOW,
  book: undefined,
  universe: undefined,
  guardian: undefined,
  positions: [],
  intents: [],
  records: [],
  closed: [],
  truths: [],
};
const record = (role: RecordBase['role'], event: JournalEvent, ago = 1): JournalRecord => ({
  minute: minutesAfter(NOW, -ago),
  role,
  mode: 'paper',
  ...event,
});
const OTHER = symbolId('SOLUSDT');
const ago = (minutes: number) => minutesAfter(NOW, -minutes);

const trade = (symbol: typeof COIN, executed: number, limit: string) =>
  aPosition({
    symbol,
    openedAt: NOW,
    intendedNotionalUsd: notionalUsd(900),
    executedNotionalUsd: notionalUsd(executed),
    trace: [
      // What Math AI cut is no loss of fidelity: nothing had been intended yet.
      {
        owner: 'Math AI',
        step: 'leverage',
        beforeUsd: notionalUsd(9_000),
        afterUsd: notionalUsd(900),
        because: 'tier',
      },
      {
        owner: 'Risk Guard',
        step: 'symbol cap',
        beforeUsd: notionalUsd(900),
        afterUsd: notionalUsd(executed),
        because: 'the cap is reached',
        limit,
      },
    ],
  });

const truth = (mismatch: number) =>
  ({ day: dayOf(NOW), mismatchUsd: usd(mismatch), differences: [] }) as unknown as DayTruth;

const CASES: [string, string, Partial<Known>, readonly RegExp[]][] = [
  [
    'unprotected',
    'which coin, and what the venue said',
    {
      records: [
        record('monitor', { type: 'unprotected', positionId: 'p', symbol: COIN, because: 'refused' }),
      ],
      positions: [aPosition({ symbol: OTHER, phase: 'open' })],
      guardian: { ...newGuardian(NOW), helpless: [OTHER] },
    },
    [/^COINUSDT at .*: refused$/, /^SOLUSDT: the guardian could neither/, /^SOLUSDT: no stop was read back/],
  ],
  [
    'orders',
    'which order, and since when',
    {
      intents: [
        anIntent({ id: 'pd-1', state: 'submitted', minute: ago(3) }),
        anIntent({ id: 'pd-2', state: 'submitted', minute: ago(1) }),
      ],
    },
    [/^COINUSDT: order pd-1 of \$/],
  ],
  [
    'orders',
    'which stop was refused',
    {
      guardian: {
        ...newGuardian(NOW),
        stops: { provedAt: undefined, failure: { at: epochMs(NOW), symbol: COIN, because: '-4120' } },
      },
    },
    [/^a stop in COINUSDT was not taken at .*: -4120$/],
  ],
  [
    'loss',
    'how much, and how it ends',
    {
      book: { ...aBook(), haltedAt: epochMs(NOW), equityUsd: usd(8_000), highWaterUsd: usd(10_000) },
      records: [record('monitor', { type: 'state', what: 'halted', because: 'equity fell' })],
    },
    [
      /^equity \$8,000\.00: .* lost today, 20 % below/,
      /^halted since .*: equity fell; npm run desk -- resume/,
    ],
  ],
  [
    'loss',
    'that a twin’s halt is no reason to resume its original',
    { book: { ...aBook(), twinOf: 'real', haltedAt: epochMs(NOW) } },
    [
      /^equity /,
      /^halted since (?!.*npm run).*; a twin goes on only when real is resumed, .*not for the twin$/,
    ],
  ],
  [
    'heartbeat',
    'which function is silent, and what it failed at last',
    {
      book: aBook({ monitoredMinute: ago(1) }),
      guardian: { ...newGuardian(NOW), watchedMinute: ago(2) },
      records: [
        record('entry', { type: 'minute', entries: 0, noTrade: 'no-signal' }, 7),
        record('entry', { type: 'trouble', what: 'entry tick', because: 'throttled' }, 6),
      ],
    },
    [
      /^signal-entry is silent: it completed .*; entry tick failed at .*: throttled$/,
      /^universe-scan is silent: it has left nothing behind$/,
    ],
  ],
  [
    'heartbeat',
    'that the scan which is silent is not the twin’s, which has none',
    {
      book: { ...aBook(), twinOf: 'real', monitoredMinute: ago(1) },
      guardian: { ...newGuardian(NOW), watchedMinute: ago(1) },
      records: [record('entry', { type: 'minute', entries: 0, noTrade: 'no-signal' })],
    },
    [/^universe-scan of real is silent: it has left nothing behind$/],
  ],
  [
    'limits',
    'which edit',
    {
      records: [
        record('limits', { type: 'state', what: 'limit edited', because: 'a/b v2: 1 → 9' }, 5),
        record('limits', { type: 'trouble', what: 'limits', because: 'a/b: above its range' }, 5),
      ],
    },
    [/^a\/b: above its range$/, /^edited at .*: a\/b v2: 1 → 9$/],
  ],
  [
    'market',
    'whose data',
    {
      records: [
        record('entry', {
          type: 'not-taken',
          symbol: COIN,
          side: 'long',
          source: 'ensemble',
          code: 'data-stale',
          because: 'the newest mark price is 9 minutes late',
        }),
      ],
    },
    [/^COINUSDT: the newest mark price is 9 minutes late$/],
  ],
  [
    'models',
    'why nobody may vote, and what failed',
    {
      records: [
        record('retrain', { type: 'trouble', what: 'training of nhits', because: 'too little data' }),
        record('entry', { type: 'minute', entries: 0, noTrade: 'no-licensed-model', because: 'x: 48 h' }),
      ],
    },
    [/^no model may vote: x: 48 h$/, /^training of nhits failed: too little data$/],
  ],
  [
    'fidelity',
    'I02 which step cut most, over the day’s trades',
    {
      positions: [trade(COIN, 300, 'risk/symbol-notional-usd-max@v7')],
      closed: [trade(OTHER, 100, 'risk/symbol-notional-usd-max@v7')],
    },
    [
      /^risk\/symbol-notional-usd-max@v7 cut most: \$1,400\.00 of 2 trades\. the cap is reached$/,
      /^SOLUSDT: \$100\.00 of \$900\.00/,
      /^COINUSDT: \$300\.00 of \$900\.00/,
    ],
  ],
  ['truth', 'I37 which day, by how much', { truths: [truth(0), truth(12.5)] }, [/\$12\.50 apart$/]],
  [
    'functions',
    'which tick failed',
    {
      book: aBook({ monitoredMinute: NOW }),
      guardian: { ...newGuardian(NOW), watchedMinute: NOW },
      universe: { rev: 1, minute: NOW, symbols: [], failingSince: {}, previous: undefined },
      records: [
        record('scan', { type: 'trouble', what: 'scan tick', because: 'x is not a function' }),
        record('entry', { type: 'minute', entries: 0 }),
      ],
    },
    [/^scan tick failed at .*: x is not a function$/],
  ],
];

describe('what the desk knows of', () => {
  test.each(CASES)('%s: %s', (name, _what, known, lines) => {
    const words = explained(name, { ...NOTHING, ...known });
    expect(words).toHaveLength(lines.length);
    lines.forEach((line, i) => {
      expect(words[i]).toMatch(line);
    });
  });

  test('not-safe is what it knows of the three that it stands for', () => {
    const all = CASES.filter(([name]) => ['unprotected', 'orders', 'loss'].includes(name));
    for (const [name, , known] of all) {
      const words = explained(name, { ...NOTHING, ...known });
      expect(explained('not-safe', { ...NOTHING, ...known })).toEqual(expect.arrayContaining([...words]));
    }
  });

  test('each alarm is nothing where nothing was written, and nothing of an alarm that it does not know', () => {
    for (const name of EXPLAINED.filter(each => each !== 'heartbeat' && each !== 'functions'))
      expect(explained(name, NOTHING)).toEqual([]);
    expect(explained('of-somebody-else', NOTHING)).toEqual([]);
  });
});

test('a message is short, on lines of its own, and says the desk and its mode in its subject', () => {
  const change = {
    name: 'unprotected',
    state: 'ALARM' as const,
    at: epochMs(NOW),
    says: 'It happened.',
    because: 'Threshold\nCrossed',
  };
  const lines = Array.from({ length: 40 }, (_, n) => `coin ${n}\nsecond line`);
  const { subject, text } = messageOf(change, { name: 'real', mode: 'live' }, lines);
  expect(subject).toBe('perpdesk real (live): unprotected ALARM');
  expect(text).toContain('- coin 0 second line\n- coin 1 second line');
  expect(text).toContain('- and 28 more');
  expect(text).toMatch(/CloudWatch: Threshold Crossed$/);
});

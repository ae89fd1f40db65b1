import { afterEach, describe, expect, test } from 'vitest';
import { decodeGuardian } from '../../../lib/adapters/dynamo/guard-store.ts';
import { decodeRecord } from '../../../lib/adapters/dynamo/journal-shapes.ts';
import { textsOf } from '../../../lib/adapters/dynamo/last-good-limits.ts';
import { leaseOf } from '../../../lib/adapters/dynamo/lease.ts';
import { stateOf } from '../../../lib/adapters/dynamo/live-state.ts';
import { look } from '../../../lib/desk/guardian/look.ts';
import { areStopsUnproved, guardianDenial } from '../../../lib/desk/guardian/word.ts';
import type { JournalEvent } from '../../../lib/desk/journal.ts';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { decide } from '../../../lib/desk/position/decide.ts';
import { isAccounted, netOf } from '../../../lib/desk/position/evolve.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { dayLossAtStops, exposureOf } from '../../../lib/desk/risk/exposure.ts';
import { fraction, minutesAfter, price } from '../../../lib/desk/units.ts';
import { minuteText } from '../../../lib/desk/words.ts';
import { policySays } from '../../../lib/models/policy/say.ts';
import { sentenceOf } from '../../../lib/operator/sentences.ts';
import { PortError } from '../../../lib/ports.ts';
import { aBook, anIntent, aPosition, aUniverse, M0 } from '../../contract/book-samples.ts';
import { aGuardian } from '../../contract/guard-store.ts';
import { anInstrument, limitsWith } from '../../kit/builders.ts';
import { expectNoPollution, hold, Outcomes, oddNumber } from '../../kit/hostile.ts';
import { hostileJson } from '../../kit/hostile-json.ts';
import { aPosition as aLong, aReducedPosition } from '../../kit/positions.ts';
import { aPolicy } from '../../models/policy/kit.ts';
import { RECORDS } from './sample-records.ts';

const item = (sk: string, body: object) => {
  const { rev = 3, ...content } = body as { rev?: number };
  return { pk: 'DESK#main', sk, v: 1, rev, writeId: 'x', fence_monitor: 7, body: content };
};
const BOOK = item('live#book', aBook({ rev: 3, reservations: [reservation()], haltedAt: M0 }));
const POSITIONS = [aPosition({ rev: 3 }), aReducedPosition(), aLong({ side: 'short' })].map(each =>
  item(`live#position#${each.symbol}`, each),
);
const INTENT = item('live#intent#pdabc123-e0123456789', anIntent({ rev: 3 }));
const UNIVERSE = item('live#universe', aUniverse({ rev: 3, previous: { minute: M0, symbols: [] } }));
const LIMITS = item('live#limits', textsOf(defaultLimits()));

/** What the table can hold: numbers up to 1e126, and 32 levels. */
const storedJson = (...samples: readonly unknown[]) =>
  hostileJson(...samples).filter(text => !/1e999|1e308|\[{33}/.test(text));

function reservation() {
  const { id, symbol, minute, notionalUsd } = anIntent();
  return { intentId: id, symbol, minute, notionalUsd, lossAtStopUsd: aBook().equityUsd };
}

afterEach(expectNoPollution);

/** What a minute makes of a position that it has loaded: numbers to act on, and no other. */
function expectUsable(position: Position) {
  expect(oddNumber(position)).toBeUndefined();
  expect(isAccounted(position)).toBeTypeOf('boolean');
  expect(Math.abs(netOf(position))).not.toBeNaN();
  expect(() => minuteText(position.openedAt)).not.toThrow();
  if (!(position.qty > 0)) return;
  for (const mark of [position.entryPrice, position.stopPrice, price(position.entryPrice * 1.05)]) {
    const view = {
      minute: minutesAfter(position.openedAt, 5),
      mark,
      liquidationPrice: price(0),
      resting: [],
      instrument: anInstrument({ tickSize: price(0.0001) }),
      flattenAll: false,
    };
    for (const action of decide(position, view, limitsWith())) {
      if (action.type !== 'cancel' && action.qty !== 'all') expect(action.qty).toBeGreaterThan(0);
      if (action.type === 'place') expect(action.triggerPrice).toBeGreaterThan(0);
    }
  }
}

describe('a stored item with anything in it is malformed, and named in one line, or is what the desk wrote:', () => {
  test.each<[string, readonly object[]]>([
    ['the book', [BOOK]],
    ['a position', POSITIONS],
    ['an intent', [INTENT]],
    ['the universe', [UNIVERSE]],
  ])('I07 I51 %s', (_, samples) => {
    const outcomes = new Outcomes();
    hold(storedJson(...samples), text => {
      const state = outcomes.of(() => stateOf([JSON.parse(text)].filter(isItem)), PortError);
      if (state === undefined) return;
      expect(oddNumber(state)).toBeUndefined();
      state.positions.forEach(expectUsable);
      const book = state.book ?? aBook();
      const { grossUsd } = exposureOf(state.positions, book.reservations, book.foreign, () => undefined);
      expect(grossUsd).toBeGreaterThanOrEqual(0);
      expect(dayLossAtStops(book, state.positions, fraction(0.001))).not.toBeNaN();
      for (const { symbol, plan, trace } of state.intents) {
        expect(symbol).toBeTypeOf('string');
        expect(plan.stopFraction * plan.leverage).toBeGreaterThan(0);
        expect(Array.isArray(trace)).toBe(true);
      }
    });
    outcomes.expectBoth();
  });

  test('the last good limits: broken ones are no good, and keep nothing else from being read', () => {
    let good = 0;
    hold(storedJson(LIMITS), text => {
      const { lastGoodLimits, positions } = stateOf([
        ...[JSON.parse(text)].filter(isItem),
        ...POSITIONS.slice(0, 1),
      ]);
      expect(positions).toHaveLength(1);
      if (lastGoodLimits === undefined) return;
      good += 1;
      expect(oddNumber(lastGoodLimits)).toBeUndefined();
      expect(Object.keys(lastGoodLimits.values)).toEqual(Object.keys(defaultLimits().values));
    });
    expect(good).toBeGreaterThan(0);
  });

  test('I07 I51 the policy’s: a broken one has no say, and keeps nothing else from being read', () => {
    let good = 0;
    const state = aPolicy();
    hold(storedJson(item('live#policy', { ...state, rev: 3 })), text => {
      const read = stateOf([...[JSON.parse(text)].filter(isItem), ...POSITIONS.slice(0, 1)]);
      expect(read.positions.length).toBeGreaterThan(0);
      const context = state.evidence.moment.map(() => 1);
      const word = { schemaHash: state.schemaHash, values: context };
      const said = policySays(read.policy, word, { minute: state.updatedAt, mode: state.mode, staleDays: 3 });
      if (read.policy?.type !== 'state') {
        expect(said).toMatchObject({ licensed: false, multiplier: 1 });
        return;
      }
      good += 1;
      expect(said.because).not.toMatch(/undefined|Invalid|\[object/);
    });
    expect(good).toBeGreaterThan(0);
  });

  test('I07 I51 the guardian’s', () => {
    const outcomes = new Outcomes();
    hold(storedJson(item('guardian', aGuardian({ rev: 3 }))), text => {
      const state = outcomes.of(() => decodeGuardian(JSON.parse(text)), PortError);
      if (state === undefined) return;
      expect(oddNumber(state)).toBeUndefined();
      const denial = guardianDenial(state, M0, limitsWith());
      expect(denial?.because ?? '').not.toMatch(/NaN|undefined|Invalid/);
      expect(look([], [], state.sightings, M0).due).toEqual([]);
      expect(areStopsUnproved(state, M0, limitsWith())).toBeTypeOf('boolean');
    });
    outcomes.expectBoth();
  });

  test('a lease', () => {
    const outcomes = new Outcomes();
    hold(
      hostileJson({ sk: 'lease#monitor', fence: 7, minute: M0, expiresAt: M0 + 50_000, tick: 'abc' }),
      text => {
        const lease = outcomes.of(() => leaseOf('monitor', JSON.parse(text)), PortError);
        if (lease === undefined) return;
        expect(oddNumber(lease)).toBeUndefined();
        expect(lease.fence).toBeGreaterThanOrEqual(1);
      },
    );
    outcomes.expectBoth();
  });
});

describe('a record of the journal with anything in it is malformed, or can be told and learnt from:', () => {
  test.each(Object.entries(RECORDS) as [JournalEvent['type'], object][])('%s', (type, record) => {
    const outcomes = new Outcomes();
    hold(storedJson({ pk: 'DESK#main', sk: 'journal#x', v: 1, ttl: 1, body: record }), text => {
      const read = outcomes.of(() => decodeRecord(JSON.parse(text)), PortError);
      if (read === undefined) return;
      expect(oddNumber(read)).toBeUndefined();
      if (!text.includes('NaN')) expect(sentenceOf(read)).toMatch(/^(?!.*\b(NaN|undefined)\b)/s);
      expect(read.type).toBe(type);
    });
    outcomes.expectBoth();
  });
});

/** The table gives items and nothing else. */
const isItem = (given: unknown): given is object => typeof given === 'object' && given !== null;

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardStoreAtHand } from '../../lib/adapters/guard-store-at-hand.ts';
import { memoryStore } from '../../lib/adapters/memory/store.ts';
import { clientIdOf, isGuardianId, isOwnClientId } from '../../lib/desk/client-id.ts';
import { isProtected } from '../../lib/desk/position/protection.ts';
import {
  absQty,
  closingSide,
  epochMs,
  fraction,
  minutesAfter,
  price,
  qty,
  sideOf,
  signedQty,
  symbolId,
  usd,
} from '../../lib/desk/units.ts';
import type { GuardDesk } from '../../lib/guard/desk.ts';
import { guard } from '../../lib/guard.ts';
import type { ConditionalReport, Outcome, VenuePosition } from '../../lib/ports.ts';
import { anInstrument, limitsWith, NOW } from '../kit/builders.ts';
import { unreadable, waiting } from '../kit/guard.ts';
import { aPosition } from '../kit/positions.ts';

/** A venue that answers anything: positions come and go, orders are taken, refused, or swallowed in silence. */
const SYMBOLS = ['COINUSDT', 'OTHERUSDT'].map(symbolId);

const aHeld = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  qty: fc
    .integer({ min: -3_000, max: 3_000 })
    .filter(n => n !== 0)
    .map(n => signedQty(n / 10)),
  entryPrice: fc.integer({ min: 90, max: 110 }).map(price),
  markPrice: fc.integer({ min: 80, max: 120 }).map(price),
  liquidationPrice: fc.constantFrom(0, 60, 95, 105, 150).map(price),
  unrealisedUsd: fc.constant(usd(0)),
  updatedAt: fc.constant(epochMs(NOW)),
});

const aResting = fc.record({
  clientId: fc.constantFrom(
    'web_1',
    clientIdOf('test', 'p', 'working', 1),
    clientIdOf('test', 'p', 'working', 2),
    clientIdOf('test', 'p', 'backstop', 1),
    clientIdOf('test', 'p', 'target-1', 1),
    clientIdOf('test', 'p', 'guard', 1),
    clientIdOf('test', 'p', 'canary', 1),
    clientIdOf('another', 'p', 'working', 1),
  ),
  symbol: fc.constantFrom(...SYMBOLS),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  type: fc.constantFrom('stop-market' as const, 'take-profit-market' as const),
  triggerPrice: fc.integer({ min: 85, max: 115 }).map(price),
  qty: fc.oneof(fc.integer({ min: 1, max: 400 }).map(qty), fc.constant('all' as const)),
  reduceOnly: fc.constant(true),
  status: fc.constant('live' as const),
  createdAt: fc.integer({ min: 0, max: 600_000 }).map(ms => epochMs(NOW - ms)),
  algoId: fc.constant('1'),
  orderId: fc.constant(undefined),
});

const CODES = [-2021, -4120, -4116, -4118, -2022, -1003, -4045];
const anAnswer = fc.constantFrom('accepted', 'accepted', 'unknown', ...CODES);

const aWorld = fc.record({
  looks: fc.array(
    fc.record({
      held: fc.uniqueArray(aHeld, { selector: ({ symbol }) => symbol, maxLength: 2 }),
      resting: fc.uniqueArray(aResting, { selector: ({ clientId }) => clientId, maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  answers: fc.array(anAnswer, { minLength: 1, maxLength: 8 }),
  book: fc.constantFrom('unreadable', 'empty', 'known'),
  rule: fc.constantFrom('unreadable', 'protect', 'ignore', 'flatten'),
  secondLookMs: fc.constantFrom(0, 21_000),
});
type World = typeof aWorld extends fc.Arbitrary<infer T> ? T : never;

function aVenue({ looks, answers }: World) {
  const faults: string[] = [];
  let [reads, sent, seen] = [0, 0, looks[0]];
  const held = (): readonly VenuePosition[] => seen?.held ?? [];
  /** All that was shown since the minute began: an order may answer an earlier reading of it. */
  const shown: VenuePosition[] = [];
  const check = (ok: boolean, what: string, order: object) => {
    if (!ok) faults.push(`${what}: ${JSON.stringify(order)}`);
  };
  const outcome = <T>(report: T): Outcome<T> => {
    const answer = answers[sent++ % answers.length];
    if (answer === 'accepted') return { type: 'accepted', report };
    if (typeof answer === 'number') return { type: 'rejected', code: answer, because: 'no' };
    return { type: 'unknown', because: 'silence' };
  };
  const placed = new Map<string, ConditionalReport>();
  const venue: GuardDesk['venue'] = {
    positions: async () => {
      seen = looks[Math.min(reads, looks.length - 1)];
      reads += 1;
      shown.push(...held());
      return held();
    },
    openConditionals: async () => seen?.resting ?? [],
    openOrders: async () => [],
    findConditional: async id => placed.get(id),
    trades: async () => [],
    place: async order => {
      check(order.reduceOnly && order.qty > 0, 'opens', order);
      return outcome({} as never);
    },
    placeConditional: async order => {
      const closes = shown.some(
        each => each.symbol === order.symbol && closingSide(sideOf(each.qty)) === order.side,
      );
      check(closes || isGuardianId('test', 'canary', order.clientId), 'closes nothing', order);
      check(order.qty === 'all' || order.qty > 0, 'has no size', order);
      const answer = outcome({ ...order, reduceOnly: true, status: 'live', createdAt: NOW } as never);
      if (answer.type === 'accepted') placed.set(order.clientId, answer.report);
      return answer as never;
    },
    cancel: async () => outcome(undefined),
    cancelConditional: async id => {
      const before = seen?.resting ?? [];
      const after = before.filter(each => each.clientId !== id);
      const bares = held().some(each => {
        const holding = { ...each, side: sideOf(each.qty), qty: absQty(each.qty) };
        return isProtected(holding, before) && !isProtected(holding, after);
      });
      check(!bares || isGuardianId('test', 'canary', id), 'takes the last stop away', { id });
      check(isOwnClientId('test', id), 'cancels what is not the desk’s', { id });
      return outcome(undefined);
    },
  };
  const nextMinute = () => void shown.splice(0);
  return { venue, faults, nextMinute, count: () => sent };
}

test('I21 I59 whatever the world answers, the guardian only protects and closes, and bares nothing', async () => {
  const instruments = SYMBOLS.map(symbol =>
    anInstrument({ symbol, marketLot: { ...anInstrument().marketLot, qtyMax: qty(100) } }),
  );
  let orders = 0;
  const play = async (world: World) => {
    const { venue, faults, nextMinute, count } = aVenue(world);
    const { guard: store, ...book } = memoryStore();
    const known = { positions: [aPosition({ symbol: SYMBOLS[0] as never })], intents: [] };
    let now = NOW;
    const plain: GuardDesk = {
      name: 'test',
      mode: 'embedded',
      clock: { now: () => epochMs(now), sleep: async () => {} },
      market: {
        instruments: async () => instruments,
        mark: async symbol => ({
          symbol,
          mark: price(100),
          fundingRate: fraction(0),
          nextFundingAt: epochMs(NOW),
          at: epochMs(now),
        }),
      },
      venue,
      book: {
        load: async () => {
          if (world.book === 'unreadable') return unreadable();
          const state = await book.load();
          return world.book === 'known' ? { ...state, ...known } : state;
        },
      },
      limits: {
        read: async () =>
          world.rule === 'unreadable'
            ? unreadable()
            : { type: 'limits', limits: limitsWith({ 'control/foreign': world.rule }) },
      },
      store: guardStoreAtHand(store),
      journal: book,
      metrics: { emit: () => {} },
      secondLookMs: 0,
    };
    const desk = world.secondLookMs === 0 ? plain : { ...plain, ...waiting(world.secondLookMs)(plain) };
    for (let i = 0; i < 4; i += 1) {
      nextMinute();
      await guard(desk, now);
      now = minutesAfter(now, 1);
    }
    orders += count();
    expect(faults).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(aWorld, play), { numRuns: 300 });
  // It would be no test if it had sent nothing.
  expect(orders).toBeGreaterThan(300);
});

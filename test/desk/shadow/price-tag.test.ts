import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '../../../lib/desk/journal.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { type PriceTag, priceTags } from '../../../lib/desk/shadow/price-tag.ts';
import { capped, type SizingTrace } from '../../../lib/desk/sizing/trace.ts';
import { notionalUsd, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { aTrace, NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';
import { aNotTaken, aShadow, aWish, later } from '../../kit/shadows.ts';

const SYMBOL_CAP = 'risk/symbol-notional-usd-max';
const TRADE_CAP = 'risk/trade-notional-usd-max';
const DAILY_LOSS = 'risk/daily-loss-usd-max';
const SPAN = { from: NOW, to: later(1_440) };

const cut = (from: number, to: number, limit = SYMBOL_CAP): SizingTrace =>
  capped(aTrace(from), 'Risk Guard', 'cap', notionalUsd(to), '', `${limit} v1`);

/** A trade cut from one size to another, that ended with so much, fees and funding included. */
const aTrade = (from: number, to: number, netUsd: number, changes: Partial<Position> = {}): Position =>
  aPosition({
    id: `TRADE-${from}-${to}-${netUsd}`,
    phase: 'closed',
    qty: qty(0),
    trace: cut(from, to),
    executedNotionalUsd: notionalUsd(to),
    fundingUsd: usd(-0.25),
    fills: [
      aFill({ commissionUsd: usd(0.5) }),
      aFill({ tradeId: 'x', kind: 'stop-loss', realisedUsd: usd(netUsd + 1.25), commissionUsd: usd(0.5) }),
    ],
    ...changes,
  });

const asked = (positions: readonly Position[], records: readonly JournalRecord[] = []) =>
  priceTags({ span: SPAN, positions, records });
const tagOf = (tags: readonly PriceTag[], name: string) => tags.find(tag => tag.name === name);

describe('a limit that cut trades', () => {
  test('cost what the rest of a trade earned, dollar for dollar, and spared what it lost', () => {
    // +$10 on $500 is 2 %: $400 more would have made $8. -$6 on $600 is 1 %: $300 more would have lost $3.
    const { tags, taken, refused } = asked([aTrade(900, 500, 10), aTrade(900, 600, -6)]);
    expect(tags).toEqual([
      {
        name: SYMBOL_CAP,
        isLimit: true,
        cuts: 2,
        denials: 0,
        takenUsd: 700,
        known: 2,
        knownUsd: 700,
        forgoneUsd: expect.closeTo(5, 9),
        unknown: 0,
      },
    ]);
    expect([taken, refused]).toEqual([2, 0]);
  });

  test('of a trade that is open still nothing is known', () => {
    const [tag] = asked([aTrade(900, 500, 10, { phase: 'protected' })]).tags;
    expect(tag).toMatchObject({ cuts: 1, takenUsd: 400, known: 0, forgoneUsd: 0, unknown: 1 });
  });

  test('a trade counts once, and only where it was opened in the span', () => {
    const one = aTrade(900, 500, 10);
    const before = aTrade(800, 500, 10, { openedAt: later(-1) });
    const after = aTrade(700, 500, 10, { openedAt: later(1_441) });
    expect(asked([one, one, before, after]).tags).toEqual(asked([one]).tags);
  });

  test('each limit that cut it answers for its own part', () => {
    const trace = capped(cut(900, 700), 'Risk Guard', 'trade', notionalUsd(500), '', `${TRADE_CAP} v2`);
    const { tags, takenUsd, forgoneUsd } = asked([aTrade(900, 500, 10, { trace })]);
    expect(tagOf(tags, SYMBOL_CAP)?.forgoneUsd).toBeCloseTo(4, 9);
    expect(tagOf(tags, TRADE_CAP)?.forgoneUsd).toBeCloseTo(4, 9);
    expect([takenUsd, forgoneUsd]).toEqual([400, expect.closeTo(8, 9)]);
  });
});

describe('a limit that kept trades out', () => {
  const refused = aNotTaken(0, { trace: cut(1_250, 1_000, TRADE_CAP) });

  test('cost what the shadow earned, and whoever had cut the trade before has its part in it', () => {
    const { tags } = asked([], [refused, aShadow(refused, 20)]);
    expect(tagOf(tags, DAILY_LOSS)).toMatchObject({
      denials: 1,
      cuts: 0,
      takenUsd: 1_000,
      known: 1,
      forgoneUsd: 20,
    });
    expect(tagOf(tags, TRADE_CAP)).toMatchObject({ denials: 0, cuts: 1, takenUsd: 250, forgoneUsd: 5 });
    expect(tags.map(({ name }) => name)).toEqual([DAILY_LOSS, TRADE_CAP]);
  });

  test('spared what the shadow lost', () => {
    const { tags } = asked([], [refused, aShadow(refused, -11.4)]);
    expect(tagOf(tags, DAILY_LOSS)?.forgoneUsd).toBeCloseTo(-11.4, 9);
  });

  test('is not known while there is no shadow', () => {
    expect(tagOf(asked([], [refused]).tags, DAILY_LOSS)).toMatchObject({
      known: 0,
      unknown: 1,
      forgoneUsd: 0,
    });
  });

  test.each<[string, readonly JournalRecord[], readonly Position[], number]>([
    ['refused in each minute of its signal', [refused, aNotTaken(1), aNotTaken(2)], [], 1],
    [
      'refused again at the next bar',
      [refused, aNotTaken(15, { wish: aWish({ signalAt: later(15) }) })],
      [],
      2,
    ],
    ['refused in another coin', [refused, aNotTaken(1, { symbol: symbolId('HANDUSDT') })], [], 2],
    ['opened at that signal in the end', [refused], [aPosition()], 0],
    ['refused before the span', [aNotTaken(-1)], [], 0],
  ])('a trade %s counts as often as there was a trade to take', (_name, records, positions, count) => {
    expect(asked(positions, records).refused).toBe(count);
  });

  test('what was refused before there was a plan is counted, and not priced', () => {
    const { wish: _none, ...unplanned } = aNotTaken(0, { code: 'spread-wide' });
    const { tags, unplanned: counted } = asked([], [unplanned, unplanned]);
    expect(tags).toEqual([]);
    expect(counted).toEqual({ 'spread-wide': 2 });
  });
});

describe('whatever the trades were', () => {
  const aSize = fc.double({ min: 100, max: 2_000, noNaN: true });
  const aNet = fc.double({ min: -50, max: 50, noNaN: true });
  const trades = fc.array(
    fc.tuple(aSize, aSize, aNet, fc.constantFrom('closed', 'protected', 'refused', 'followed')),
  );

  test('the parts add up to all that was taken away, and to what all of it would have earned', () => {
    fc.assert(
      fc.property(trades, list => {
        const positions: Position[] = [];
        const records: JournalRecord[] = [];
        let [taken, forgone] = [0, 0];
        for (const [i, [a, b, net, what]] of list.entries()) {
          const [from, to] = [Math.max(a, b), Math.min(a, b)];
          const isTrade = what === 'closed' || what === 'protected';
          taken += isTrade ? from - to : from;
          if (isTrade) positions.push(aTrade(from, to, net, { id: `${i}`, phase: what }));
          else {
            const record = aNotTaken(0, {
              symbol: symbolId(`C${i}USDT`),
              trace: cut(from, to),
              wish: aWish({ notionalUsd: notionalUsd(to) }),
            });
            records.push(record, ...(what === 'followed' ? [aShadow(record, net)] : []));
          }
          if (what === 'closed') forgone += ((from - to) * net) / to;
          if (what === 'followed') forgone += (from * net) / to;
        }
        const answer = asked(positions, records);
        const sum = (of: (tag: PriceTag) => number) => answer.tags.reduce((all, tag) => all + of(tag), 0);
        expect(answer.takenUsd).toBeCloseTo(taken, 4);
        expect(answer.forgoneUsd).toBeCloseTo(forgone, 4);
        expect(sum(tag => tag.takenUsd)).toBeCloseTo(taken, 4);
        expect(answer.tags.every(tag => tag.known + tag.unknown === tag.cuts + tag.denials)).toBe(true);
        expect(answer.taken + answer.refused).toBe(list.length);
      }),
    );
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { minutesAfter, symbolId } from '../../lib/desk/units.ts';
import { type Message, PortError } from '../../lib/ports.ts';
import { DAY_0, DAY_1, signalAt } from '../kit/nights.ts';
import { aPairing, type Pairing } from '../kit/twins.ts';

const COIN = symbolId('COINUSDT');

let open: Pairing | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});
const pairing = async (options: Parameters<typeof aPairing>[0]): Promise<Pairing> => {
  open = await aPairing(options);
  return open;
};

/** Enough to compare where it does not matter what: one trade, held over midnight. */
const BRIEF = { original: 'paper', from: '23:54', signals: [signalAt('23:56')] } as const;
/** A day of which there is nothing to tell but that it was. */
const IDLE = { original: 'paper', from: '23:58', signals: [] } as const;

describe('a twin of a desk that does the same', () => {
  test('is nothing apart from it, in each figure', async () => {
    const two = await pairing({ original: 'paper' });
    await two.until('24:05');
    await two.closeBoth();
    const [found, ...more] = await two.divergences();
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      minute: minutesAfter(DAY_1 as never, -1),
      role: 'twin',
      mode: 'paper',
      day: DAY_0,
      original: 'main',
      originalMode: 'paper',
      entries: { both: 2, originalAlone: 0, twinAlone: 0 },
      minutes: { both: 32, originalAlone: 0, twinAlone: 0 },
      apart: [],
      pairs: [],
      exitsApart: 0,
      fills: { prices: 3, meanBps: 0, medianBps: 0, costUsd: 0 },
      sizes: { ratio: 1 },
      results: { pairs: 1 },
    });
    expect(two.emitted()).toEqual([{ DecisionsApart: 0, DivergenceBps: 0 }]);
  });

  test('with another balance is sized alike, as a share of it', async () => {
    const two = await pairing({ original: 'paper', twinEquityUsd: 5_000 });
    await two.until('24:05');
    await two.closeBoth();
    const [found] = await two.divergences();
    expect(found?.sizes?.ratio).toBeCloseTo(1, 2);
    expect(found).toMatchObject({ entries: { both: 2 }, exitsApart: 0, fills: { meanBps: 0 } });
  });
});

describe('a twin of a desk that trades at the exchange', () => {
  test('without any fault enters at its prices, and promises no better exits', async () => {
    const two = await pairing({ original: 'exchange' });
    await two.until('24:05');
    await two.closeBoth();
    const [found] = await two.divergences();
    expect(found).toMatchObject({ entries: { both: 2 }, exitsApart: 0, fills: { entryBps: 0 } });
    expect(found?.fills?.exitBps).toBeLessThanOrEqual(0);
    expect(found?.fills?.exitBps).toBeGreaterThan(-5);
  });

  test('tells a wider spread from paper’s, to the desk’s cost', async () => {
    const two = await pairing({ original: 'engine' });
    two.original.engine.setBook(COIN, { spreadFraction: 0.0006, depthTimes: 1 });
    await two.until('24:05');
    await two.closeBoth();
    const [found] = await two.divergences();
    expect(found).toMatchObject({ entries: { both: 2, originalAlone: 0, twinAlone: 0 }, exitsApart: 0 });
    expect(found?.fills?.entryBps).toBeGreaterThan(2);
    expect(found?.fills?.entryBps).toBeLessThan(4);
    expect(found?.fills?.costUsd).toBeGreaterThan(0);
    expect(found?.pairs.map(({ symbol }) => symbol)).toContain(COIN);
    expect(two.emitted()[0]?.DivergenceBps).toBe(found?.fills?.meanBps);
  });

  test('tells an order that the venue refused, with the desk’s own word on it', async () => {
    let refusals = 1;
    const two = await pairing({
      original: 'engine',
      signals: [signalAt('23:30')],
      change: ({ venue }) => ({
        venue: {
          ...venue,
          place: async order => {
            if (order.reduceOnly || refusals === 0) return venue.place(order);
            refusals -= 1;
            return { type: 'rejected', code: -2019, because: 'Margin is insufficient.' };
          },
        },
      }),
    });
    await two.until('24:05');
    await two.closeBoth();
    const [found] = await two.divergences();
    expect(found).toMatchObject({
      entries: { both: 0, originalAlone: 0, twinAlone: 1 },
      apart: [{ by: 'twin', symbol: COIN, code: 'order-rejected' }],
    });
    expect(found?.apart[0]?.because).toContain('Margin is insufficient');
    expect(two.emitted()).toEqual([{ DecisionsApart: 1 }]);
  });
});

describe('the comparison', () => {
  test('waits for the other desk’s day, and a later tick makes it, once', async () => {
    const two = await pairing(BRIEF);
    await two.until('24:05');
    await two.closeTwin();
    expect(await two.divergences()).toEqual([]);
    expect((await two.twin.truth(DAY_0))?.compared).toBeUndefined();
    await two.closeOriginal();
    await two.closeTwin();
    await two.closeTwin();
    expect(await two.divergences()).toHaveLength(1);
    expect(two.emitted()).toHaveLength(1);
    expect((await two.twin.truth(DAY_0))?.compared).toBe(true);
  });

  test('that meets a table which does not answer is trouble, and is made later', async () => {
    const two = await pairing(BRIEF);
    await two.until('24:05');
    await two.closeOriginal();
    const down = () => Promise.reject(new PortError('unavailable', 'the table did not answer'));
    const history = { ...two.original.store, load: down };
    await two.closeTwin({ original: { name: 'main', history } });
    expect(await two.divergences()).toEqual([]);
    expect((await two.twin.records('trouble')).map(({ what, because }) => [what, because])).toEqual([
      ['comparing 2026-01-05 with main', 'the table did not answer; a later tick catches up'],
    ]);
    await two.closeTwin();
    expect(await two.divergences()).toHaveLength(1);
  });

  test('that died before the day was marked is made again under the same key', async () => {
    const two = await pairing(BRIEF);
    await two.until('24:05');
    await two.closeOriginal();
    const { store } = two.twin.closing;
    const dying: typeof store = {
      ...store,
      saveDayTruth: async (truth, lease) => {
        if (truth.compared === true) throw new PortError('unavailable', 'the process died here');
        return store.saveDayTruth(truth, lease);
      },
    };
    await two.closeTwin({ store: dying });
    expect(two.emitted()).toEqual([]);
    await two.closeTwin();
    expect(await two.divergences()).toHaveLength(1);
    expect(two.emitted()).toHaveLength(1);
  });

  test('is held against the other from the beginning of all that either held: its half may have ended before', async () => {
    const two = await pairing({ original: 'paper' });
    await two.until('24:05');
    await two.closeBoth();
    for (const night of [two.original, two.twin]) await night.skipTo('48:05');
    await two.closeOriginal();
    const asked: number[] = [];
    const { history } = two.twin.closing;
    const heard: typeof history = {
      ...history,
      closedBetween: span => {
        asked.push(span.from);
        return history.closedBetween(span);
      },
    };
    await two.closeTwin({ history: heard });
    const [, second] = await two.divergences();
    expect(second).toMatchObject({ day: DAY_1 });
    expect(Math.min(...asked)).toBeLessThan(DAY_1);
    // Both were there all of the second day, so that their money is compared, and its metric told.
    expect(second?.money?.points).toBeCloseTo(0, 9);
    expect(two.emitted()[1]).toHaveProperty('DivergencePercent');
  });

  test('teaches no policy: a twin asks that of its original', async () => {
    const two = await pairing({ original: 'paper' });
    await two.until('24:05');
    await two.closeBoth();
    expect(await two.original.records('policy')).toHaveLength(1);
    expect(await two.twin.records('policy')).toEqual([]);
    expect((await two.twin.store.load()).policy).toBeUndefined();
  });

  test('is known from the twin’s book, and from no other', async () => {
    const two = await pairing(IDLE);
    await two.until('23:59');
    expect((await two.twin.store.load()).book?.twinOf).toBe('main');
    expect((await two.original.store.load()).book).not.toHaveProperty('twinOf');
  });

  test('writes nothing of the desk that is shadowed', async () => {
    const two = await pairing(BRIEF);
    await two.until('24:05');
    await two.closeOriginal();
    const before = JSON.stringify([await two.original.store.load(), await two.original.truth(DAY_0)]);
    await two.closeTwin();
    expect(JSON.stringify([await two.original.store.load(), await two.original.truth(DAY_0)])).toBe(before);
  });

  test('of a twin’s first day leaves out its money, and what was before it', async () => {
    const two = await pairing({ original: 'paper', twinFrom: '23:45' });
    await two.until('24:05');
    await two.closeBoth();
    const [found] = await two.divergences();
    expect(found).toMatchObject({ entries: { both: 1, originalAlone: 0, twinAlone: 0 } });
    expect(found).not.toHaveProperty('money');
    expect(two.emitted()[0]).not.toHaveProperty('DivergencePercent');
  });
});

describe('the e-mail of a twin', () => {
  const box = () => {
    const letters: Message[] = [];
    return { letters, mail: { send: async (letter: Message) => void letters.push(letter) } };
  };

  test('waits for the comparison, and tells it', async () => {
    const two = await pairing(BRIEF);
    await two.until('24:05');
    const { letters, mail } = box();
    await two.closeTwin({ mail });
    expect(letters).toEqual([]);
    await two.closeOriginal();
    await two.closeTwin({ mail });
    await two.closeTwin({ mail });
    expect(letters).toHaveLength(1);
    expect(letters[0]?.subject).toContain('0.0 bps and 0 apart from main');
    expect(letters[0]?.text).toContain('AGAINST MAIN (PAPER), WHICH THIS DESK SHADOWS');
  });

  test('goes after six hours without it, and says so', async () => {
    const two = await pairing(IDLE);
    await two.until('24:05');
    const { letters, mail } = box();
    await two.closeTwin({ mail });
    await two.twin.skipTo('29:58');
    await two.closeTwin({ mail });
    expect(letters).toEqual([]);
    await two.twin.skipTo('30:00');
    await two.closeTwin({ mail });
    expect(letters).toHaveLength(1);
    expect(letters[0]?.text).toContain('have not been compared on this day yet');
  });

  test('of the desk that is shadowed waits for nobody', async () => {
    const two = await pairing(IDLE);
    await two.until('24:05');
    const { letters, mail } = box();
    await two.original.monitor();
    const { close } = await import('../../lib/close.ts');
    await close({ ...two.original.closing, mail }, two.original.now());
    expect(letters).toHaveLength(1);
    expect(letters[0]?.text).not.toMatch(/shadow/i);
  });
});

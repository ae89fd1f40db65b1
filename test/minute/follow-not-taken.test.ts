import { afterEach, describe, expect, test } from 'vitest';
import { close } from '../../lib/close.ts';
import { minutesAfter, symbolId } from '../../lib/desk/units.ts';
import type { CloseDesk } from '../../lib/minute/desk.ts';
import { type Market, PortError } from '../../lib/ports.ts';
import { aNight, at, type Night, nightBars, nightMarket, signalAt } from '../kit/nights.ts';

const LATE = symbolId('LATEUSDT');
let open: Night | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** One place, two coins with a signal in the same minute: FIRSTUSDT takes it. LATEUSDT rises by 1 % three times from five minutes later on. */
const night = async (options: Partial<Parameters<typeof aNight>[0]> = {}): Promise<Night> => {
  open = await aNight({
    from: '23:28',
    market: nightMarket({
      FIRSTUSDT: nightBars(1_000),
      LATEUSDT: nightBars(100, { [at('23:36')]: 101, [at('23:40')]: 102, [at('23:44')]: 103 }),
    }),
    signals: [signalAt('23:30', 'FIRSTUSDT'), signalAt('23:31', 'LATEUSDT')],
    ...options,
    limits: { 'risk/positions-max': '1', 'exits/hold-minutes-max': '20', ...options.limits },
  });
  return open;
};

/** The close of this minute with another market. */
const closeOn = (desk: Night, change: (market: Market) => Partial<Market>) => {
  const { market } = desk.closing;
  const closing: CloseDesk = { ...desk.closing, market: { ...market, ...change(market) } };
  return close(closing, desk.now());
};
const troubles = async (desk: Night) => (await desk.records('trouble')).map(({ what }) => what);

describe('a trade not taken', () => {
  test('is followed by the daily close once its horizon is over, and once', async () => {
    const desk = await night();
    await desk.until('24:06');
    const [refused] = await desk.records('not-taken');
    expect(refused).toMatchObject({ symbol: LATE, code: 'positions-full', wish: { holdMinutesMax: 20 } });
    const [shadow] = await desk.records('shadow');
    expect(shadow).toMatchObject({
      role: 'close',
      symbol: LATE,
      side: 'long',
      at: refused?.minute,
      signalAt: refused?.wish?.signalAt,
      code: 'positions-full',
      limit: 'risk/positions-max v1',
      plannedUsd: refused?.wish?.notionalUsd,
      lastExit: 'take-profit',
    });
    expect(shadow?.netUsd).toBeGreaterThan(0);
    await desk.until('24:07');
    await desk.closeDay();
    expect(await desk.records('shadow')).toHaveLength(1);
  });

  test('would have earned what the same trade earns where it is taken, but for the prices of its fills', async () => {
    const refusing = await night();
    await refusing.until('24:06');
    const [shadow] = await refusing.records('shadow');
    await refusing.close();
    const taking = await night({ limits: { 'risk/positions-max': '2' } });
    await taking.until('24:06');
    expect(await taking.records('shadow')).toEqual([]);
    const taken = (await taking.records('closed')).find(({ symbol }) => symbol === LATE);
    expect(taken).toBeDefined();
    expect(shadow?.netR).toBeCloseTo(taken?.rMultiple ?? Number.NaN, 0);
    expect(Math.abs((shadow?.netR ?? 0) - (taken?.rMultiple ?? 0))).toBeLessThan(0.1);
    expect(shadow?.minutesHeld).toBe(taken?.minutesHeld);
  });

  test('whose horizon is not over waits for the next night', async () => {
    const desk = await night({ limits: { 'exits/hold-minutes-max': '240' } });
    await desk.until('24:06');
    expect(await desk.records('shadow')).toEqual([]);
    await desk.skipTo('48:04');
    await desk.until('48:06');
    expect(await desk.records('shadow')).toHaveLength(1);
  });

  test('with a horizon of days is found again behind it', async () => {
    const desk = await night({ limits: { 'exits/hold-minutes-max': '1470' } });
    await desk.until('24:06');
    // The close of five past midnight and of the day after, as if no night had been between.
    const journal: string[] = [];
    const { history } = desk.closing;
    await desk.skipTo('48:04');
    const closing: CloseDesk = {
      ...desk.closing,
      history: {
        ...history,
        journal: span => {
          journal.push(`${(desk.now() - span.from) / 3_600_000} h`);
          return history.journal(span);
        },
      },
    };
    await desk.monitor();
    await close(closing, desk.now());
    expect(journal).toContain(`${48 + 1_470 / 60} h`);
    expect((await desk.records('shadow')).map(({ symbol }) => symbol)).toEqual([LATE]);
  });
});

describe('what cannot be followed is said, and not guessed', () => {
  test('a coin without bars', async () => {
    const desk = await night();
    await desk.until('24:05');
    await desk.monitor();
    await closeOn(desk, market => ({
      candles: async (symbol, interval, ...rest) =>
        interval === '1m' ? [] : market.candles(symbol, interval, ...rest),
    }));
    expect(await desk.records('shadow')).toEqual([]);
    expect(await troubles(desk)).toContain('following a trade not taken');
  });

  test('a coin that the venue does not answer for; the night after it is tried again', async () => {
    const desk = await night();
    await desk.until('24:05');
    await desk.monitor();
    await closeOn(desk, () => ({
      candles: async () => {
        throw new PortError('malformed', 'no such market');
      },
    }));
    expect(await troubles(desk)).toContain('bars to follow a trade not taken');
    await desk.skipTo('48:04');
    await desk.until('48:06');
    expect(await desk.records('shadow')).toHaveLength(1);
  });

  test('a venue without patience is asked for nothing more, and the day is closed all the same', async () => {
    const desk = await night({ signals: [signalAt('23:30', 'FIRSTUSDT'), ...lateSignals(3)] });
    await desk.until('24:05');
    await desk.monitor();
    let asked = 0;
    await closeOn(desk, () => ({
      candles: async () => {
        asked += 1;
        throw new PortError('rate-limited', 'too many requests');
      },
    }));
    expect((await desk.records('not-taken')).length).toBe(3);
    expect(asked).toBe(1);
    expect(await troubles(desk)).toContain('following trades not taken');
    expect(desk.emitted.at(-1)).toMatchObject({ TruthFaults: 0 });
  });

  test('it ends while enough of the lease is left to write down what was found', async () => {
    const desk = await night({ signals: [signalAt('23:30', 'FIRSTUSDT'), ...lateSignals(3)] });
    await desk.until('24:05');
    await desk.monitor();
    let now = desk.now() as number;
    const { market, clock } = desk.closing;
    const slow: CloseDesk = {
      ...desk.closing,
      clock: { ...clock, now: () => now as never },
      market: {
        ...market,
        candles: async (...args) => {
          now += 20_000;
          return market.candles(...args);
        },
      },
    };
    await close(slow, desk.now());
    expect(await desk.records('shadow')).toHaveLength(2);
  });
});

/** Further signals for LATEUSDT, each of a bar of its own. */
const lateSignals = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const first = signalAt('23:31', 'LATEUSDT');
    return { ...first, at: minutesAfter(first.at, 5 * i) };
  });

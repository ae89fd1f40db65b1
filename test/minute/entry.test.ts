import { afterEach, describe, expect, test } from 'vitest';
import { symbolId } from '../../lib/desk/units.ts';
import { aDesk, aSignalAt, coinMarket, type TestDesk, type TestDeskOptions } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';

const COIN = symbolId('COINUSDT');
let open: TestDesk | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});
async function start(options: Partial<TestDeskOptions> = {}): Promise<TestDesk> {
  open = await aDesk({ market: coinMarket(flat(100, 60)), signals: [aSignalAt(0)], ...options });
  return open;
}

describe('a signal', () => {
  test('I02 becomes the position that was planned: $300 of margin at 3x is $900 at the venue', async () => {
    const market = coinMarket(flat(1_000, 60), { at: 1_000 });
    const desk = await start({ market, equityUsd: 15_000, profile: 'math-ai' });
    await desk.minute();
    const [entry] = await desk.records('entry');
    expect(entry).toMatchObject({
      symbol: COIN,
      side: 'long',
      source: 'forced',
      plannedUsd: 900,
      intendedUsd: 900,
    });
    expect((entry?.executedUsd ?? 0) / 900).toBeGreaterThanOrEqual(0.99);
    expect((entry?.executedUsd ?? 0) / 900).toBeLessThanOrEqual(1);
    const { positions } = await desk.store.load();
    expect(positions[0]?.plan.marginUsd).toBe(300);
    expect(positions[0]?.plan.stopFraction).toBeCloseTo(0.008, 4);
    expect(positions[0]?.plan.targets).toHaveLength(1);
    expect(positions[0]?.plan.targets[0]?.distanceFraction).toBeCloseTo(0.016, 4);
  });

  test('I03 is only followed at the leverage that the venue confirmed', async () => {
    const desk = await start({
      change: ({ venue }) => ({
        venue: { ...venue, setLeverage: async (_s, leverage) => ({ type: 'accepted', report: leverage }) },
      }),
    });
    await desk.minute();
    expect(await desk.records('entry')).toEqual([]);
    expect((await desk.records('not-taken'))[0]).toMatchObject({ code: 'leverage-unconfirmed' });
    expect((await desk.store.load()).book?.reservations).toEqual([]);
  });

  test('I04 is sized from the venue’s equity and from nothing else', async () => {
    const desk = await start({ equityUsd: 4_000 });
    await desk.minute();
    expect((await desk.records('entry'))[0]?.plannedUsd).toBe(4_000 * 0.02 * 3);
  });

  test('I02 that is cut says who cut it: high-leverage on $10,000 keeps 2000 of 6000', async () => {
    const desk = await start({ profile: 'high-leverage' });
    await desk.minute();
    const [entry] = await desk.records('entry');
    expect(entry?.plannedUsd).toBe(6_000);
    expect(entry?.executedUsd).toBeGreaterThan(1_980);
    expect(entry?.executedUsd).toBeLessThanOrEqual(2_000);
    const cut = entry?.trace.find(step => step.step === 'per-symbol cap');
    expect(cut).toMatchObject({
      beforeUsd: 5_000,
      afterUsd: 2_000,
      limit: 'risk/symbol-notional-usd-max (default)',
    });
  });

  test('I21 ends protected in the same minute: backstop, working stop and targets rest at the venue', async () => {
    const desk = await start();
    await desk.minute();
    const resting = await desk.desk.venue.openConditionals();
    const stops = resting.filter(order => order.type === 'stop-market');
    const [position] = (await desk.store.load()).positions;
    expect(new Set(stops.map(order => order.qty))).toEqual(new Set([position?.qty, 'all']));
    expect(stops.every(order => order.reduceOnly && order.side === 'sell')).toBe(true);
    expect(resting.filter(order => order.type === 'take-profit-market')).toHaveLength(3);
    expect(position?.phase).toBe('protected');
  });

  test('I12 I13 makes a position of its fills: the entry price is what was paid, not what was signalled', async () => {
    const desk = await start();
    await desk.minute();
    const [position] = (await desk.store.load()).positions;
    const [held] = await desk.desk.venue.positions();
    expect(position?.entryPrice).toBeCloseTo(held?.entryPrice ?? 0, 8);
    expect(position?.entryPrice).toBeGreaterThan(100);
    expect(position?.fills.filter(fill => fill.kind === 'entry').length).toBeGreaterThan(0);
  });

  test('is decided once, though it is valid for three minutes', async () => {
    const desk = await start({ limits: { 'universe/denied': 'COINUSDT' } });
    await desk.minutes(4);
    expect(await desk.records('not-taken')).toHaveLength(1);
  });

  test('I42 that does not come leaves a reason in every minute', async () => {
    const desk = await start({ signals: [] });
    await desk.minutes(3);
    expect((await desk.records('minute')).map(record => record.noTrade)).toEqual(Array(3).fill('no-signal'));
  });

  test('I41 is recorded with the mode of the desk and as forced', async () => {
    const desk = await start();
    await desk.minute();
    expect((await desk.journal()).every(record => record.mode === 'embedded')).toBe(true);
    expect((await desk.store.load()).positions[0]).toMatchObject({ mode: 'embedded', source: 'forced' });
  });
});

describe('an account in Credits mode', () => {
  test('I56 is traded in cross margin, since isolated is refused there', async () => {
    const desk = await start({ accountKind: 'credits-cross' });
    await desk.minute();
    expect(await desk.records('not-taken')).toEqual([]);
    expect((await desk.store.load()).positions[0]).toMatchObject({
      phase: 'protected',
      plan: { marginMode: 'cross' },
    });
    expect((await desk.desk.venue.settings(COIN)).marginMode).toBe('cross');
    expect(desk.exchange.engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
  });

  test('I56 a venue that refuses the margin mode is a trade not taken, with its code', async () => {
    const refusing = async () =>
      ({ type: 'rejected', code: -4168, because: 'no isolated margin here' }) as const;
    const desk = await start({ change: ({ venue }) => ({ venue: { ...venue, setMarginMode: refusing } }) });
    await desk.minute();
    expect((await desk.records('not-taken'))[0]).toMatchObject({ code: 'margin-mode-refused' });
    expect((await desk.records('not-taken'))[0]?.because).toContain('-4168');
  });

  test('I35 refuses a trade that would leave maintenance half of the equity', async () => {
    const wide = {
      'sizing/method': 'risk-at-stop',
      'sizing/risk-fraction': '0.2',
      'plan/leverage-max': '20',
      'portfolio/enabled': 'no',
      'risk/daily-loss-usd-max': '9000',
      'risk/symbol-notional-usd-max': '900000',
      'risk/trade-notional-usd-max': '900000',
      'risk/gross-notional-usd-max': '900000',
    };
    const desk = await start({ accountKind: 'credits-cross', limits: wide });
    await desk.minute();
    expect((await desk.records('not-taken'))[0]?.code).toBe('cross-margin');
  });
});

describe('entries fail closed', () => {
  test.each([
    ['a limit of nonsense', 'risk/positions-max', 'many', 'limits-invalid'],
    ['I07 a limit nobody knows', 'risk/max-postions', '3', 'limits-invalid'],
    ['I08 a percentage where a fraction belongs', 'sizing/risk-fraction', '1.5', 'limits-invalid'],
  ])('on %s', async (_name, name, text, code) => {
    const desk = await start();
    desk.limits.set(name, text);
    await desk.minute();
    expect((await desk.records('minute'))[0]).toMatchObject({ entries: 0, noTrade: code });
    expect((await desk.records('minute'))[0]?.because).toContain(name);
  });

  test('I63 until the monitor of the same minute has finished', async () => {
    const desk = await start({ signals: [aSignalAt(1)] });
    await desk.enter();
    expect((await desk.records('minute'))[0]).toMatchObject({ noTrade: 'monitor-late' });
    await desk.monitor();
    // The monitor has run, though not in the minute of the signal.
    await desk.advance();
    await desk.guard();
    await desk.enter();
    expect((await desk.records('minute'))[1]).toMatchObject({ noTrade: 'monitor-late' });
    expect(desk.exchange.engine.state.accepted).toEqual([]);
  });

  test('I16 in hedge mode', async () => {
    const desk = await start({
      change: ({ venue }) => ({
        venue: { ...venue, mode: async () => ({ kind: 'usdt-isolated', hedgeMode: true }) },
      }),
    });
    await desk.minute();
    expect((await desk.records('minute'))[0]).toMatchObject({ noTrade: 'hedge-mode' });
  });

  test('I14 on a trigger that comes a second time', async () => {
    const desk = await start();
    await desk.monitor();
    expect([await desk.enter(), await desk.enter()]).toEqual(['done', 'stale']);
    expect(await desk.records('entry')).toHaveLength(1);
  });
});

describe('an order whose answer is lost', () => {
  test('I10 is asked about and never sent again', async () => {
    const desk = await start();
    desk.faults({ match: 'POST /fapi/v1/order', times: 1, status: 503, effect: 'applied' });
    await desk.minutes(3);
    const placed = desk.exchange.engine.state.accepted.filter(
      order => !order.clientId.includes('-x') && order.type === 'LIMIT',
    );
    expect(placed).toHaveLength(1);
    expect(await desk.records('entry')).toHaveLength(1);
    expect(desk.exchange.engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
  });

  test('I19 stays unknown until two readings and the trades prove that it never was', async () => {
    const desk = await start();
    desk.faults({ match: 'POST /fapi/v1/order', times: 1, status: 503 });
    await desk.minute();
    expect((await desk.store.load()).intents).toHaveLength(1);
    expect((await desk.store.load()).book?.reservations).toHaveLength(1);
    // The first reading that does not show it proves nothing.
    await desk.minute();
    expect((await desk.store.load()).intents).toMatchObject([
      { state: 'submitted', absentAt: [desk.now() - 60_000] },
    ]);
    expect((await desk.store.load()).book?.reservations).toHaveLength(1);
    await desk.minutes(2);
    expect((await desk.store.load()).intents).toEqual([]);
    expect((await desk.store.load()).book?.reservations).toEqual([]);
    expect(await desk.records('entry')).toEqual([]);
  });

  test('I11 is found by the next minute when the tick died behind it', async () => {
    const dead = () => {
      throw new Error('the process died here');
    };
    let died = false;
    const desk = await start({
      change: ({ venue }) => ({
        venue: {
          ...venue,
          place: async order => {
            const outcome = await venue.place(order);
            if (!died) {
              died = true;
              dead();
            }
            return outcome;
          },
        },
      }),
    });
    await desk.minutes(2);
    const [position] = (await desk.store.load()).positions;
    expect(position?.phase).toBe('protected');
    expect(await desk.records('entry')).toHaveLength(1);
    expect(desk.exchange.engine.state.safety.duplicateOrders).toBe(0);
  });
});

describe('a signal against an open position', () => {
  const both = [aSignalAt(0), aSignalAt(3, 'short')];

  test('is a trade not taken by default', async () => {
    const desk = await start({ signals: both });
    await desk.minutes(6);
    expect((await desk.records('not-taken')).map(record => record.code)).toEqual(['symbol-busy']);
    expect(await desk.desk.venue.positions()).toHaveLength(1);
  });

  test('closes it where exits/on-reverse says so, and opens nothing', async () => {
    const desk = await start({ signals: both, limits: { 'exits/on-reverse': 'close' } });
    await desk.minutes(7);
    expect((await desk.records('exit')).map(record => record.kind)).toEqual(['reverse']);
    expect((await desk.records('not-taken')).map(record => record.code)).toEqual(['position-reversed']);
    expect(await desk.desk.venue.positions()).toEqual([]);
    expect(await desk.desk.venue.openConditionals()).toEqual([]);
  });
});

describe('a tick that dies', () => {
  test('after its position was stored and before its intent went loses neither record nor reservation', async () => {
    let died = false;
    const desk = await start({
      change: ({ store }) => ({
        store: {
          ...store,
          archiveIntent: async (intent, lease) => {
            if (died) return store.archiveIntent(intent, lease);
            died = true;
            throw new Error('the process died here');
          },
        },
      }),
    });
    await desk.minutes(3);
    const { intents, book, positions } = await desk.store.load();
    expect(intents).toEqual([]);
    expect(book?.reservations).toEqual([]);
    expect(positions[0]?.phase).toBe('protected');
    expect((await desk.records('entry')).length).toBeGreaterThan(0);
    expect(desk.exchange.engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
  });
});

test('I64 an order refused for too many requests is a trade not taken, and nothing is left reserved', async () => {
  const desk = await start();
  desk.faults({ match: 'POST /fapi/v1/order', times: 1, status: 429 });
  await desk.minute();
  expect((await desk.records('not-taken'))[0]).toMatchObject({ code: 'order-rejected' });
  const { book, intents } = await desk.store.load();
  expect([intents, book?.reservations]).toEqual([[], []]);
});

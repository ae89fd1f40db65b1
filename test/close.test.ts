import { afterEach, describe, expect, test } from 'vitest';
import { close } from '../lib/close.ts';
import { DAY_MS, type Minute, minutesAfter, symbolId } from '../lib/desk/units.ts';
import type { CloseDesk } from '../lib/minute/desk.ts';
import { PortError } from '../lib/ports.ts';
import type { IncomeState } from '../lib/sim/engine/state.ts';
import {
  aNight,
  at,
  DAY_0,
  DAY_1,
  EVENING,
  EVENING_OVER,
  type Night,
  nightBars,
  nightMarket,
  signalAt,
} from './kit/nights.ts';

const COIN = symbolId('COINUSDT');
const HAND = symbolId('HANDUSDT');

let open: Night | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});
const night = async (options: Partial<Parameters<typeof aNight>[0]> = {}): Promise<Night> => {
  open = await aNight({ ...EVENING, ...options });
  return open;
};

/** What a person or the venue does is read back over the wire, as the desk in the cloud reads it. */
const WIRED = { over: 'http' } as const;
/** What needs no evening begins shortly before midnight. */
const LATE = { from: '23:58', signals: [] } as const;

/** One trade, stopped out just before midnight. */
const ONE_LOSS = {
  from: '23:50',
  market: nightMarket({
    COINUSDT: nightBars(1_000, { [at('23:57')]: 985 }),
    BNBUSDT: nightBars(900),
  }),
  signals: [signalAt('23:52')],
} as const;

/** An order by a person's hand at the venue. */
const byHand = ({ exchange }: Night, side: 'BUY' | 'SELL', symbol: string, quantity: string) =>
  exchange.handle('POST', '/sim/hand', JSON.stringify({ symbol, side, type: 'MARKET', quantity }), {});
const transfer = ({ exchange }: Night, body: object) =>
  exchange.handle('POST', '/sim/transfer', JSON.stringify(body), {});

/** The exchange's own sums of a day, by its ledger of income. */
function ledgerOf({ exchange }: Night, day: number) {
  const lines = exchange.engine.income().filter(({ time }) => time >= day && time < day + DAY_MS);
  const sum = (type: IncomeState['type']) =>
    lines.filter(line => line.type === type).reduce((total, { amountUsd }) => total + amountUsd, 0);
  return {
    realisedUsd: sum('REALIZED_PNL'),
    feesUsd: 0 - sum('COMMISSION'),
    fundingUsd: sum('FUNDING_FEE'),
    transfersUsd: sum('TRANSFER'),
  };
}

const near = (amounts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, expect.closeTo(amount, 6)]));

describe('two days, with a person trading beside the desk', () => {
  test('I37 I38 leave no difference at all, and sum up to what the exchange paid', async () => {
    const desk = await night(WIRED);
    await desk.until('23:45');
    byHand(desk, 'BUY', HAND, '10');
    transfer(desk, { amountUsd: 500 });
    await desk.until('24:09');
    byHand(desk, 'SELL', HAND, '10');
    await desk.until(EVENING_OVER);
    await desk.skipTo('48:04');
    await desk.until('48:06');
    const truths = [await desk.truth(DAY_0), await desk.truth(DAY_1)];
    for (const [i, day] of [DAY_0, DAY_1].entries()) {
      const { transfersUsd, ...money } = ledgerOf(desk, day);
      const { realisedUsd, feesUsd, fundingUsd } = money;
      expect(truths[i]).toMatchObject({ mismatchUsd: 0, differences: [], mode: 'embedded' });
      expect(truths[i]?.venue).toEqual(near({ ...money, netUsd: realisedUsd - feesUsd + fundingUsd }));
      expect(truths[i]?.transfersUsd).toBe(transfersUsd);
    }
    expect(truths.map(truth => truth?.transfersUsd)).toEqual([500, 0]);
    // Flat at both ends: all that moved the wallet is in the two days.
    const nets = truths.reduce((sum, truth) => sum + (truth?.venue.netUsd ?? 0), 0);
    expect(desk.exchange.engine.account().walletUsd).toBeCloseTo(10_000 + 500 + nets, 6);
    expect(truths.map(truth => [truth?.won, truth?.lost])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(desk.emitted).toEqual(Array(2).fill({ TruthMismatchUsd: 0, TruthFaults: 0, ModelFaults: 0 }));
  });

  test('I38 a position over midnight has its entry in the one day and its exit and funding in the other', async () => {
    const desk = await night();
    await desk.until('24:06');
    expect(await desk.truth(DAY_0)).toMatchObject({ fills: 3, won: 0, lost: 1 });
    expect((await desk.truth(DAY_0))?.book.fundingUsd).toBe(0);
    await desk.until(EVENING_OVER);
    await desk.skipTo('48:04');
    await desk.until('48:06');
    const [over] = await desk.store.closedBetween({ from: DAY_1 as Minute, to: desk.now() });
    expect(over?.fundings).toHaveLength(1);
    expect(await desk.truth(DAY_1)).toMatchObject({ fills: 2, won: 1, lost: 0, mismatchUsd: 0 });
    expect((await desk.truth(DAY_1))?.book.fundingUsd).toBe(over?.fundingUsd);
  });

  test('keep the two apart: what a person earned is not the desk’s, and no win of its own', async () => {
    const desk = await night({ ...LATE, ...WIRED });
    byHand(desk, 'BUY', HAND, '10');
    await desk.until('24:08');
    byHand(desk, 'SELL', HAND, '10');
    await desk.skipTo('48:04');
    await desk.until('48:06');
    const second = await desk.truth(DAY_1);
    expect(second).toMatchObject({ won: 0, lost: 0, mismatchUsd: 0, fills: 1 });
    expect(second?.foreign).toEqual(second?.venue);
    expect(second?.foreign.realisedUsd).toBeCloseTo(10 * (50.49 - 50.01), 6);
    expect(second?.book.netUsd).toBe(0);
  });

  test('I65 fees in BNB count with what they were worth at the fill', async () => {
    const desk = await night({ ...ONE_LOSS, ...WIRED });
    transfer(desk, { amountBnb: 1 });
    desk.exchange.engine.setFeeBurn(true);
    await desk.until('24:06');
    const paid = 1 - desk.exchange.engine.state.bnb;
    expect(paid).toBeGreaterThan(0);
    const truth = await desk.truth(DAY_0);
    expect(truth).toMatchObject({ mismatchUsd: 0 });
    expect(truth?.book.feesUsd).toBeCloseTo(paid * 900, 4);
    expect(truth?.venue.feesUsd).toBeCloseTo(ledgerOf(desk, DAY_0).feesUsd, 4);
  });
});

describe('what others do to a position of the desk counts', () => {
  test.each<[string, string, (desk: Night, held: number) => void]>([
    ['a person who closes it', 'by-hand', (desk, held) => byHand(desk, 'SELL', COIN, String(held))],
    ['a person who closes a part of it', 'by-hand', desk => byHand(desk, 'SELL', COIN, '0.2')],
    [
      'auto-deleveraging',
      'deleveraging',
      ({ exchange }) => {
        const body = JSON.stringify({ symbol: COIN, qty: 0.3 });
        exchange.handle('POST', '/sim/adl', body, {});
      },
    ],
  ])('%s', async (_who, kind, doing) => {
    const desk = await night({ ...ONE_LOSS, ...WIRED });
    await desk.until('23:55');
    doing(desk, desk.exchange.engine.positions()[0]?.qty ?? 0);
    await desk.until('24:06');
    expect((await desk.records('exit')).map(record => record.kind)).toContain(kind);
    const truth = await desk.truth(DAY_0);
    expect(truth).toMatchObject({ mismatchUsd: 0, foreign: { netUsd: 0 }, lost: 1 });
    expect(truth?.venue.netUsd).toBeCloseTo(truth?.book.netUsd ?? 0, 9);
  });

  test('a liquidation, by a gap through stop and liquidation price alike', async () => {
    const gap = at('23:57');
    const bars = [...nightBars(1_000).slice(0, gap), ...nightBars(600).slice(gap)];
    const market = nightMarket({ COINUSDT: bars });
    const desk = await night({ ...ONE_LOSS, ...WIRED, market });
    await desk.until('23:55');
    // As if the venue had lost both stops.
    for (const algo of desk.exchange.engine.openAlgos()) desk.exchange.engine.cancelAlgo({ id: algo.algoId });
    await desk.skipTo('23:59');
    await desk.until('24:06');
    expect((await desk.records('exit')).map(record => record.kind)).toEqual(['liquidation']);
    const truth = await desk.truth(DAY_0);
    expect(truth).toMatchObject({ mismatchUsd: 0, lost: 1, foreign: { netUsd: 0 } });
    // At its bankruptcy price it loses its own margin and no more: the fund has nothing to add.
    expect(desk.exchange.engine.income().filter(({ type }) => type === 'INSURANCE_CLEAR')).toEqual([]);
    expect(truth?.otherUsd).toBe(0);
  });

  test('a settlement of what a person held is the person’s', async () => {
    const market = nightMarket(
      { HANDUSDT: nightBars(50) },
      { instrument: { deliveryAt: minutesAfter(DAY_0 as Minute, at('23:59')) } },
    );
    const desk = await night({
      ...LATE,
      ...WIRED,
      from: '22:57',
      market,
      limits: { 'control/foreign': 'ignore' },
    });
    // In its last hour nothing more is opened.
    byHand(desk, 'BUY', HAND, '10');
    await desk.until('22:58');
    await desk.skipTo('23:57');
    await desk.until('24:06');
    const truth = await desk.truth(DAY_0);
    expect(truth).toMatchObject({ fills: 2, mismatchUsd: 0, won: 0, lost: 0 });
    expect(truth?.foreign).toEqual(truth?.venue);
  });
});

describe('the close', () => {
  test('I14 does nothing a second time, nor when it comes late', async () => {
    const desk = await night(LATE);
    await desk.until('24:06');
    const before = await desk.journal();
    await desk.until('24:08');
    expect(await close(desk.closing, minutesAfter(DAY_1 as Minute, 5))).toBe('stale');
    expect(await desk.closeDay()).toBe('done');
    expect(await desk.records('truth')).toHaveLength(1);
    expect(await desk.store.dayTruths({ from: DAY_0, to: DAY_1 })).toHaveLength(1);
    expect(before.filter(record => record.type === 'truth')).toEqual(await desk.records('truth'));
    expect(desk.emitted).toEqual([
      { TruthMismatchUsd: 0, TruthFaults: 0, ModelFaults: 0 },
      { TruthFaults: 0, ModelFaults: 0 },
    ]);
  });

  test('catches up with a day that could not be read, once it can', async () => {
    const desk = await night({ ...ONE_LOSS, ...WIRED });
    await desk.until('24:05');
    desk.faults({ match: 'GET /fapi/v1/income', times: 9, status: 503 });
    await desk.monitor();
    await desk.closeDay();
    desk.faults();
    expect(await desk.truth(DAY_0)).toBeUndefined();
    expect((await desk.records('trouble')).map(({ what }) => what)).toContain('the truth of 2026-01-05');
    expect(desk.emitted).toEqual([{ TruthFaults: 0, ModelFaults: 0 }]);
    await desk.until('24:08');
    await desk.skipTo('48:04');
    await desk.until('48:06');
    expect((await desk.store.dayTruths({ from: DAY_0, to: DAY_1 })).map(({ day }) => day)).toEqual([
      DAY_0,
      DAY_1,
    ]);
    expect((await desk.truth(DAY_0))?.mismatchUsd).toBe(0);
  });

  test('a day that stays unreadable does not hold up the others', async () => {
    const desk = await night(LATE);
    await desk.until('24:01');
    await desk.skipTo('48:03');
    await desk.until('48:04');
    const { venue } = desk.closing;
    const broken: CloseDesk = {
      ...desk.closing,
      venue: {
        ...venue,
        income: async since => {
          if (since < DAY_1)
            throw new PortError('malformed', 'an amount of DOGE cannot be counted in dollars');
          return venue.income(since);
        },
      },
    };
    await close(broken, desk.now());
    expect((await desk.store.dayTruths({ from: DAY_0, to: DAY_1 })).map(({ day }) => day)).toEqual([DAY_1]);
    expect(desk.emitted).toEqual([{ TruthMismatchUsd: 0, TruthFaults: 1, ModelFaults: 0 }]);
  });

  test('writes its record first, so that a tick that dies in between leaves no silent day', async () => {
    const desk = await night(LATE);
    await desk.until('24:05');
    await desk.monitor();
    let noted = 0;
    const dying = {
      ...desk.desk.store,
      saveDayTruth: async () => {
        noted = (await desk.records('truth')).length;
        throw new Error('killed');
      },
    };
    await expect(close({ ...desk.closing, store: dying }, desk.now())).rejects.toThrow('killed');
    expect(noted).toBe(1);
    expect(await desk.truth(DAY_0)).toBeUndefined();
    const later = minutesAfter(desk.now(), 60);
    await close({ ...desk.closing, clock: { ...desk.closing.clock, now: () => later } }, later);
    expect(await desk.truth(DAY_0)).toMatchObject({ mismatchUsd: 0 });
  });

  test('waits until the monitor has been past midnight', async () => {
    const desk = await night(LATE);
    await desk.until('23:59');
    await desk.skipTo('24:05');
    await desk.closeDay();
    expect(await desk.truth(DAY_0)).toBeUndefined();
    expect((await desk.records('trouble'))[0]?.because).toContain(
      'the monitor has not been past its end yet',
    );
  });

  test('of a desk that has not begun says so', async () => {
    const desk = await night(LATE);
    await desk.closeDay();
    expect((await desk.records('trouble'))[0]?.because).toContain('the monitor has not opened the book yet');
    expect(desk.emitted).toEqual([]);
  });

  test('I39 keeps the highest mark, open profit included and deposits taken out', async () => {
    const market = nightMarket({ COINUSDT: nightBars(1_000, { [at('23:50')]: 1_004 }) });
    const desk = await night({ ...WIRED, from: '23:48', market, signals: [signalAt('23:49')] });
    await desk.until('23:53');
    transfer(desk, { amountUsd: 500 });
    await desk.until('24:06');
    const truth = await desk.truth(DAY_0);
    expect(truth?.markedUsd).toBeCloseTo(0.599 * 3.95, 1);
    expect(truth?.highWaterUsd).toBeCloseTo(10_500 + 0.599 * 3.95 - (truth?.venue.feesUsd ?? 0), 1);
    expect(truth?.equityOpenUsd).toBe(10_000);
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryAccountStore } from '../../../lib/adapters/memory/account-store.ts';
import type { JournalRecord } from '../../../lib/desk/journal.ts';
import { minuteOf, minutesAfter, signOf, symbolId, usd } from '../../../lib/desk/units.ts';
import type { Desk } from '../../../lib/minute/desk.ts';
import type { Income } from '../../../lib/ports.ts';
import { settlementsOf } from '../../../lib/sim/funding-history.ts';
import { loadRecordedMarket } from '../../../lib/sim/markets/recorded.ts';
import { simpleMarket } from '../../../lib/sim/markets/simple.ts';
import type { PaperAccount } from '../../../lib/sim/paper/account.ts';
import { paperVenue } from '../../../lib/sim/paper-venue.ts';
import { aDesk, aSignalAt, coinMarket, type TestDeskOptions } from '../../kit/desk.ts';
import { paperOptions } from '../../kit/paper.ts';
import type { ScriptedBar } from '../../kit/scripted-market.ts';

const HOURS = 8;

const wavePrice = (minute: number) =>
  1_000 * (1 + 0.004 * Math.sin(minute / 17) + 0.007 * Math.sin(minute / 83));
const waves: ScriptedBar[] = Array.from({ length: HOURS * 60 + 5 }, (_, minute) => {
  const [open, close] = [wavePrice(minute), wavePrice(minute + 1)];
  return [open, Math.max(open, close) * 1.0004, Math.min(open, close) * 0.9996, close];
});
const oneCoin: TestDeskOptions = {
  market: coinMarket(waves, { at: wavePrice(0), funding: { 300: 0.0004, 480: -0.0003 } }),
  signals: Array.from({ length: 24 }, (_, i) => aSignalAt(3 + i * 20, i % 3 === 1 ? 'short' : 'long')),
};

const simple = simpleMarket({ seed: 3, days: 2 });
const COINS = ['BTCUSDT', 'SOLUSDT', 'WIFUSDT', 'SUIUSDT', 'DOGEUSDT', 'XRPUSDT'];
const manyCoins: TestDeskOptions = {
  market: simple,
  startAt: simple.startsAt,
  signals: COINS.flatMap((symbol, i) =>
    [5, 150, 300].map(at => ({
      ...aSignalAt(0, (i + at) % 2 === 0 ? 'long' : 'short'),
      symbol: symbolId(symbol),
      at: minutesAfter(simple.startsAt, at + i),
    })),
  ),
};

const DATA = join(import.meta.dirname, '../../../../shared/data');
const HERE = existsSync(DATA);

/** Nine real coins on a day of 2025. */
function recorded(): TestDeskOptions {
  const market = loadRecordedMarket({
    dataFolder: join(DATA, 'candles-1m-2025-05_06'),
    historyFolder: join(DATA, 'candles-15m-2024-10_2025-08'),
    fundingFolder: join(DATA, 'funding/2025-05_06'),
  });
  const startAt = minuteOf(Date.UTC(2025, 4, 29, 12));
  const signals = market.instruments().flatMap(({ symbol }, coin) =>
    [3, 103, 203, 303, 403].map((at, i) => ({
      ...aSignalAt(0, (i + coin) % 2 === 0 ? 'short' : 'long'),
      symbol,
      at: minutesAfter(startAt, at + coin),
    })),
  );
  return { market, startAt, signals };
}

/** What a desk lived through, on the engine itself or on paper over the same market. */
async function lived(where: 'engine' | 'paper', options: TestDeskOptions) {
  const store = memoryAccountStore<PaperAccount>();
  let shown: Desk | undefined;
  const onPaper = ({ market, clock }: Pick<Desk, 'market' | 'clock'>) =>
    where === 'engine'
      ? {}
      : {
          mode: 'paper',
          venue: paperVenue(
            paperOptions(options.market, {
              market,
              clock,
              store,
              openingUsd: usd(10_000),
              funding: {
                settlements: async (symbol, since) =>
                  settlementsOf(options.market, symbol, since, clock.now()),
              },
            }),
          ),
        };
  const desk = await aDesk({
    ...options,
    // A size that does not follow the equity: one worse fill must not change every trade after it.
    limits: { 'sizing/method': 'fixed-margin', 'sizing/base-margin-usd': '300' },
    over: 'process',
    change: plain => {
      shown = plain;
      return onPaper(plain);
    },
    // The guardian looks at the same account, through a venue of its own.
    changeGuard: () => onPaper(shown ?? expect.fail('no desk yet')),
  });
  await desk.minutes(HOURS * 60);
  const { venue } = desk.desk;
  return {
    journal: await desk.journal(),
    equityUsd: (await venue.account()).equityUsd,
    funding: (await venue.income(options.market.startsAt)).filter(({ kind }) => kind === 'funding'),
  };
}

const decisions = (journal: readonly JournalRecord[]): readonly object[] =>
  journal.flatMap((record): object[] => {
    const { minute, role, type } = record;
    if (record.type === 'entry') {
      const { symbol, side, qty, price, stopPrice } = record;
      return [{ minute, role, type, symbol, side, qty, price, stopPrice }];
    }
    if (record.type === 'exit') {
      const { symbol, kind, qty } = record;
      return [{ minute, role, type, symbol, kind, qty }];
    }
    if (record.type !== 'protection') return [];
    const { symbol, leg, action, triggerPrice } = record;
    return [{ minute, role, type, symbol, leg, action, triggerPrice }];
  });

const cents = (rows: readonly Income[]) =>
  rows.map(({ at, symbol, amountUsd }) => [at, symbol, amountUsd.toFixed(4)]);

/** Of each exit, how much better paper was filled, as a fraction of the price: above zero is a gift. */
function gifts(engine: readonly JournalRecord[], paper: readonly JournalRecord[]): number[] {
  const sides = new Map(
    engine.flatMap(each => (each.type === 'entry' ? [[each.positionId, each.side]] : [])),
  );
  const exits = (journal: readonly JournalRecord[]) =>
    journal.flatMap(each => (each.type === 'exit' ? [each] : []));
  const [real, dreamt] = [exits(engine), exits(paper)];
  return real.map(({ positionId, price }, i) => {
    const sign = signOf(sides.get(positionId) ?? expect.fail(`no entry of ${positionId}`));
    return (sign * ((dreamt[i]?.price ?? Number.NaN) - price)) / price;
  });
}

describe('a paper desk beside a desk straight on the engine, over the same market for eight hours', () => {
  test.each([
    ['one coin', oneCoin, { exits: 4, funded: true }],
    ['six coins', manyCoins, { exits: 14, funded: false }],
  ] satisfies [string, TestDeskOptions, object][])(
    'I44 %s: the same decisions, no fill better',
    async (_, options, { exits, funded }) => {
      const [engine, paper] = [await lived('engine', options), await lived('paper', options)];
      expect(decisions(paper.journal)).toEqual(decisions(engine.journal));
      const given = gifts(engine.journal, paper.journal);
      expect(given.length).toBeGreaterThanOrEqual(exits);
      expect(Math.max(...given)).toBeLessThanOrEqual(0);
      expect(Math.min(...given)).toBeGreaterThan(-0.0005);
      expect(paper.equityUsd).toBeLessThanOrEqual(engine.equityUsd);
      // The engine settles at prices between the ticks, of which its market shows the nearest.
      expect(cents(paper.funding)).toEqual(cents(engine.funding));
      expect(paper.funding.length > 0).toBe(funded);
      expect(paper.journal.filter(({ type }) => type === 'trouble')).toEqual([]);
      expect(new Set(paper.journal.map(({ mode }) => mode))).toEqual(new Set(['paper']));
    },
    60_000,
  );

  test.skipIf(!HERE)(
    `I44 nine coins of a real day: the same decisions, no fill better ${HERE ? '' : '(SKIPPED: needs ../shared/data)'}`,
    async () => {
      const options = recorded();
      const [engine, paper] = [await lived('engine', options), await lived('paper', options)];
      expect(decisions(paper.journal)).toEqual(decisions(engine.journal));
      const given = gifts(engine.journal, paper.journal);
      expect(given.length).toBeGreaterThan(20);
      expect(Math.max(...given)).toBeLessThanOrEqual(0);
      expect(Math.min(...given)).toBeGreaterThan(-0.001);
      expect(cents(paper.funding)).toEqual(cents(engine.funding));
    },
    90_000,
  );
});

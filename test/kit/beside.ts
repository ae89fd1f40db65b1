import { expect } from 'vitest';
import { memoryAccountStore } from '../../lib/adapters/memory/account-store.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { signOf, usd } from '../../lib/desk/units.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import type { Income } from '../../lib/ports.ts';
import { settlementsOf } from '../../lib/sim/funding-history.ts';
import type { PaperAccount } from '../../lib/sim/paper/account.ts';
import { paperVenue } from '../../lib/sim/paper-venue.ts';
import { aDesk, type TestDeskOptions } from './desk.ts';
import { paperOptions } from './paper.ts';

/** How long both desks live. */
export const HOURS = 8;

/** What a desk lived through, on the engine itself or on paper over the same market. */
export async function lived(where: 'engine' | 'paper', options: TestDeskOptions) {
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

export const decisions = (journal: readonly JournalRecord[]): readonly object[] =>
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

export const cents = (rows: readonly Income[]) =>
  rows.map(({ at, symbol, amountUsd }) => [at, symbol, amountUsd.toFixed(4)]);

/** Of each exit, how much better paper was filled, as a fraction of the price: above zero is a gift. */
export function gifts(engine: readonly JournalRecord[], paper: readonly JournalRecord[]): number[] {
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

/** The same decisions, no fill better, the same funding: whatever the market. */
export async function expectNoGift(
  options: TestDeskOptions,
  { exits, funded }: { readonly exits: number; readonly funded: boolean },
): Promise<void> {
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
}

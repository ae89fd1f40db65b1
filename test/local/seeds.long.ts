import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { close } from '../../lib/close.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { DAY_MS, MINUTE_MS, type Minute } from '../../lib/desk/units.ts';
import { JournalTally } from '../../lib/local/summary.ts';
import { ensembleSignals } from '../../lib/minute/ensemble.ts';
import { retrain } from '../../lib/retrain.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { championFiles } from '../kit/champion-files.ts';
import { aDesk } from '../kit/desk.ts';
import { modelStoreOf, noTensors } from '../kit/model-stores.ts';

const DAYS = 2;
const CLOSE_AT = 5;
const RETRAIN_AT = 10;
const SHIPPED = resolve(import.meta.dirname, '../../models/synthetic');
const shipped = championFiles(SHIPPED);

/** Two days of a seed's market, the shipped model voting: what `npm start` plays, with its stores and its venue in process. */
async function played(seed: number, martingale = false) {
  const market = syntheticMarket({ seed, days: DAYS + 1, martingale });
  const name = martingale ? 'martingale' : 'synthetic';
  const models = modelStoreOf([{ kind: 'xgboost', role: 'champion', ...shipped }]);
  const desk = await aDesk({
    market,
    startAt: market.startsAt,
    over: 'process',
    change: plain => ({
      signals: ensembleSignals({ models, market: plain.market, tensors: noTensors }, { market: name }),
    }),
  });
  for (let minute = 0; minute < DAYS * 1_440; minute += 1) {
    if ((desk.now() % DAY_MS) / MINUTE_MS === CLOSE_AT)
      await close({ ...desk.desk, history: desk.store }, desk.now());
    if ((desk.now() % DAY_MS) / MINUTE_MS === RETRAIN_AT)
      await retrain(
        { ...desk.desk, models, history: desk.store, modelMarket: name, tensors: noTensors },
        desk.now() as Minute,
      );
    await desk.minute();
  }
  const records = await desk.journal();
  const tally = new JournalTally();
  for (const record of records) tally.add(record);
  const { safety } = desk.engine.state;
  await desk.close();
  return { records, tally, safety, equityUsd: desk.engine.account().marginBalanceUsd, hash: tally.hash() };
}

const entriesOf = (records: readonly JournalRecord[]) => records.filter(({ type }) => type === 'entry');

describe('two days of the synthetic market with the model that comes along', () => {
  test.each(Array.from({ length: 20 }, (_, n) => n + 100))(
    'seed %i: the desk trades, nothing is ever naked or sent twice, and what was meant is what was filled',
    async seed => {
      const { records, tally, safety } = await played(seed);
      const entries = entriesOf(records);
      expect(entries.length).toBeGreaterThan(0);
      expect(safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
      expect(tally.fidelityMedian).toBeGreaterThanOrEqual(0.95);
      expect(tally.revalidations).toBe(1);
      // I37: by the exchange's own ledger the first day was what the desk says it was.
      expect([tally.daysClosed, tally.truthMismatchUsd]).toEqual([1, 0]);
      expect(records.filter(({ type }) => type === 'trouble' || type === 'unprotected')).toEqual([]);
    },
  );

  test('seed 7 shows every way of a trade, and the same again is the same to the letter', async () => {
    const { tally, hash, equityUsd } = await played(7);
    const exits = tally.exits.sorted();
    expect(Object.keys(exits)).toEqual(
      expect.arrayContaining(['partial-take-profit', 'take-profit', 'trailing-stop', 'stop-loss']),
    );
    expect(tally.stopMoves.sorted()['to-break-even'] ?? 0).toBeGreaterThan(0);
    const again = await played(7);
    expect([again.hash, again.equityUsd]).toEqual([hash, equityUsd]);
  });

  test('on the martingale twin the licence is refused and nothing is traded', async () => {
    const { records, tally, equityUsd } = await played(7, true);
    expect(entriesOf(records)).toEqual([]);
    expect(tally.noTrade.sorted()).toEqual({ 'no-licensed-model': DAYS * 1_440 });
    expect(equityUsd).toBe(10_000);
  });
});

import { dynamoAccountStore } from '../../lib/adapters/dynamo/account-store.ts';
import { dynamoBookStore } from '../../lib/adapters/dynamo/book-store.ts';
import { rememberAccount } from '../../lib/adapters/dynamo/confirmed-account.ts';
import { dynamoGuardStore } from '../../lib/adapters/dynamo/guard-store.ts';
import { dynamoJournal } from '../../lib/adapters/dynamo/journal.ts';
import { dynamoLimitsMemory } from '../../lib/adapters/dynamo/limits-memory.ts';
import { dynamoModelRoster } from '../../lib/adapters/dynamo/model-roster.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { memoryAccountStore } from '../../lib/adapters/memory/account-store.ts';
import { defaultLimits } from '../../lib/desk/limits/limits.ts';
import { epochMs, notionalUsd, price, qty, symbolId, usd } from '../../lib/desk/units.ts';
import { type Roster, writeRoster } from '../../lib/models/roster.ts';
import type { PaperAccount } from '../../lib/sim/paper/account.ts';
import { paperVenue } from '../../lib/sim/paper-venue.ts';
import { localDynamo, TABLE } from '../adapters/aws.ts';
import { RECORDS, TRACE } from '../adapters/dynamo/sample-records.ts';
import { leased } from '../contract/book-kit.ts';
import {
  aBook,
  aClosedPosition,
  aDayTruth,
  anIntent,
  aPolicyState,
  aPosition,
  at,
  aUniverse,
  M0,
} from '../contract/book-samples.ts';
import { aGuardian, guardLease } from '../contract/guard-store.ts';
import { aDesk, aSignalAt, coinMarket } from './desk.ts';
import { paperOptions } from './paper.ts';
import { flat } from './scripted-market.ts';
import { type Item, itemsIn } from './stored-items.ts';

/**
 * One of each kind of item that the table holds, with every member that it may have, written by the stores themselves.
 * In a table of its own, which is gone when it has been read.
 */
export async function everyItem(): Promise<readonly Item[]> {
  const dynamo = await localDynamo();
  try {
    const table = deskTable({ table: TABLE, desk: 'main', client: dynamo.client });
    const store = dynamoBookStore(table);
    const lease = await leased(store, 'monitor', M0);
    await store.saveBook(
      aBook({
        haltedAt: epochMs(M0),
        suspectEquityUsd: usd(9_000),
        monitoredMinute: M0,
        fundingReadTo: epochMs(M0),
        reservations: [
          {
            intentId: anIntent().id,
            symbol: symbolId('SOLUSDT'),
            minute: M0,
            notionalUsd: notionalUsd(900),
            lossAtStopUsd: usd(-8.46),
          },
        ],
      }),
      lease,
    );
    await store.savePosition(wholePosition, lease);
    await store.archivePosition(aClosedPosition('BTCUSDT', 0, 34), lease);
    const { plan } = anIntent();
    const traced = { plan: { ...plan, trace: TRACE }, trace: TRACE };
    await store.saveIntent(anIntent({ because: 'it waits', absentAt: [epochMs(M0)], ...traced }), lease);
    await store.archiveIntent(anIntent({ id: 'pdabc123-e9876543210', state: 'settled' }), lease);
    await store.saveUniverse(
      aUniverse({ previous: { minute: at(-1), symbols: [symbolId('SOLUSDT')] } }),
      lease,
    );
    await store.saveUniverseReasons({ minute: M0, reasons: { [symbolId('DOGEUSDT')]: 'too thin a book' } });
    await store.saveDayTruth(
      {
        ...aDayTruth(0),
        equityCloseUsd: usd(15_010),
        markedUsd: usd(15_009),
        report: 'sent',
        differences: aDayTruth(0).differences.map(each => ({
          ...each,
          tradeId: '41',
          positionId: wholePosition.id,
        })),
      },
      lease,
    );
    await store.savePolicy(aPolicyState(), lease);
    await store.saveLastGoodLimits(defaultLimits());
    const guardian = dynamoGuardStore(table.guardian);
    await guardian.save(
      aGuardian({ surplus: [{ clientId: 'pd000000-b1', since: epochMs(M0) }] }),
      await guardLease(guardian),
    );
    const text = { name: 'risk/positions-max', text: '7', version: 3 };
    await dynamoLimitsMemory(table).save({ rev: 0, minute: M0, before: [text], now: [text], good: [text] });
    await dynamoModelRoster(table).write(writeRoster(roster), undefined);
    await rememberAccount(table.guardian, 'a key', '12345678');
    await dynamoAccountStore<PaperAccount>(table).save(0, await aPaperAccount());
    for (const [ordinal, record] of Object.values(RECORDS).entries())
      await dynamoJournal(table).write(at(ordinal), 'entry', [record]);
    return await itemsIn(dynamo.client);
  } finally {
    await dynamo.close();
  }
}

const plain = aPosition();
const wholePosition = aPosition({
  plan: { ...plain.plan, trace: TRACE },
  trace: TRACE,
  protection: plain.protection.map(order => ({ ...order, orderId: '41' })),
  bestMark: price(177),
  flatSeenAt: epochMs(M0),
  exits: [{ clientId: 'pd-x', because: 'operator', leg: 'target-1', markPrice: price(176), minute: at(3) }],
  fills: [
    {
      tradeId: '41',
      at: epochMs(M0),
      kind: 'partial-take-profit',
      leg: 'target-1',
      expectedPrice: price(176.1),
      price: price(176.15),
      qty: qty(5.1),
      realisedUsd: usd(0),
      commissionUsd: usd(0.4),
      byHand: true,
    },
  ],
});

const held = (version: string) => ({
  version,
  file: `models/${version}.json`,
  manifest: `models/${version}.manifest.json`,
  since: epochMs(M0),
});
const roster: Roster = {
  format: 1,
  mixtures: 'mixtures/20250527.json',
  seats: [
    {
      kind: 'xgboost',
      champion: held('xgboost-3'),
      previous: held('xgboost-2'),
      challenger: held('xgboost-b1'),
      line: [],
      changes: [{ at: epochMs(M0), version: 'xgboost-3', what: 'promoted', because: 'better by 0.1 R' }],
    },
  ],
};

/** An account of a paper desk that has opened, closed and opened again. */
async function aPaperAccount(): Promise<PaperAccount> {
  const store = memoryAccountStore<PaperAccount>();
  const market = coinMarket([...flat(1_000, 3), [1_000, 1_000, 985, 985], ...flat(985, 120)], { at: 1_000 });
  const desk = await aDesk({
    market,
    signals: [aSignalAt(0), aSignalAt(90, 'short')],
    over: 'process',
    change: plain => ({
      mode: 'paper',
      venue: paperVenue(
        paperOptions(market, {
          market: plain.market,
          clock: plain.clock,
          store,
          funding: { settlements: async () => [] },
        }),
      ),
    }),
    changeGuard: () => ({ mode: 'paper' }),
  });
  try {
    await desk.minutes(95);
    const stored = await store.load();
    if (stored === undefined) throw new Error('the paper account was never written');
    return stored.state;
  } finally {
    await desk.close();
  }
}

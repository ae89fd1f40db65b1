import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { binanceClient } from '../../lib/adapters/binance/client.ts';
import { binanceFundingHistory } from '../../lib/adapters/binance/funding-history.ts';
import { binanceMarket } from '../../lib/adapters/binance/market.ts';
import { dynamoJournal } from '../../lib/adapters/dynamo/journal.ts';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { deskTable, type Partition } from '../../lib/adapters/dynamo/table.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { epochMs, type Minute, minutesAfter, usd } from '../../lib/desk/units.ts';
import { guard } from '../../lib/guard.ts';
import { type ExchangeServer, startExchange } from '../../lib/local/exchange/server.ts';
import { enter, monitor } from '../../lib/minute.ts';
import { wireDesk } from '../../lib/wiring/aws.ts';
import { paperAccount } from '../../lib/wiring/paper.ts';
import { localDynamo, TABLE } from '../adapters/aws.ts';
import { aDesk, aSignalAt, coinMarket, WARM } from '../kit/desk.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';

/** A long at 1000 that takes its first target, and is stopped at break-even; later one whose desk is away when it falls. */
const BARS: readonly ScriptedBar[] = [
  ...flat(1_000, 2),
  [1_000, 1_009, 1_000, 1_009],
  ...flat(1_009, 2),
  [1_009, 1_009, 990, 990],
  ...flat(990, 25),
  null,
  null,
  [990, 990, 960, 960],
  ...flat(960, 40),
];
const market = coinMarket(BARS, { at: 1_000 });

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let exchange: ExchangeServer;
beforeAll(async () => {
  dynamo = await localDynamo();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', dynamo.url);
  // Nobody listens there: whoever reads a parameter fails.
  vi.stubEnv('AWS_ENDPOINT_URL_SSM', 'http://127.0.0.1:1');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  exchange = await startExchange({
    apiKey: 'never-given',
    secret: 'never-given',
    market,
    engine: { startAt: WARM, walletUsd: usd(1) },
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([exchange.close(), dynamo.close()]);
});

/** A desk on paper over the exchange's public data, through HTTP and without a key; its account in the table. */
async function paperDesk(name: string) {
  const { engine } = exchange.exchange;
  const client = binanceClient({ baseUrl: exchange.url, timeoutMs: 2_000, now: () => engine.now });
  const clock = { now: () => epochMs(engine.now), sleep: async () => {} };
  const shown = binanceMarket(client);
  const table = deskTable({ table: TABLE, desk: name });
  const onPaper = (own: Partition) => ({
    name,
    mode: 'paper',
    clock,
    market: shown,
    venue: paperAccount(
      { table: TABLE, desk: name, mode: 'paper', balanceUsd: usd(10_000), accountKind: 'usdt-isolated' },
      { market: shown, funding: binanceFundingHistory(client), clock },
      dynamoJournal(own),
    ),
  });
  const { desk, guardDesk, store } = await aDesk({
    market,
    over: 'process',
    signals: [aSignalAt(0), aSignalAt(20)],
    change: () => onPaper(table),
    changeGuard: () => onPaper(table.guardian),
  });
  return { desk, guardDesk, store, client };
}

describe('a paper desk over the wire', () => {
  test('I41 trades its own account on public data alone: no key, and nothing at the exchange', async () => {
    const { desk, guardDesk, client, store } = await paperDesk('main');
    const { engine } = exchange.exchange;
    for (let i = 0; i < 29; i += 1) {
      const now = engine.now as Minute;
      await guard(guardDesk, now);
      await monitor(desk, now);
      await enter(desk, now);
      engine.advance(minutesAfter(now, 1));
    }
    engine.advance(minutesAfter(engine.now as Minute, 10));
    for (let i = 0; i < 3; i += 1) {
      await monitor(desk, engine.now as Minute);
      engine.advance(minutesAfter(engine.now as Minute, 1));
    }
    const records: JournalRecord[] = [];
    for await (const each of store.journal({ from: WARM, to: engine.now as Minute })) records.push(each);
    expect(records.filter(({ type }) => type === 'trouble')).toEqual([]);
    expect(new Set(records.map(({ mode }) => mode))).toEqual(new Set(['paper']));
    expect(records.flatMap(each => (each.type === 'exit' ? [each.kind] : []))).toEqual([
      'partial-take-profit',
      'trailing-stop',
      'stop-loss',
    ]);
    expect(await desk.venue.positions()).toEqual([]);
    expect((await desk.venue.account()).equityUsd).toBeLessThan(10_000);
    const { orders, algos, trades, walletUsd } = engine.state;
    expect([orders, algos, trades, walletUsd]).toEqual([[], [], [], 1]);
    await client.close();
  });

  test('writes what it could not see into the journal of the desk, as a record of its own', async () => {
    const reader = dynamoBookReader(deskTable({ table: TABLE, desk: 'main' }));
    const records: JournalRecord[] = [];
    const to = exchange.exchange.engine.now as Minute;
    for await (const record of reader.journal({ from: WARM, to })) records.push(record);
    expect(records).toMatchObject([
      {
        role: 'paper',
        mode: 'paper',
        type: 'trouble',
        what: 'paper account',
        because: expect.stringMatching(/^2 minutes of COINUSDT have no bar from .*, and were not played$/),
      },
    ]);
  });
});

describe('the wiring of a paper desk', () => {
  test('I41 reads no parameter and needs no key', async () => {
    const desk = await wireDesk({
      PERPDESK_DESK: 'main',
      PERPDESK_TABLE: TABLE,
      PERPDESK_MODE: 'paper',
      PERPDESK_PAPER_BALANCE_USD: '10000',
    });
    expect(desk.mode).toBe('paper');
    await expect(
      wireDesk({ PERPDESK_DESK: 'main', PERPDESK_TABLE: TABLE, PERPDESK_MODE: 'demo' }),
    ).rejects.toMatchObject({ name: 'PortError' });
  });
});

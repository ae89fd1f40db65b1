import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { dynamoModelRoster } from '../../lib/adapters/dynamo/model-roster.ts';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { s3ModelFiles } from '../../lib/adapters/s3/model-files.ts';
import { limitParameter, secretParameter } from '../../lib/adapters/ssm/names.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { epochMs, HOUR_MS, MINUTE_MS, type Minute, usd } from '../../lib/desk/units.ts';
import { type ExchangeServer, startExchange } from '../../lib/local/exchange/server.ts';
import { writeRoster } from '../../lib/models/roster.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { seated } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';
import type { DeployedFunction } from './deployed-function.ts';
import type { Stage } from './deployment.ts';

const KEYS = { apiKey: 'demo-key', secret: 'demo-secret' };
export const MINUTES = 60;
/** By then there is what to close; a person halts the desks and has their positions closed. */
const HALTED_AT = 50;
/** The addresses that the desks know; here they lead to the simulated exchange. */
const ORIGINS = { main: 'https://fapi.binance.com', other: 'https://demo-fapi.binance.com' } as const;
export type DeskName = keyof typeof ORIGINS;
export const NAMES = ['main', 'other'] as const;
/** In the order in which a minute needs them; the scheduler calls them all at its beginning. */
export const EACH_MINUTE = ['Guardian', 'PositionMonitor', 'SignalEntry', 'UniverseScan'] as const;
/** Minutes of the hour at which the others are called, as the schedules have it. */
export const ONCE = { LimitsGuard: 1, DailyClose: 5, Retrain: 10 } as const;

export interface Hour {
  readonly exchange: ExchangeServer;
  /** Each desk's functions by the template's names, still running. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  /** How the calls ended: `done`, or what went wrong. */
  readonly ends: readonly string[];
  /** At the end of each minute: positions that the book has open, and those of them that no stop is known to cover. */
  readonly held: readonly { readonly open: number; readonly bare: number }[];
  journal(desk: DeskName): Promise<readonly JournalRecord[]>;
}

/**
 * Plays an hour of the deployed desks: a paper desk, and one with an account at the exchange. Both have a model that is
 * licensed, in the deployed bucket. Ten minutes before the end a person halts both and asks for their positions to be closed.
 */
export async function playedHour(stage: Stage): Promise<Hour> {
  const market = syntheticMarket({ seed: 3, days: 2 });
  const engineOptions = { startAt: market.startsAt, walletUsd: usd(10_000) };
  const exchange = await startExchange({ ...KEYS, market, engine: engineOptions });
  const { engine } = exchange.exchange;
  const table = (desk: DeskName) =>
    deskTable({ table: stage.named('BooksTable'), desk, client: stage.services.dynamodb });
  const reader = (desk: DeskName) => dynamoBookReader(table(desk));
  const functions = new Map<string, DeployedFunction>();
  const ends: string[] = [];
  const held: { open: number; bare: number }[] = [];

  const put = (Name: string, Value: string, Type: 'String' | 'SecureString' = 'String') =>
    stage.services.ssm.send(new PutParameterCommand({ Name, Value, Type, Overwrite: true }));

  async function giveModel(desk: DeskName): Promise<void> {
    const planted = plantedModel({ market: 'binance-usdm', at: epochMs(market.startsAt - HOUR_MS) });
    const { roster, files } = seated([planted]);
    const kept = s3ModelFiles({ bucket: stage.named('ModelsBucket'), desk, client: stage.services.s3 });
    for (const [name, bytes] of files) await kept.write(name, bytes);
    await dynamoModelRoster(table(desk)).write(writeRoster(roster), undefined);
  }

  async function halt(desk: DeskName): Promise<void> {
    await put(limitParameter(desk, 'control/halt-flatten'), 'yes');
    await put(limitParameter(desk, 'control/state'), 'halted');
  }

  async function call(id: string, now: number): Promise<void> {
    const minute = new Date(now).toISOString();
    const answer = await functions.get(id)?.invoke({ scheduledTime: minute }, now);
    const done =
      answer?.type === 'returned' && JSON.stringify(answer.value) === JSON.stringify({ minute, end: 'done' });
    ends.push(done ? 'done' : `${id} at ${minute}: ${JSON.stringify(answer)}`);
  }

  async function played(desk: DeskName, minute: number, now: number): Promise<void> {
    if (minute === HALTED_AT) await halt(desk);
    for (const name of EACH_MINUTE) await call(`${desk}${name}`, now);
    for (const [name, at] of Object.entries(ONCE)) if (at === minute) await call(`${desk}${name}`, now);
  }

  async function look(): Promise<void> {
    const books = await Promise.all(NAMES.map(desk => reader(desk).load()));
    const positions = books.flatMap(book => book.positions);
    held.push({
      open: positions.length,
      bare: positions.filter(({ phase }) => phase === 'open' || phase === 'unknown').length,
    });
  }

  await stage.seed();
  await put(secretParameter('other', 'demo-key'), KEYS.apiKey, 'SecureString');
  await put(secretParameter('other', 'demo-secret'), KEYS.secret, 'SecureString');
  for (const desk of NAMES) {
    await giveModel(desk);
    const venue = { TEST_VENUE_ORIGIN: ORIGINS[desk], TEST_VENUE_URL: exchange.url };
    for (const name of [...EACH_MINUTE, ...Object.keys(ONCE)])
      functions.set(`${desk}${name}`, await stage.start(`${desk}${name}`, venue));
    functions.set(`${desk}Notifier`, await stage.start(`${desk}Notifier`));
  }
  // The desks beside each other, as the schedulers call them; the functions of each one after the other.
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const { now } = engine;
    await Promise.all(NAMES.map(desk => played(desk, minute, now)));
    await look();
    engine.advance(now + MINUTE_MS);
  }
  return {
    exchange,
    functions,
    ends,
    held,
    journal: async desk => {
      const records: JournalRecord[] = [];
      const span = { from: market.startsAt, to: engine.now as Minute };
      for await (const record of reader(desk).journal(span)) records.push(record);
      return records;
    },
  };
}

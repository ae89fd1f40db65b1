import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoBookStore } from '../../lib/adapters/dynamo/book-store.ts';
import { dynamoGuardStore } from '../../lib/adapters/dynamo/guard-store.ts';
import { dynamoJournal } from '../../lib/adapters/dynamo/journal.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { ssmLimitStore } from '../../lib/adapters/ssm/limit-store.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import { PROFILES } from '../../lib/desk/limits/profiles.ts';
import { minutesAfter } from '../../lib/desk/units.ts';
import { startDynamo } from '../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { ensureTable } from '../../lib/local/aws/table.ts';
import { TABLE } from '../../lib/local/desk-environment.ts';
import { markFolder } from '../../lib/local/state-folder.ts';
import { dynamoAt, ssmAt } from '../adapters/aws.ts';
import { aDesk, aSignalAt, WARM, warmedUp } from '../kit/desk.ts';
import { flat, scriptedMarket } from '../kit/scripted-market.ts';

/** An empty folder of the test's own. */
export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'perpdesk-operator-'));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** How long the fixture's desk ran. */
export const RUN_MINUTES = 8;
export const LAST_MINUTE = minutesAfter(WARM, RUN_MINUTES - 1);

/**
 * A state folder as an embedded desk leaves it: the real minute ran in it, with the profile `high-leverage`. HOLDUSDT
 * is open, and a second signal in it was refused; STOPUSDT was stopped out, and is cooling down; IDLEUSDT had nothing.
 */
export async function aStateFolder(): Promise<string> {
  left ??= deskLeft();
  const folder = emptyFolder();
  cpSync(await left, folder, { recursive: true });
  return folder;
}

/** The minutes are run once in a process, and each test has a copy of what they left. */
let left: Promise<string> | undefined;

async function deskLeft(): Promise<string> {
  const folder = emptyFolder();
  process.once('exit', () => removeFolder(folder));
  markFolder(folder, { desk: 'main', market: 'simple' });
  const [dynamo, store] = await Promise.all([
    startDynamo({ stateFolder: folder }),
    startParameterStore({ stateFolder: folder, now: () => WARM }),
  ]);
  const [tables, parameters] = [dynamoAt(dynamo.url), { client: ssmAt(store.url), desk: 'main' }];
  await ensureTable(tables, TABLE);
  await seedLimits(parameters, PROFILES['high-leverage']);
  const table = deskTable({ table: TABLE, desk: 'main', client: tables });
  const fall = [...flat(100, 2), [100, 100, 96, 96] as const, ...flat(96, 20)];
  const desk = await aDesk({
    market: scriptedMarket({
      HOLDUSDT: warmedUp(100, 0.00533, flat(100, 60)),
      STOPUSDT: warmedUp(100, 0.00533, fall),
      IDLEUSDT: warmedUp(100, 0.00533, flat(100, 60)),
    }),
    signals: [
      aSignalAt(0, 'long', 'HOLDUSDT'),
      aSignalAt(0, 'long', 'STOPUSDT'),
      aSignalAt(5, 'short', 'HOLDUSDT'),
      aSignalAt(6, 'long', 'STOPUSDT'),
    ],
    guardStore: dynamoGuardStore(table.guardian),
    change: () => ({
      store: dynamoBookStore(table),
      journal: dynamoJournal(table),
      limits: ssmLimitStore(parameters),
    }),
  });
  await desk.minutes(RUN_MINUTES);
  await desk.close();
  tables.destroy();
  parameters.client.destroy();
  await Promise.all([dynamo.close(), store.close()]);
  return folder;
}

import { modelFolder } from '../../lib/adapters/model-folder.ts';
import { onnxTensors } from '../../lib/adapters/onnx/tensors.ts';
import { forcedSignals } from '../../lib/adapters/signals.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { defaultLimits, withLimits } from '../../lib/desk/limits/limits.ts';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import { epochMs, type Minute, minutesAfter, usd } from '../../lib/desk/units.ts';
import { mixturesReader } from '../../lib/minute/mixtures.ts';
import { modelReader } from '../../lib/minute/models.ts';
import { panelOf } from '../../lib/models/panel.ts';
import { type ReplayInput, replay, type Voices } from '../../lib/replay/replay.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import { embedded } from '../kit/embedded.ts';

export interface SameDays {
  readonly market: SimMarket;
  readonly interval?: ReplayInput['interval'];
  readonly from: Minute;
  readonly minutes: number;
  readonly limits?: Readonly<Record<string, string>>;
  /** A list of signals, or a folder of models with the market that they are of. */
  readonly signals?: readonly Signal[];
  readonly models?: string;
  readonly marketName?: string;
}

/** What a desk has decided and done, in a form that two desks can share. */
export interface Doings {
  /** Everything decided, sent and filled, in order. */
  readonly records: readonly object[];
  /** Equity at each full hour, in cents. */
  readonly equityCents: Readonly<Record<number, number>>;
}

/** What is about money: what a guardian writes of itself, and an account a minute, are not. */
const DOINGS = new Set([
  'entry',
  'exit',
  'closed',
  'protection',
  'not-taken',
  'universe',
  'slice',
  'unknown',
  'votes',
]);

/** Names of orders, and versions of limits, are each desk's own. */
function shared(record: JournalRecord): object {
  const { mode: _, ...rest } = record;
  const text = JSON.stringify(rest, (key, value: unknown) =>
    key === 'tradeId' || key === 'rev' || key === 'clientId' ? undefined : value,
  );
  return JSON.parse(text.replaceAll(/ (v\d+|\(default\))/g, '')) as object;
}

const HOUR = 3_600_000;
const cents = (amount: number) => Math.round(amount * 100);

export async function replayedDoings(
  days: SameDays,
  everyMinute = false,
): Promise<Doings & { readonly hash: string; readonly noTrade: ReadonlyMap<string, number> }> {
  const { market, from, minutes } = days;
  const read = withLimits(defaultLimits(), days.limits ?? {});
  if (read.type === 'invalid') throw new Error(JSON.stringify(read.problems));
  const records: object[] = [];
  const { played } = await replay(
    {
      market,
      interval: days.interval ?? '1m',
      from,
      to: minutesAfter(from, minutes),
      limits: read.limits,
      walletUsd: usd(10_000),
      accountKind: 'usdt-isolated',
      voices: await voicesOf(days),
      everyMinute,
    },
    { onRecord: record => void (DOINGS.has(record.type) && records.push(shared(record))) },
  );
  const hours = played.account.points.filter(({ at }) => at % HOUR === 0 && at < minutesAfter(from, minutes));
  return {
    records,
    equityCents: Object.fromEntries(hours.map(({ at, equityUsd }) => [at, cents(equityUsd)])),
    hash: played.journal.digest(),
    noTrade: played.noTrade,
  };
}

export async function embeddedDoings(days: SameDays): Promise<Doings> {
  const { market, from, minutes, limits, signals, models, marketName } = days;
  const desk = await embedded({
    market,
    startAt: from,
    ...(limits === undefined ? {} : { limits }),
    ...(signals === undefined ? {} : { signals }),
    ...(models === undefined ? {} : { models }),
    ...(marketName === undefined ? {} : { marketName }),
  });
  try {
    // The guardian is there before the trader is, as a replay takes it for granted.
    await desk.minutes(minutes);
    const records: object[] = [];
    const equity = new Map<number, number>();
    for await (const record of desk.reader.journal({ from, to: minutesAfter(from, minutes) })) {
      if (DOINGS.has(record.type)) records.push(shared(record));
      if (record.type === 'account' && record.minute % HOUR === 0)
        equity.set(record.minute, cents(record.equityUsd));
    }
    return { records, equityCents: Object.fromEntries(equity) };
  } finally {
    await desk.close();
  }
}

async function voicesOf({ signals, models, marketName = 'binance-usdm', from }: SameDays): Promise<Voices> {
  if (signals !== undefined) return { type: 'forced', list: signals, signals: forcedSignals(signals) };
  const store = modelFolder(models ?? '');
  const held = (await modelReader(store)()).map(({ model }) => model);
  return {
    type: 'models',
    panel: panelOf(held, marketName, epochMs(from)),
    mixtures: await mixturesReader(store)(),
    tensors: onnxTensors({ threads: 1 }),
  };
}

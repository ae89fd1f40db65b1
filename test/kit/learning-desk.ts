import { expect } from 'vitest';
import { memoryStore } from '../../lib/adapters/memory/store.ts';
import type { Candle } from '../../lib/desk/candle.ts';
import type { JournalEvent, JournalRecord } from '../../lib/desk/journal.ts';
import {
  DAY_MS,
  epochMs,
  fraction,
  MINUTE_MS,
  type Minute,
  minuteOf,
  type SymbolId,
  symbolId,
} from '../../lib/desk/units.ts';
import type { LearningDesk } from '../../lib/minute/desk.ts';
import { readManifest } from '../../lib/models/manifest.ts';
import { PortError } from '../../lib/ports.ts';
import { retrain } from '../../lib/retrain.ts';
import { limitsWith } from './builders.ts';
import { manifestTextIn, modelStoreOf, noTensors } from './model-stores.ts';
import { type Planted, plantedModel } from './planted-model.ts';

export const BAR_MS = 15 * MINUTE_MS;
/** The model was revalidated then; its record ends an hour before. */
export const SINCE = epochMs(Date.UTC(2026, 0, 5));
export const NOW = minuteOf(SINCE + DAY_MS + 10 * MINUTE_MS);

/** Quarters of an hour that rise by 1 % each, so that whatever is said at one of them, up is right. */
const rising = (until: number): Candle[] =>
  Array.from({ length: 400 }, (_, i) => {
    const at = Math.floor(until / BAR_MS) * BAR_MS - (400 - i) * BAR_MS;
    const open = 100 * 1.01 ** i;
    return { at: epochMs(at), open, high: open * 1.01, low: open, close: open * 1.01, volume: 100 } as Candle;
  });

export type VotesEvent = Extract<JournalEvent, { type: 'votes' }>;

/** What the planted model said of some coins at a bar. */
export const votesAt = (at: number, pUps: Readonly<Record<string, number | null>>): VotesEvent => ({
  type: 'votes',
  at: minuteOf(at),
  licensed: true,
  models: [{ kind: 'xgboost', version: 'xgboost-planted', licensed: true }],
  coins: Object.entries(pUps).map(([symbol, pUp]) => ({
    symbol: symbolId(symbol),
    side: 'long',
    confidence: fraction(0.7),
    pUp: fraction(0.7),
    said: [pUp],
  })),
});

export interface LearningOptions {
  readonly planted?: Partial<Planted>;
  readonly market?: string;
  readonly fails?: (symbol: SymbolId) => boolean;
}

/** A desk that only learns: one planted model, a journal to fill, and coins that rise. */
export function learning(options: LearningOptions = {}) {
  const store = memoryStore();
  const models = modelStoreOf([plantedModel({ market: 'synthetic', at: SINCE, ...options.planted })]);
  let now = NOW;
  const metrics: Record<string, number>[] = [];
  const unused = async (): Promise<never> => {
    throw new Error('the daily learning reads bars alone');
  };
  const desk: LearningDesk = {
    name: 'test',
    mode: 'embedded',
    clock: { now: () => epochMs(now), sleep: async () => {} },
    market: {
      serverTime: unused,
      instruments: unused,
      dayTickers: unused,
      bestQuotes: unused,
      marks: unused,
      mark: unused,
      depth: unused,
      candles: async (symbol, interval, limit) => {
        if (options.fails?.(symbol) === true) throw new PortError('unavailable', 'no answer');
        expect(interval).toBe('15m');
        return rising(now).slice(-limit);
      },
    },
    store,
    limits: { read: async () => ({ type: 'limits', limits: limitsWith() }) },
    journal: store,
    history: store,
    metrics: { emit: (_role, values) => void metrics.push({ ...values }) },
    models,
    modelMarket: options.market ?? 'synthetic',
    tensors: noTensors,
  };
  const records = async (): Promise<JournalRecord[]> => {
    const found: JournalRecord[] = [];
    for await (const record of store.journal({ from: NOW, to: minuteOf(NOW + 9 * DAY_MS) }))
      found.push(record);
    return found.filter(({ type }) => type !== 'votes');
  };
  return {
    desk,
    metrics,
    records,
    say: async (...votes: VotesEvent[]) => {
      for (const vote of votes)
        await store.write(vote.at, 'entry', [{ minute: vote.at, role: 'entry', mode: 'embedded', ...vote }]);
    },
    run: async (at: Minute = NOW) => {
      now = at;
      return retrain(desk, at);
    },
    manifest: async () => readManifest(await manifestTextIn(models)),
  };
}

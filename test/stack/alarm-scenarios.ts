import { emfMetrics } from '../../lib/adapters/emf-metrics.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { epochMs, fraction, HOUR_MS, MINUTE_MS, minutesAfter, usd } from '../../lib/desk/units.ts';
import { ensembleSignals } from '../../lib/minute/ensemble.ts';
import { PortError } from '../../lib/ports.ts';
import { retrain } from '../../lib/retrain.ts';
import type { AlarmStage, AlarmStageOptions } from '../kit/alarm-stage.ts';
import { coinMarket, WARM } from '../kit/desk.ts';
import { strip } from '../kit/guard.ts';
import { learning, NOW as NIGHT, SINCE, votesAt } from '../kit/learning-desk.ts';
import { modelStoreOf, noTensors } from '../kit/model-stores.ts';
import { at as minuteOfDay, nightBars, nightMarket, signalAt } from '../kit/nights.ts';
import { plantedModel } from '../kit/planted-model.ts';
import { flat, START } from '../kit/scripted-market.ts';
import { COIN } from '../kit/stage.ts';

const unavailable = () => Promise.reject(new PortError('unavailable', 'no answer'));
const refused = async () => ({ type: 'rejected', code: -4120, because: 'use the algo endpoint' }) as const;
const withoutProfit = (record: JournalRecord): JournalRecord =>
  record.type === 'exit' ? { ...record, realisedUsd: usd(0) } : record;

/** What is wrong, how it comes about on a desk, and which alarm it is to set off. */
export interface Scenario {
  readonly cause: string;
  readonly alarm: string;
  /** What goes off with it. */
  readonly also?: readonly string[];
  readonly metric: string;
  /** What the notifier finds in what the desk has written of it; nothing where the desk knows no more than the alarm. */
  readonly tells?: RegExp;
  readonly options?: AlarmStageOptions;
  /** Brings the condition about, on a desk whose alarms are all quiet. */
  readonly goesWrong: (stage: AlarmStage) => Promise<void>;
  readonly isMended: (stage: AlarmStage) => Promise<void>;
}

/** Turns the trouble on for some minutes, and off again. */
export const troubled = (minutes: number) => async (stage: AlarmStage) => {
  stage.trouble.now = true;
  await stage.minutes(minutes);
};
export const mended = (minutes: number) => async (stage: AlarmStage) => {
  stage.trouble.now = false;
  await stage.minutes(minutes);
};

/** Of a day's trades each was executed as far as a thin book let it. */
export const LATE_EVENING: AlarmStageOptions = {
  market: nightMarket({ COINUSDT: nightBars(1_000, { [minuteOfDay('23:45')]: 985 }) }),
  startAt: minutesAfter(START, minuteOfDay('23:20')),
  signals: [signalAt('23:24')],
  equityUsd: 15_000,
};

export const DECISIONS: readonly Scenario[] = [
  {
    cause: 'I21 a position whose stops are gone, seen by the guardian',
    alarm: 'unprotected',
    also: ['not-safe'],
    metric: 'UnprotectedPositions',
    tells: /- COINUSDT long: bare since/,
    goesWrong: async stage => {
      await strip(stage.desk);
      await stage.minutes(1);
    },
    isMended: stage => stage.minutes(5),
  },
  {
    cause: 'I21 a position that the monitor cannot keep',
    alarm: 'unprotected',
    also: ['not-safe'],
    metric: 'UnprotectedPositions',
    tells: /- COINUSDT: could not be looked after: no answer/,
    options: {
      change: ({ venue }, trouble) => ({
        venue: {
          ...venue,
          trades: (...asked) => (trouble.now ? unavailable() : venue.trades(...asked)),
          findConditional: id => (trouble.now ? unavailable() : venue.findConditional(id)),
        },
      }),
    },
    goesWrong: async stage => {
      // Its targets are taken while nobody can say which order did it.
      await strip(stage.desk);
      stage.trouble.now = true;
      await stage.minutes(2, { silent: ['guardian'] });
    },
    isMended: mended(6),
  },
  {
    cause: 'I10 an order whose outcome nobody knows',
    alarm: 'orders',
    also: ['not-safe'],
    metric: 'OrderFaults',
    tells: /- COINUSDT: order \S+ of \$.*nobody knows/,
    options: {
      signals: [],
      change: ({ venue }, trouble) => ({
        signals: {
          at: async minute =>
            trouble.now && minute === minutesAfter(WARM, 6)
              ? {
                  signals: [
                    {
                      symbol: COIN,
                      side: 'long',
                      at: minute,
                      confidence: fraction(0.75),
                      source: 'forced',
                    },
                  ],
                }
              : { signals: [], noTrade: 'no-signal' },
        },
        venue: {
          ...venue,
          place: order =>
            trouble.now ? Promise.resolve({ type: 'unknown', because: 'timeout' }) : venue.place(order),
          findOrder: (...asked) => (trouble.now ? unavailable() : venue.findOrder(...asked)),
        },
      }),
    },
    goesWrong: troubled(5),
    isMended: mended(6),
  },
  {
    cause: 'I21 a venue that takes no stop',
    alarm: 'orders',
    also: ['not-safe'],
    metric: 'OrderFaults',
    tells: /- a stop in COINUSDT was not taken .*-4120/,
    options: {
      limits: { 'guardian/canary-minutes': '10', 'exits/hold-minutes-max': '20000' },
      changeGuard: ({ venue }, trouble) => ({
        venue: {
          ...venue,
          placeConditional: order => (trouble.now ? refused() : venue.placeConditional(order)),
        },
      }),
    },
    goesWrong: troubled(12),
    isMended: mended(6),
  },
  {
    cause: 'I38 a stop that was jumped over by more than the day may lose',
    alarm: 'loss',
    also: ['not-safe'],
    metric: 'LossUsed',
    tells: /- equity \$.* lost today/,
    options: {
      market: coinMarket([...flat(1_000, 8), [960, 960, 955, 955]], { at: 1_000 }),
      limits: { 'risk/daily-loss-usd-max': '20' },
    },
    goesWrong: stage => stage.minutes(4),
    isMended: async stage => {
      stage.desk.limits.set('risk/daily-loss-usd-max', '300');
      await stage.minutes(16);
    },
  },
  {
    cause: 'I07 an unknown limit',
    alarm: 'limits',
    metric: 'LimitsRefused',
    tells: /- risk\/trade-notional-usd-max: /,
    goesWrong: async stage => {
      stage.desk.limits.set('risk/trade-notional-usd-max', '1e99');
      await stage.minutes(3);
    },
    isMended: async stage => {
      stage.desk.limits.set('risk/trade-notional-usd-max', '5000');
      await stage.minutes(4);
    },
  },
  {
    cause: 'a market that stands still',
    alarm: 'market',
    metric: 'MarketAgeMinutes',
    options: {
      change: ({ market }, trouble) => ({
        market: {
          ...market,
          dayTickers: async () =>
            (await market.dayTickers()).map(ticker =>
              trouble.now ? { ...ticker, at: minutesAfter(WARM, 5) } : ticker,
            ),
        },
      }),
    },
    goesWrong: troubled(8),
    isMended: mended(4),
  },
  {
    cause: 'I45 models whose licence has run out',
    alarm: 'models',
    metric: 'ModelFaults',
    tells: /- no model may vote: .*within 48 h/,
    options: {
      signals: [],
      change: ({ market }, trouble) => {
        const of = (revalidated: number) =>
          ensembleSignals(
            {
              models: modelStoreOf([plantedModel({ market: 'synthetic', at: epochMs(revalidated) })]),
              market,
              tensors: noTensors,
            },
            { market: 'synthetic' },
          );
        const [old, renewed] = [of(WARM - 48 * HOUR_MS + 5.5 * MINUTE_MS), of(WARM - MINUTE_MS)];
        const [before, after] = [of(WARM - HOUR_MS), renewed];
        let hasFailed = false;
        return {
          signals: {
            at: (...asked) => {
              hasFailed ||= trouble.now;
              return (trouble.now ? old : hasFailed ? after : before).at(...asked);
            },
          },
        };
      },
    },
    goesWrong: troubled(16),
    isMended: mended(20),
  },
  {
    cause: 'I53 a night in which nothing could be learnt',
    alarm: 'models',
    metric: 'ModelFaults',
    goesWrong: async stage => {
      const lines: string[] = [];
      const night = learning();
      const { models } = night.desk;
      const clock = { now: () => epochMs(stage.desk.now()) };
      const desk = {
        ...night.desk,
        models: { ...models, files: { ...models.files, write: unavailable } },
        metrics: emfMetrics({ desk: 'test', mode: 'paper', clock, write: line => void lines.push(line) }),
      };
      await night.say(votesAt(SINCE, { SOLUSDT: 0.7 }));
      await retrain(desk, NIGHT);
      stage.emit(lines);
      await stage.minutes(1);
    },
    isMended: stage => stage.minutes(8),
  },
  {
    cause: 'I02 a book too thin for what was intended',
    alarm: 'fidelity',
    metric: 'FidelityMedian',
    tells: /- \S.* cut most: \$.*\n- COINUSDT: \$/,
    options: LATE_EVENING,
    goesWrong: async stage => {
      await stage.minutes(12);
    },
    isMended: stage => stage.minutes(40),
  },
  {
    cause: 'I37 I38 a profit that the journal tells otherwise',
    alarm: 'truth',
    also: ['heartbeat'],
    metric: 'TruthFaults',
    tells: /apart/,
    options: {
      ...LATE_EVENING,
      closing: ({ store }, trouble) => ({
        history: {
          closedBetween: span => store.closedBetween(span),
          dayTruths: span => store.dayTruths(span),
          journal: async function* (span) {
            for await (const record of store.journal(span))
              yield trouble.now ? withoutProfit(record) : record;
          },
        },
      }),
    },
    goesWrong: async stage => {
      // The close before midnight finds nothing to close, and says so.
      await stage.minutes(25);
      await stage.hours(1);
      await stage.minutes(2);
      stage.trouble.now = true;
      await stage.hours(4);
    },
    isMended: stage => stage.hours(26),
  },
];

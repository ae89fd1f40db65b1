import { INTERVAL_MS } from '../desk/candle.ts';
import { defaultLimits, type Limits } from '../desk/limits/limits.ts';
import { definitionOf, LIMIT_NAMES } from '../desk/limits/schema.ts';
import type { Position } from '../desk/position/position.ts';
import { symbolId } from '../desk/units.ts';
import type { Seat } from '../models/panel.ts';
import type { SimMarket } from '../sim/market.ts';
import type { Excursion } from './account.ts';
import { printOf } from './fingerprint.ts';
import type { Replayed, ReplayInput, Voices } from './replay.ts';
import {
  type ChartBar,
  RESULT_FORMAT,
  type ReplayedLimit,
  type ReplayedModel,
  type ReplayResult,
  type ReplayTrade,
} from './result.ts';
import { tradeOf } from './trades.ts';

/** What only whoever started the replay knows of it. */
export interface Circumstances {
  readonly warnings: readonly string[];
  /** Why it ended before its end; undefined where it did not. */
  readonly endedBecause: string | undefined;
  readonly seconds: number;
}

/** What a replay was and what came of it. */
export function outcomeOf(
  input: ReplayInput,
  { played, coins }: Pick<Replayed, 'played' | 'coins'>,
  { warnings, endedBecause, seconds }: Circumstances,
): ReplayResult {
  const { market, interval, from } = input;
  const { to, store, kept, account, journal, noTrade, minutesRun } = played;
  const positions = [...store.closed, ...store.live].toSorted((a, b) => a.openedAt - b.openedAt);
  const trades = positions.map(each =>
    tradeOf(each, kept.stopsOf(each.id), widened(account.excursions.get(each.id), each, market, to)),
  );
  const { bars, fingerprint } = printOf(coins, from, to);
  const symbols = market.instruments().map(({ symbol }) => symbol);
  return {
    format: RESULT_FORMAT,
    hash: journal.digest(),
    complete: endedBecause === undefined,
    ...(endedBecause === undefined ? {} : { endedBecause }),
    from,
    to,
    data: {
      symbols,
      interval,
      // Told in bars of the files; counted, and told apart, in those that are the same for all of them.
      bars: Math.round((bars * INTERVAL_MS['15m']) / INTERVAL_MS[interval]),
      fingerprint,
    },
    limits: replayedLimits(input.limits),
    models: replayedModels(input.voices),
    warnings: [...warnings, ...troublesOf(kept)],
    walletUsd: input.walletUsd,
    accountKind: input.accountKind,
    account: account.points,
    trades: withCharts(trades, market, to),
    noTrade: [...noTrade]
      .map(([code, minutes]) => ({ code, minutes }))
      .toSorted((a, b) => b.minutes - a.minutes),
    notTaken: kept.notTaken(),
    ran: { seconds, minutesRun, minutes: (to - from) / 60_000 },
  };
}

/** The marks of each minute, what was traded at, and the whole bars in between: a stop is met within a minute. */
function widened(
  seen: Excursion | undefined,
  { symbol, openedAt, closedAt, fills }: Position,
  market: SimMarket,
  to: number,
): Excursion {
  const end = Math.min(closedAt ?? to, to);
  const bars = market
    .candles(symbol, '15m', openedAt, end)
    .filter(({ at }) => at >= openedAt && at + INTERVAL_MS['15m'] <= end);
  const lows = [...bars.map(({ low }) => low), ...fills.map(({ price }) => price)];
  const highs = [...bars.map(({ high }) => high), ...fills.map(({ price }) => price)];
  return {
    low: Math.min(seen?.low ?? Number.POSITIVE_INFINITY, ...lows),
    high: Math.max(seen?.high ?? Number.NEGATIVE_INFINITY, ...highs),
  };
}

const troublesOf = ({ troubles, firstTrouble }: Replayed['played']['kept']): readonly string[] =>
  firstTrouble === undefined
    ? []
    : [`${troubles} troubles are in its journal, the first: ${firstTrouble.what}, ${firstTrouble.because}`];

/** Every limit, and which of them are not the defaults. */
/** Every limit as it was, and whether that is its default. */
export function replayedLimits({ values }: Limits): readonly ReplayedLimit[] {
  const usual = defaultLimits().values;
  return LIMIT_NAMES.map(name => {
    const definition = definitionOf(name);
    const text = definition.format(values[name]);
    return { name, text, ...(text === definition.format(usual[name]) ? {} : { changed: true as const }) };
  });
}

/** Who could vote, and why somebody could not. */
export const replayedModels = (voices: Voices): readonly ReplayedModel[] =>
  voices.type === 'models' ? voices.panel.map(modelOf) : [];

const modelOf = (seat: Seat): ReplayedModel => ({
  kind: seat.kind,
  ...('model' in seat ? { version: seat.model.manifest.version } : {}),
  licensed: seat.type === 'licensed',
  ...(seat.type === 'licensed' ? {} : { because: seat.type === 'untrained' ? 'not trained' : seat.because }),
});

/** So many trades have their chart in the report: the best, the worst, and the last. */
const CHARTS = { best: 60, worst: 60, last: 60 } as const;

function withCharts(trades: readonly ReplayTrade[], market: SimMarket, to: number): readonly ReplayTrade[] {
  const ranked = trades.toSorted((a, b) => b.rMultiple - a.rMultiple);
  const drawn = new Set([
    ...ranked.slice(0, CHARTS.best),
    ...ranked.slice(-CHARTS.worst),
    ...trades.slice(-CHARTS.last),
  ]);
  return trades.map(trade => (drawn.has(trade) ? { ...trade, bars: barsAround(trade, market, to) } : trade));
}

const LEAD_BARS = 32;
const TAIL_BARS = 12;
/** A trade that was held longer is drawn in hours. */
const BARS_MAX = 240;

function barsAround(
  { symbol, openedAt, closedAt }: ReplayTrade,
  market: SimMarket,
  to: number,
): readonly ChartBar[] {
  const end = closedAt ?? to;
  const interval = (end - openedAt) / INTERVAL_MS['15m'] > BARS_MAX ? '1h' : '15m';
  const barMs = INTERVAL_MS[interval];
  const bars = market.candles(
    symbolId(symbol),
    interval,
    openedAt - LEAD_BARS * barMs,
    Math.min(to, end + TAIL_BARS * barMs),
  );
  return bars.map(({ at, open, high, low, close }) => [at, open, high, low, close]);
}

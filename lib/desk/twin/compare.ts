import { netOf, oneRUsd } from '../position/evolve.ts';
import type { Position } from '../position/position.ts';
import { median } from '../statistics.ts';
import type { DayTruth } from '../truth/day-truth.ts';
import { type EpochMs, HOUR_MS, notionalUsd, usd } from '../units.ts';
import { entriesApart, minutesOf } from './apart.ts';
import {
  baseUsdOf,
  type DeskDay,
  equityFractionOf,
  hasHand,
  isOfDay,
  type Pair,
  pairsOf,
} from './desk-day.ts';
import type { DayMoney, Divergence, FillsApart, MoneyApart, PairApart, ResultsApart } from './divergence.ts';
import {
  type ComparedPrice,
  comparedPrices,
  entryBps,
  entrySecondsLater,
  exitBps,
  exitsApart,
} from './exits.ts';
import { SIZE_APART_MIN, sizeRatio, sizesOf, stepApart } from './sizes.ts';

/** A record has room for so many of each; a day with more has one cause, which the first show. */
const APART_KEPT = 20;
const PAIRS_KEPT = 5;
/** Prices nearer to each other than this are the same. */
const BPS_MIN = 0.05;

/** Holds a day of a desk against that of its twin. Pure: the same readings give the same result. */
export function divergenceOf(name: string, original: DeskDay, twin: DeskDay): Divergence {
  const { day } = twin.truth;
  const pairs = pairsOf(original.positions, twin.positions);
  const entered = pairs.filter(pair => isOfDay(day, pair.original.openedAt));
  const alone = entriesApart(day, original, twin);
  const sizes = sizesOf(entered, original, twin);
  const fills = fillsOf(
    pairs.flatMap(pair => comparedPrices(day, pair)),
    entered,
  );
  const results = resultsOf(day, pairs);
  const money = moneyOf(day, original, twin);
  return {
    day,
    original: name,
    originalMode: original.truth.mode,
    minutes: minutesOf(day, original, twin),
    entries: {
      both: entered.length,
      originalAlone: alone.filter(({ by }) => by === 'original').length,
      twinAlone: alone.filter(({ by }) => by === 'twin').length,
    },
    apart: alone.slice(0, APART_KEPT),
    ...(sizes === undefined ? {} : { sizes }),
    ...(fills === undefined ? {} : { fills }),
    exitsApart: pairs.reduce((sum, pair) => sum + exitsApart(day, pair).length, 0),
    pairs: pairs
      .filter(pair => isTouched(day, pair.original) || isTouched(day, pair.twin))
      .map(pair => pairApart(day, pair, original, twin))
      .filter(pair => isApart(day, pair))
      .toSorted((a, b) => widthOf(b) - widthOf(a))
      .slice(0, PAIRS_KEPT),
    ...(results === undefined ? {} : { results }),
    ...(money === undefined ? {} : { money }),
  };
}

function fillsOf(prices: readonly ComparedPrice[], entered: readonly Pair[]): FillsApart | undefined {
  if (prices.length === 0) return undefined;
  const of = (what: ComparedPrice['what']) => prices.filter(each => each.what === what);
  const [entries, exits] = [of('entry'), of('exit')];
  return {
    prices: prices.length,
    notionalUsd: notionalUsd(prices.reduce((sum, each) => sum + each.notionalUsd, 0)),
    meanBps: weighted(prices),
    medianBps: median(prices.map(({ bps }) => bps)),
    ...(entries.length === 0 ? {} : { entryBps: weighted(entries) }),
    ...(exits.length === 0 ? {} : { exitBps: weighted(exits) }),
    ...(entered.length === 0 ? {} : { entrySecondsLater: median(entered.map(entrySecondsLater)) }),
    costUsd: usd(prices.reduce((sum, each) => sum + (each.bps / 10_000) * each.notionalUsd, 0)),
  };
}

/** The mean by what the desk traded at each price. */
const weighted = (prices: readonly ComparedPrice[]): number =>
  prices.reduce((sum, { bps, notionalUsd: weight }) => sum + bps * weight, 0) /
  prices.reduce((sum, { notionalUsd: weight }) => sum + weight, 0);

const isTouched = (day: EpochMs, { openedAt, fills }: Position): boolean =>
  isOfDay(day, openedAt) || fills.some(({ at }) => isOfDay(day, at));

function pairApart(day: EpochMs, pair: Pair, original: DeskDay, twin: DeskDay): PairApart {
  const { original: own, twin: paper } = pair;
  const exits = exitBps(pair);
  const [exit] = exitsApart(day, pair);
  const isEntered = isOfDay(day, own.openedAt);
  const step =
    isEntered && isSizedApart(pair, original, twin) ? stepApart(own.trace, paper.trace) : undefined;
  const differenceR = isOver(pair) && !hasHand(pair) ? rOf(own) - rOf(paper) : undefined;
  return {
    symbol: own.symbol,
    side: own.side,
    at: own.openedAt,
    entryMinutesLater: (own.openedAt - paper.openedAt) / 60_000,
    entryBps: entryBps(pair),
    ...(exits === undefined ? {} : { exitBps: exits }),
    originalEquityFraction: equityFractionOf(own, original),
    twinEquityFraction: equityFractionOf(paper, twin),
    ...(step === undefined ? {} : { sizeStep: step }),
    ...(exit === undefined ? {} : { exit }),
    ...(differenceR === undefined ? {} : { differenceR }),
  };
}

function isSizedApart(pair: Pair, original: DeskDay, twin: DeskDay): boolean {
  const ratio = sizeRatio(pair, original, twin);
  return Number.isFinite(ratio) && Math.abs(ratio - 1) >= SIZE_APART_MIN;
}

/** Whether there is anything to tell of a pair. */
const isApart = (day: EpochMs, pair: PairApart): boolean =>
  widthOf(pair) >= BPS_MIN ||
  pair.exit !== undefined ||
  pair.entryMinutesLater !== 0 ||
  // Of what was entered on an earlier day the equity of then is not known here.
  (isOfDay(day, pair.at) &&
    Math.abs(pair.originalEquityFraction - pair.twinEquityFraction) >=
      SIZE_APART_MIN * pair.twinEquityFraction + Number.EPSILON);

/** How far the prices of a pair lie from each other, whichever way. */
const widthOf = ({ entryBps: entry, exitBps: exit = 0 }: PairApart): number =>
  Math.abs(entry) + Math.abs(exit);

/** When the later of the two ended: a pair has its result on that day, and on no other. */
const overAt = ({ original, twin }: Pair): number =>
  Math.max(original.closedAt ?? Number.POSITIVE_INFINITY, twin.closedAt ?? Number.POSITIVE_INFINITY);

const isOver = ({ original, twin }: Pair): boolean =>
  original.closedAt !== undefined && twin.closedAt !== undefined;

const rOf = (position: Position): number => netOf(position) / oneRUsd(position);

function resultsOf(day: EpochMs, pairs: readonly Pair[]): ResultsApart | undefined {
  const over = pairs.filter(isOver).filter(pair => !hasHand(pair) && isOfDay(day, overAt(pair)));
  if (over.length === 0) return undefined;
  return {
    pairs: over.length,
    originalR: over.reduce((sum, { original }) => sum + rOf(original), 0),
    twinR: over.reduce((sum, { twin }) => sum + rOf(twin), 0),
  };
}

/** A desk that came later than this was not there for the day. */
const BEGAN_LATE_MS = HOUR_MS;

function moneyOf(day: EpochMs, original: DeskDay, twin: DeskDay): MoneyApart | undefined {
  if (Math.max(original.beganAt, twin.beganAt) > day + BEGAN_LATE_MS) return undefined;
  const [own, paper] = [dayMoney(original.truth), dayMoney(twin.truth)];
  if (own === undefined || paper === undefined) return undefined;
  return { original: own, twin: paper, points: (fractionOf(own) - fractionOf(paper)) * 100 };
}

function dayMoney(truth: DayTruth): DayMoney | undefined {
  const base = baseUsdOf(truth);
  if (base === undefined) return undefined;
  return { netUsd: usd(truth.venue.netUsd - truth.foreign.netUsd), equityUsd: base };
}

/** A day's net of what there was to trade with. */
export const fractionOf = ({ netUsd, equityUsd }: DayMoney): number => netUsd / equityUsd;

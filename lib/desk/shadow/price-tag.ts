import type { JournalRecord } from '../journal.ts';
import { positionIdOf } from '../position/open.ts';
import type { Position } from '../position/position.ts';
import { profitOf } from '../profit.ts';
import type { DenialCode } from '../risk/denial.ts';
import { type Minute, type NotionalUsd, notionalUsd, type Usd, usd } from '../units.ts';
import { wishKey } from './due.ts';
import { type Part, partsOf, partsOfRefused } from './parts.ts';
import type { Wish } from './wish.ts';

/** What a limit, or a step that no limit stands behind, has cost over a span. */
export interface PriceTag {
  readonly name: string;
  readonly isLimit: boolean;
  /** Trades that it made smaller, and trades that it kept out. */
  readonly cuts: number;
  readonly denials: number;
  /** Notional that it took away from all of these. */
  readonly takenUsd: NotionalUsd;
  /** Of these trades, those of which it is known how they ended, or would have. */
  readonly known: number;
  readonly knownUsd: NotionalUsd;
  /** What `knownUsd` would have earned, costs paid: above zero the limit has cost so much, below zero it has spared it. */
  readonly forgoneUsd: Usd;
  /** Trades that are open still, or whose shadow is not known, yet or ever. */
  readonly unknown: number;
}

export interface PriceTags {
  /** The dearest or most sparing first; what nothing is known of last. */
  readonly tags: readonly PriceTag[];
  /** Trades that were taken, and trades that were planned and refused. */
  readonly taken: number;
  readonly refused: number;
  /** Signals that were refused before there was a plan, by reason: nobody can say what they would have been. */
  readonly unplanned: Readonly<Partial<Record<DenialCode, number>>>;
  readonly takenUsd: NotionalUsd;
  readonly forgoneUsd: Usd;
}

export interface PriceTagInput {
  /** The trades of the span are those opened, or refused, in it. Both ends included. */
  readonly span: { readonly from: Minute; readonly to: Minute };
  /** Closed and open ones; others than the span's may be among them. */
  readonly positions: readonly Position[];
  /** Of the span, and of the time after it in which shadows came to be known. */
  readonly records: readonly JournalRecord[];
}

/** What was taken of one trade, and what a dollar of it earned; undefined while nobody knows. */
interface Trade {
  readonly parts: readonly Part[];
  readonly earnedPerUsd: number | undefined;
}

/**
 * What each limit has cost or spared. What was cut from a trade would have earned what the rest of it earned, dollar for
 * dollar; what was refused, what its shadow earned. Larger trades would have moved the market more: that is not counted.
 */
export function priceTags(input: PriceTagInput): PriceTags {
  const taken = takenTrades(input);
  const { trades: refused, unplanned } = refusedTrades(input);
  const tags = new Map<string, PriceTag>();
  for (const trade of [...taken, ...refused])
    for (const part of trade.parts) {
      const before = tags.get(part.name) ?? newTag(part);
      tags.set(part.name, withPart(before, part, trade.earnedPerUsd));
    }
  const sorted = [...tags.values()].toSorted(byWeight);
  return {
    tags: sorted,
    taken: taken.length,
    refused: refused.length,
    unplanned,
    takenUsd: notionalUsd(sorted.reduce((sum, each) => sum + each.takenUsd, 0)),
    forgoneUsd: usd(sorted.reduce((sum, each) => sum + each.forgoneUsd, 0)),
  };
}

const isIn = (minute: Minute, { from, to }: PriceTagInput['span']): boolean => minute >= from && minute <= to;

/** The positions opened in the span, each once. */
export const tradesOfSpan = ({ positions, span }: PriceTagInput): readonly Position[] =>
  [...new Map(positions.map(each => [each.id, each])).values()].filter(({ openedAt }) =>
    isIn(openedAt, span),
  );

const takenTrades = (input: PriceTagInput): readonly Trade[] =>
  tradesOfSpan(input).map(position => ({
    parts: partsOf(position.trace).parts,
    earnedPerUsd: earnedPerUsdOf(position),
  }));

function earnedPerUsdOf(position: Position): number | undefined {
  const { phase, executedNotionalUsd } = position;
  return phase === 'closed' && executedNotionalUsd > 0
    ? profitOf(position).realisedUsd / executedNotionalUsd
    : undefined;
}

type Recorded<T extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: T }>;

/** A refused trade with what became of it, as far as that is known. */
export interface FirstRefusal {
  readonly key: string;
  readonly record: Recorded<'not-taken'>;
  readonly wish: Wish;
  readonly shadow: Recorded<'shadow'> | undefined;
}

/** The refused trades, each once: the first refusal of a signal that opened nothing in the end. */
export function firstRefusals({ positions, records, span }: PriceTagInput): readonly FirstRefusal[] {
  const shadows = new Map(
    records.flatMap(each =>
      each.type === 'shadow' ? [[wishKey(each.symbol, each.side, each.signalAt), each] as const] : [],
    ),
  );
  const opened = new Set<string>(positions.map(({ id }) => id));
  const refusals = new Map<string, FirstRefusal>();
  for (const record of records) {
    if (record.type !== 'not-taken' || !isIn(record.minute, span) || record.wish === undefined) continue;
    const { symbol, side, wish } = record;
    const key = wishKey(symbol, side, wish.signalAt);
    if (refusals.has(key) || opened.has(positionIdOf(symbol, wish.signalAt))) continue;
    refusals.set(key, { key, record, wish, shadow: shadows.get(key) });
  }
  return [...refusals.values()];
}

function refusedTrades(input: PriceTagInput) {
  const unplanned: Partial<Record<DenialCode, number>> = {};
  for (const record of input.records)
    if (record.type === 'not-taken' && isIn(record.minute, input.span) && record.wish === undefined)
      unplanned[record.code] = (unplanned[record.code] ?? 0) + 1;
  const trades = firstRefusals(input).map(({ record: { code, trace = [] }, wish, shadow }) =>
    refusedTrade({ code, trace }, wish, shadow),
  );
  return { trades, unplanned };
}

const refusedTrade = (
  refusal: Parameters<typeof partsOfRefused>[0],
  wish: Wish,
  shadow: Recorded<'shadow'> | undefined,
): Trade => ({
  parts: partsOfRefused(refusal, wish).parts,
  earnedPerUsd: shadow === undefined ? undefined : shadow.netUsd / shadow.plannedUsd,
});

const newTag = ({ name, isLimit }: Part): PriceTag => ({
  name,
  isLimit,
  cuts: 0,
  denials: 0,
  takenUsd: notionalUsd(0),
  known: 0,
  knownUsd: notionalUsd(0),
  forgoneUsd: usd(0),
  unknown: 0,
});

function withPart(tag: PriceTag, { kind, takenUsd }: Part, earnedPerUsd: number | undefined): PriceTag {
  const counted = {
    ...tag,
    cuts: tag.cuts + (kind === 'cut' ? 1 : 0),
    denials: tag.denials + (kind === 'denial' ? 1 : 0),
    takenUsd: notionalUsd(tag.takenUsd + takenUsd),
  };
  if (earnedPerUsd === undefined) return { ...counted, unknown: tag.unknown + 1 };
  return {
    ...counted,
    known: tag.known + 1,
    knownUsd: notionalUsd(tag.knownUsd + takenUsd),
    forgoneUsd: usd(tag.forgoneUsd + takenUsd * earnedPerUsd),
  };
}

const byWeight = (a: PriceTag, b: PriceTag): number =>
  Math.abs(b.forgoneUsd) - Math.abs(a.forgoneUsd) || b.takenUsd - a.takenUsd || (a.name < b.name ? -1 : 1);

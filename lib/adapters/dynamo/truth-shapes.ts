import * as z from 'zod/mini';
import type { DayTruth, ReportState } from '../../desk/truth/day-truth.ts';
import type { Difference } from '../../desk/truth/difference.ts';
import type { Money } from '../../desk/truth/ledger.ts';
import { decodeVersioned } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { count, dollars, instant, name, oneOf, type ShapeOf, sentence, zeroOrMore } from './shape.ts';

/** What the stored result of a day must hold. */

export const moneyShape = z.looseObject({
  realisedUsd: dollars,
  feesUsd: dollars,
  fundingUsd: dollars,
  netUsd: dollars,
} satisfies ShapeOf<Money>);

export const differenceShape = z.looseObject({
  what: oneOf<Difference['what']>({ fill: true, funding: true, record: true, ledger: true }),
  symbol: name,
  at: instant,
  tradeId: z.optional(name),
  positionId: z.optional(name),
  venueUsd: dollars,
  deskUsd: dollars,
  sizeUsd: zeroOrMore,
  because: sentence,
} satisfies ShapeOf<Difference>);

export const dayTruthShape = z.looseObject({
  day: instant,
  mode: name,
  closedAt: instant,
  venue: moneyShape,
  foreign: moneyShape,
  book: moneyShape,
  fills: count,
  transfersUsd: dollars,
  otherUsd: dollars,
  equityOpenUsd: z.optional(dollars),
  equityCloseUsd: z.optional(dollars),
  markedUsd: z.optional(dollars),
  highWaterUsd: dollars,
  won: count,
  lost: count,
  mismatchUsd: zeroOrMore,
  differenceCount: count,
  differences: z.array(differenceShape),
  report: z.optional(oneOf<ReportState>({ sending: true, sent: true, refused: true })),
  compared: z.optional(z.literal(true)),
} satisfies ShapeOf<Omit<DayTruth, 'rev'>>);

export const dayTruthKind: ItemKind = { name: 'truth of a day', version: 1, steps: {}, shape: dayTruthShape };

export const decodeDayTruth = (item: unknown): DayTruth => decodeVersioned<DayTruth>(item, dayTruthKind);

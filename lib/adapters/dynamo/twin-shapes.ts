import * as z from 'zod/mini';
import type {
  DayMoney,
  Divergence,
  EntryApart,
  ExitApart,
  ExitMade,
  FillsApart,
  MoneyApart,
  PairApart,
  ResultsApart,
  Shared,
  SizesApart,
  StepApart,
} from '../../desk/twin/divergence.ts';
import {
  aboveZero,
  count,
  dollars,
  instant,
  name,
  oneOf,
  type ShapeOf,
  sentence,
  zeroOrMore,
} from './shape.ts';
import { exitKind, side } from './shapes.ts';

/** What the stored record of a twin's day must hold. */

const shared = z.looseObject({
  both: count,
  originalAlone: count,
  twinAlone: count,
} satisfies ShapeOf<Shared>);

const entryApart = z.looseObject({
  by: oneOf<EntryApart['by']>({ original: true, twin: true }),
  symbol: name,
  side,
  at: instant,
  equityFraction: zeroOrMore,
  code: name,
  because: sentence,
} satisfies ShapeOf<EntryApart>);

const sizesApart = z.looseObject({
  originalFidelity: zeroOrMore,
  twinFidelity: zeroOrMore,
  ratio: zeroOrMore,
} satisfies ShapeOf<SizesApart>);

const fillsApart = z.looseObject({
  prices: count,
  notionalUsd: zeroOrMore,
  meanBps: z.number(),
  medianBps: z.number(),
  entryBps: z.optional(z.number()),
  exitBps: z.optional(z.number()),
  entrySecondsLater: z.optional(z.number()),
  costUsd: dollars,
} satisfies ShapeOf<FillsApart>);

const stepApart = z.looseObject({
  owner: name,
  step: name,
  originalFraction: zeroOrMore,
  twinFraction: zeroOrMore,
} satisfies ShapeOf<StepApart>);

const exitMade = z.looseObject({ kind: exitKind, at: instant } satisfies ShapeOf<ExitMade>);

const exitApart = z.looseObject({
  original: z.optional(exitMade),
  twin: z.optional(exitMade),
} satisfies ShapeOf<ExitApart>);

const pairApart = z.looseObject({
  symbol: name,
  side,
  at: instant,
  entryMinutesLater: z.number(),
  entryBps: z.number(),
  exitBps: z.optional(z.number()),
  originalEquityFraction: zeroOrMore,
  twinEquityFraction: zeroOrMore,
  sizeStep: z.optional(stepApart),
  exit: z.optional(exitApart),
  differenceR: z.optional(z.number()),
} satisfies ShapeOf<PairApart>);

const resultsApart = z.looseObject({
  pairs: count,
  originalR: z.number(),
  twinR: z.number(),
} satisfies ShapeOf<ResultsApart>);

const dayMoney = z.looseObject({ netUsd: dollars, equityUsd: aboveZero } satisfies ShapeOf<DayMoney>);

const moneyApart = z.looseObject({
  original: dayMoney,
  twin: dayMoney,
  points: z.number(),
} satisfies ShapeOf<MoneyApart>);

export const DIVERGENCE = {
  day: instant,
  original: name,
  originalMode: name,
  minutes: shared,
  entries: shared,
  apart: z.array(entryApart),
  sizes: z.optional(sizesApart),
  fills: z.optional(fillsApart),
  exitsApart: count,
  pairs: z.array(pairApart),
  results: z.optional(resultsApart),
  money: z.optional(moneyApart),
} satisfies ShapeOf<Divergence>;

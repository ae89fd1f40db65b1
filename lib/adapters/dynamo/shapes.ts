import * as z from 'zod/mini';
import type {
  Book,
  Day,
  ForeignPosition,
  Intent,
  Opening,
  Protection,
  Reservation,
  Universe,
  UniverseReasons,
  UsedSignal,
} from '../../desk/book.ts';
import type { Target } from '../../desk/plan/ladder.ts';
import type { Plan } from '../../desk/plan/plan.ts';
import type {
  EntrySlice,
  ExitKind,
  ExitOrder,
  FundingPayment,
  Position,
  PositionFill,
  ProtectionOrder,
  TargetLeg,
} from '../../desk/position/position.ts';
import type { Signal } from '../../desk/signal/signal.ts';
import type { SizingStep } from '../../desk/sizing/trace.ts';
import { policyContext } from './policy-shape.ts';
import {
  aboveZero,
  count,
  distance,
  dollars,
  instant,
  name,
  oneOf,
  type ShapeOf,
  sentence,
  share,
  smallShare,
  zeroOrMore,
} from './shape.ts';

/**
 * What stored items of state must hold, so that an item of an older or broken version is told by its name and not
 * traded on: a quantity that is missing would be NaN in a stop. A member that was added later has a default here
 * (`z._default`), since items from before lack it. Members that nobody describes are kept as they are.
 */

export const side = oneOf({ long: true, short: true });
export const source = oneOf({ ensemble: true, forced: true });
export const exitKind = oneOf<ExitKind>({
  'stop-loss': true,
  'break-even-stop': true,
  'trailing-stop': true,
  'partial-take-profit': true,
  'take-profit': true,
  'time-stop': true,
  reverse: true,
  'halt-flatten': true,
  'unprotected-flatten': true,
  delisting: true,
  operator: true,
  liquidation: true,
  deleveraging: true,
  'by-hand': true,
});
export const stopStage = oneOf<Position['stopStage']>({ initial: true, 'break-even': true, trailing: true });
/** `all` is a stop's own word for whatever there is. */
const stopQty = z.union([z.literal('all'), aboveZero]);

const step = z.looseObject({
  owner: name,
  step: name,
  beforeUsd: dollars,
  afterUsd: dollars,
  because: sentence,
  limit: z.optional(sentence),
} satisfies ShapeOf<SizingStep>);
export const traceShape = z.array(step);

export const targetsShape = z.array(
  z.looseObject({ distanceFraction: distance, share: share } satisfies ShapeOf<Target>),
);

const planShape = z.looseObject({
  symbol: name,
  side,
  method: name,
  referencePrice: aboveZero,
  equityUsd: dollars,
  plannedNotionalUsd: zeroOrMore,
  marginUsd: zeroOrMore,
  leverage: aboveZero,
  marginMode: oneOf<Plan['marginMode']>({ isolated: true, cross: true }),
  atrFraction: share,
  stopFraction: distance,
  targets: targetsShape,
  roundTripCostFraction: smallShare,
  lossAtStopUsd: dollars,
  lossAtStopOfEquity: z.number(),
  breakEvenAllLegs: z.number(),
  trace: traceShape,
} satisfies ShapeOf<Plan>);

const signal = z.looseObject({
  symbol: name,
  side,
  at: instant,
  confidence: share,
  source,
} satisfies ShapeOf<Signal>);

const protectionOrder = z.looseObject({
  clientId: name,
  leg: name,
  triggerPrice: aboveZero,
  qty: stopQty,
  placedAt: instant,
  exitKind,
  state: oneOf<ProtectionOrder['state']>({ sent: true, live: true, done: true }),
  orderId: z.optional(name),
} satisfies ShapeOf<ProtectionOrder>);

const sliceMembers = { slice: count, clientId: name, minute: instant, because: sentence };
/** Each state of a slice has members of its own. */
const entrySlice = z.union([
  z.looseObject({
    ...sliceMembers,
    state: z.literal('filled'),
    orderId: name,
    qty: aboveZero,
    averagePrice: aboveZero,
  } satisfies ShapeOf<Extract<EntrySlice, { state: 'filled' }>>),
  z.looseObject({
    ...sliceMembers,
    state: z.literal('lapsed'),
    notionalUsd: zeroOrMore,
  } satisfies ShapeOf<Extract<EntrySlice, { state: 'lapsed' }>>),
]);

const funding = z.looseObject({ at: instant, amountUsd: dollars } satisfies ShapeOf<FundingPayment>);

const targetLeg = z.looseObject({
  leg: name,
  triggerPrice: aboveZero,
  qty: aboveZero,
  filled: z.boolean(),
} satisfies ShapeOf<TargetLeg>);

const exitOrder = z.looseObject({
  clientId: name,
  because: exitKind,
  leg: z.optional(name),
  markPrice: z.optional(zeroOrMore),
  minute: instant,
} satisfies ShapeOf<ExitOrder>);

const fill = z.looseObject({
  tradeId: name,
  at: instant,
  kind: z.union([z.literal('entry'), exitKind]),
  leg: z.optional(name),
  expectedPrice: z.optional(zeroOrMore),
  price: aboveZero,
  qty: aboveZero,
  realisedUsd: dollars,
  commissionUsd: dollars,
  byHand: z.optional(z.literal(true)),
} satisfies ShapeOf<PositionFill>);

export const positionShape = z.looseObject({
  id: name,
  symbol: name,
  side,
  phase: oneOf<Position['phase']>({
    open: true,
    protected: true,
    reducing: true,
    closed: true,
    unknown: true,
  }),
  mode: name,
  source,
  confidence: share,
  openedAt: instant,
  entryOrderId: name,
  slices: z._default(z.array(entrySlice), []),
  leverage: aboveZero,
  entryPrice: aboveZero,
  entryQty: aboveZero,
  qty: zeroOrMore,
  initialStopPrice: aboveZero,
  stopFraction: distance,
  atrFraction: share,
  roundTripCostFraction: smallShare,
  stopPrice: aboveZero,
  stopStage,
  bestMark: z.optional(aboveZero),
  targets: z.array(targetLeg),
  protection: z.array(protectionOrder),
  protectionSeq: count,
  exits: z.array(exitOrder),
  fills: z.array(fill),
  fundingUsd: dollars,
  fundings: z._default(z.array(funding), []),
  fundedTo: instant,
  plan: planShape,
  trace: traceShape,
  policyContext,
  plannedNotionalUsd: zeroOrMore,
  intendedNotionalUsd: zeroOrMore,
  executedNotionalUsd: zeroOrMore,
  closedAt: z.optional(instant),
  flatSeenAt: z.optional(instant),
} satisfies ShapeOf<Omit<Position, 'rev'>>);

export const intentShape = z.looseObject({
  id: name,
  positionId: name,
  // Before entries came in slices each intent was the only order of its entry.
  slice: z._default(count, 1),
  symbol: name,
  signal,
  minute: instant,
  state: oneOf<Intent['state']>({
    waiting: true,
    reserved: true,
    submitted: true,
    settled: true,
    void: true,
  }),
  qty: zeroOrMore,
  limitPrice: zeroOrMore,
  leverage: aboveZero,
  notionalUsd: zeroOrMore,
  plan: planShape,
  trace: traceShape,
  policyContext,
  intendedNotionalUsd: zeroOrMore,
  mode: name,
  absentAt: z.array(instant),
  because: z.optional(sentence),
} satisfies ShapeOf<Omit<Intent, 'rev'>>);

const day = z.looseObject({
  startsAt: instant,
  equityAtStartUsd: dollars,
  transfersUsd: dollars,
  fidelities: z.array(zeroOrMore),
} satisfies ShapeOf<Day>);

const reservation = z.looseObject({
  intentId: name,
  symbol: name,
  minute: instant,
  notionalUsd: zeroOrMore,
  lossAtStopUsd: dollars,
} satisfies ShapeOf<Reservation>);

const protection = z.looseObject({
  symbol: name,
  until: instant,
  because: sentence,
} satisfies ShapeOf<Protection>);
const foreign = z.looseObject({
  symbol: name,
  side,
  notionalUsd: zeroOrMore,
} satisfies ShapeOf<ForeignPosition>);
const used = z.looseObject({ symbol: name, at: instant } satisfies ShapeOf<UsedSignal>);

const opening = z.looseObject({ day: instant, at: instant, equityUsd: dollars } satisfies ShapeOf<Opening>);

export const bookShape = z.looseObject({
  // A book from before it said so is the desk's own.
  mode: z.optional(name),
  twinOf: z.optional(name),
  twinSince: z.optional(instant),
  day,
  openings: z._default(z.array(opening), []),
  equityUsd: dollars,
  walletUsd: dollars,
  highWaterUsd: dollars,
  haltedAt: z.optional(instant),
  reservations: z.array(reservation),
  protections: z.array(protection),
  foreign: z.array(foreign),
  recentStops: z.array(instant),
  orphans: z.array(name),
  suspectEquityUsd: z.optional(dollars),
  usedSignals: z.array(used),
  monitoredMinute: z.optional(instant),
  incomeReadTo: instant,
  fundingReadTo: z.optional(instant),
} satisfies ShapeOf<Omit<Book, 'rev'>>);

export const universeShape = z.looseObject({
  minute: instant,
  symbols: z.array(name),
  failingSince: z.record(name, instant),
  previous: z.optional(z.looseObject({ minute: instant, symbols: z.array(name) })),
} satisfies ShapeOf<Omit<Universe, 'rev'>>);

export const universeReasonsShape = z.looseObject({
  minute: instant,
  reasons: z.record(name, sentence),
} satisfies ShapeOf<UniverseReasons>);

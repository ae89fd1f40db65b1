import * as z from 'zod/mini';
import type { CoinWord, JournalEvent, JournalRecord, ModelWord, RecordBase } from '../../desk/journal.ts';
import type { Wish } from '../../desk/shadow/wish.ts';
import { decode, isOfLater } from './item.ts';
import type { ItemKind } from './item-kind.ts';
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
import { exitKind, side, source, stopStage, targetsShape, traceShape } from './shapes.ts';
import { differenceShape, moneyShape } from './truth-shapes.ts';
import { DIVERGENCE } from './twin-shapes.ts';

/** What a record of the journal must hold, by its type: what is learnt from and shown is what was written. */

type Type = JournalEvent['type'];
type EventOf<T extends Type> = Extract<JournalEvent, { readonly type: T }>;
/** All members of an event but its type. A member of a union that only some of its kinds have counts as one of them. */
type Members<T extends Type> = ShapeOf<Omit<EventOf<T>, 'type'>>;

const modelWord = z.looseObject({
  kind: name,
  version: z.optional(name),
  licensed: z.boolean(),
  weight: z.optional(share),
  because: z.optional(sentence),
} satisfies ShapeOf<ModelWord>);

const coinWord = z.looseObject({
  symbol: name,
  side,
  confidence: share,
  pUp: share,
  said: z.optional(z.array(z.nullable(share))),
  evR: z.optional(z.number()),
  because: z.optional(sentence),
} satisfies ShapeOf<CoinWord>);

const wishShape = z.looseObject({
  signalAt: instant,
  notionalUsd: aboveZero,
  cutsBehind: traceShape,
  limit: z.optional(sentence),
  referencePrice: aboveZero,
  leverage: aboveZero,
  atrFraction: share,
  stopFraction: distance,
  targets: targetsShape,
  fillCostFraction: smallShare,
  roundTripCostFraction: smallShare,
  trailFraction: aboveZero,
  trailStepR: aboveZero,
  holdMinutesMax: z.int().check(z.gte(1)),
} satisfies ShapeOf<Wish>);

const about = { positionId: name, symbol: name };
const words = { because: sentence };

const EVENTS: { readonly [T in Type]: Members<T> } = {
  account: {
    equityUsd: dollars,
    highWaterUsd: dollars,
    marks: z.array(z.looseObject({ symbol: name, markPrice: aboveZero })),
  },
  minute: {
    entries: count,
    slices: z.optional(count),
    noTrade: z.optional(name),
    because: z.optional(sentence),
  },
  votes: { at: instant, licensed: z.boolean(), models: z.array(modelWord), coins: z.array(coinWord) },
  revalidated: { kind: name, version: name, resolved: count, licensed: z.boolean(), ...words },
  seat: {
    kind: name,
    version: name,
    what: z.enum(['promoted', 'rolled-back', 'entered', 'retired', 'withdrawn']),
    ...words,
  },
  entry: {
    ...about,
    side,
    source,
    qty: aboveZero,
    price: aboveZero,
    leverage: z.optional(aboveZero),
    plannedUsd: zeroOrMore,
    intendedUsd: zeroOrMore,
    executedUsd: zeroOrMore,
    stopPrice: aboveZero,
    trace: traceShape,
  },
  slice: {
    ...about,
    side,
    slice: count,
    state: oneOf<EventOf<'slice'>['state']>({ waiting: true, filled: true, lapsed: true }),
    notionalUsd: zeroOrMore,
    ...words,
    executedUsd: z.optional(zeroOrMore),
    intendedUsd: z.optional(zeroOrMore),
  },
  'not-taken': {
    symbol: name,
    side,
    source,
    code: name,
    ...words,
    plannedUsd: z.optional(zeroOrMore),
    trace: z.optional(traceShape),
    wish: z.optional(wishShape),
  },
  shadow: {
    symbol: name,
    side,
    at: instant,
    signalAt: instant,
    code: name,
    limit: z.optional(sentence),
    plannedUsd: aboveZero,
    netUsd: dollars,
    netR: z.number(),
    lastExit: exitKind,
    minutesHeld: count,
  },
  exit: {
    ...about,
    kind: exitKind,
    // Records from before it stood there lack it.
    tradeId: z.optional(name),
    qty: aboveZero,
    price: aboveZero,
    realisedUsd: dollars,
    commissionUsd: dollars,
  },
  closed: { ...about, netUsd: dollars, rMultiple: z.number(), minutesHeld: z.number() },
  protection: {
    ...about,
    leg: name,
    action: oneOf<EventOf<'protection'>['action']>({
      placed: true,
      moved: true,
      cancelled: true,
      failed: true,
    }),
    triggerPrice: aboveZero,
    stage: z.optional(stopStage),
    ...words,
  },
  unprotected: { ...about, ...words },
  unknown: { symbol: name, clientId: name, ...words },
  foreign: { symbol: name, ...words },
  trouble: { what: sentence, ...words, symbol: z.optional(name) },
  state: { what: sentence, ...words },
  truth: {
    day: instant,
    venue: moneyShape,
    foreign: moneyShape,
    book: moneyShape,
    mismatchUsd: zeroOrMore,
    differenceCount: count,
    differences: z.array(differenceShape),
  },
  divergence: DIVERGENCE,
  policy: { learnt: count, passedOver: count, n: count, ...words },
  universe: { joined: z.array(name), left: z.array(name), size: count },
};

const base = { minute: instant, role: name, mode: name } satisfies ShapeOf<RecordBase>;
const anyRecord = z.looseObject({ ...base, type: name });

/** What a record must hold, by its type. */
export const RECORD_SHAPES: ReadonlyMap<string, z.ZodMiniType> = new Map(
  Object.entries(EVENTS).map(([type, members]) => [type, z.looseObject({ ...base, type: name, ...members })]),
);

export const recordKind: ItemKind = {
  name: 'record of the journal',
  version: 1,
  steps: {},
  shape: anyRecord,
};

/**
 * A stored record of the journal; undefined for one that a later release writes and this one has no words for: of a type that
 * it does not know, or of a version that it has not learnt.
 * Throws a `malformed` PortError for a record of a known type that does not hold what it must.
 */
export function decodeRecord(item: unknown): JournalRecord | undefined {
  if (isOfLater(item, recordKind)) return undefined;
  const shape = RECORD_SHAPES.get(decode<{ readonly type: string }>(item, recordKind).type);
  return shape === undefined ? undefined : decode<JournalRecord>(item, { ...recordKind, shape });
}

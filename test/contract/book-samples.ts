import type { Book, Intent, Universe } from '../../lib/desk/book.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import type { Plan } from '../../lib/desk/plan/plan.ts';
import type { Position } from '../../lib/desk/position/position.ts';
import type { DayTruth } from '../../lib/desk/truth/day-truth.ts';
import {
  DAY_MS,
  dayOf,
  epochMs,
  fraction,
  leverage,
  marginUsd,
  minuteOf,
  minutesAfter,
  notionalUsd,
  price,
  qty,
  symbolId,
  usd,
} from '../../lib/desk/units.ts';
import type { PolicyState } from '../../lib/models/policy/state.ts';

export const M0 = minuteOf(Date.UTC(2025, 4, 27, 14, 30));
export const at = (minutes: number) => minutesAfter(M0, minutes);

const plan: Plan = {
  symbol: symbolId('SOLUSDT'),
  side: 'long',
  method: 'margin-fraction',
  referencePrice: price(176.123456789),
  equityUsd: usd(15_000),
  plannedNotionalUsd: notionalUsd(900),
  marginUsd: marginUsd(300),
  leverage: leverage(3),
  marginMode: 'isolated',
  atrFraction: fraction(0.1 + 0.2),
  stopFraction: fraction(0.008),
  targets: [{ distanceFraction: fraction(0.016), share: fraction(1) }],
  roundTripCostFraction: fraction(0.0014),
  lossAtStopUsd: usd(-8.46),
  lossAtStopOfEquity: fraction(5.64e-4),
  breakEvenAllLegs: fraction(1 / 3),
  trace: [],
};

export const aBook = (changes: Partial<Book> = {}): Book => ({
  rev: 0,
  mode: 'paper',
  day: {
    startsAt: epochMs(M0 - 52_200_000),
    equityAtStartUsd: usd(15_000),
    transfersUsd: usd(0),
    fidelities: [1, 0.998],
  },
  equityUsd: usd(15_012.34),
  walletUsd: usd(15_000),
  openings: [{ day: epochMs(M0 - 52_200_000), at: at(-870), equityUsd: usd(15_000) }],
  highWaterUsd: usd(15_100.000000001),
  haltedAt: undefined,
  reservations: [],
  foreign: [{ symbol: symbolId('XRPUSDT'), side: 'short', notionalUsd: notionalUsd(120.5) }],
  recentStops: [M0],
  orphans: ['pd000000-w123'],
  suspectEquityUsd: undefined,
  usedSignals: [{ symbol: symbolId('SOLUSDT'), at: M0 }],
  protections: [{ symbol: 'all', until: at(60), because: 'four stops in three hours' }],
  monitoredMinute: undefined,
  incomeReadTo: epochMs(M0 - 1),
  ...changes,
});

/** A position with every kind of member: undefined ones, unions, arrays in arrays, long fractions, an empty text. */
export const aPosition = (changes: Partial<Position> = {}): Position => ({
  rev: 0,
  id: 'SOLUSDT-20250527T1430',
  symbol: symbolId('SOLUSDT'),
  side: 'long',
  phase: 'protected',
  mode: 'paper',
  source: 'forced',
  confidence: fraction(0.72),
  openedAt: M0,
  entryOrderId: '8886774',
  slices: [
    {
      state: 'filled',
      slice: 2,
      clientId: 'pdabc123-e2',
      minute: M0,
      orderId: '8886775',
      qty: qty(1.1),
      averagePrice: price(176.2),
      because: '1.1 of 1.1 filled',
    },
    {
      state: 'lapsed',
      slice: 3,
      clientId: 'pdabc123-e3',
      minute: M0,
      notionalUsd: notionalUsd(120.5),
      because: 'lapsed',
    },
  ],
  leverage: leverage(3),
  entryPrice: price(176.15),
  entryQty: qty(5.1),
  qty: qty(5.1),
  initialStopPrice: price(174.7408),
  stopFraction: fraction(0.008),
  atrFraction: fraction(1e-7),
  roundTripCostFraction: fraction(0.0014),
  stopPrice: price(174.7408),
  stopStage: 'initial',
  bestMark: undefined,
  targets: [{ leg: 'target-1', triggerPrice: price(178.96), qty: qty(5.1), filled: false }],
  protection: [
    {
      clientId: 'pd-1',
      leg: 'backstop',
      triggerPrice: price(174.7408),
      qty: 'all',
      placedAt: M0,
      exitKind: 'stop-loss',
      state: 'live',
    },
  ],
  protectionSeq: 1,
  exits: [],
  fills: [],
  fundingUsd: usd(0),
  fundings: [{ at: epochMs(M0), amountUsd: usd(-0.12345678) }],
  fundedTo: epochMs(M0 + 1),
  flatSeenAt: undefined,
  plan,
  trace: [
    {
      owner: 'Math AI',
      step: 'plan',
      beforeUsd: notionalUsd(900),
      afterUsd: notionalUsd(900),
      because: '',
    },
  ],
  policyContext: { schemaHash: 'abc123', values: [1, -0.1234, 2] },
  plannedNotionalUsd: notionalUsd(900),
  intendedNotionalUsd: notionalUsd(900),
  executedNotionalUsd: notionalUsd(898.365),
  closedAt: undefined,
  ...changes,
});

/** A closed position of a symbol, opened and closed so many minutes after the first minute. */
export const aClosedPosition = (symbol: string, openedAfter: number, closedAfter: number): Position =>
  aPosition({
    id: `${symbol}-${new Date(at(openedAfter)).toISOString().slice(0, 16).replace(/[-:]/g, '')}`,
    symbol: symbolId(symbol),
    openedAt: at(openedAfter),
    closedAt: at(closedAfter),
    phase: 'closed',
    qty: qty(0),
  });

export const anIntent = (changes: Partial<Intent> = {}): Intent => ({
  rev: 0,
  id: 'pdabc123-e0123456789',
  positionId: 'SOLUSDT-20250527T1430',
  slice: 1,
  symbol: symbolId('SOLUSDT'),
  signal: { symbol: symbolId('SOLUSDT'), side: 'long', at: M0, confidence: fraction(0.72), source: 'forced' },
  minute: M0,
  state: 'reserved',
  qty: qty(5.1),
  limitPrice: price(176.33),
  leverage: leverage(3),
  notionalUsd: notionalUsd(898.365),
  plan,
  trace: [],
  policyContext: { schemaHash: 'abc123', values: [1, -0.1234, 2] },
  intendedNotionalUsd: notionalUsd(900),
  mode: 'paper',
  absentAt: [],
  because: undefined,
  ...changes,
});

export const aUniverse = (changes: Partial<Universe> = {}): Universe => ({
  rev: 0,
  minute: M0,
  symbols: [symbolId('SOLUSDT'), symbolId('币安人生USDT')],
  failingSince: { DOGEUSDT: at(-3) },
  previous: undefined,
  ...changes,
});

/** What the RL policy has learnt, in numbers that a store could get wrong. */
export const aPolicyState = (changes: Partial<PolicyState> = {}): PolicyState => ({
  rev: 0,
  version: 1,
  schemaHash: 'abc123',
  mode: 'paper',
  n: 41,
  learnedTo: M0,
  updatedAt: at(5),
  evidence: {
    precision: [0.1 + 0.2, -1e-12, 600.000000000001],
    moment: [0, -1 / 3],
    surprise: 14.4,
    surpriseTrades: 10,
  },
  ...changes,
});

const money = { realisedUsd: usd(3), feesUsd: usd(0.123), fundingUsd: usd(-0.01), netUsd: usd(2.867) };

/** The result of a day, so many days after the first. */
export const aDayTruth = (days: number): DayTruth => ({
  rev: 0,
  day: epochMs(dayOf(M0) + days * DAY_MS),
  mode: 'paper',
  closedAt: at(1_440 * (days + 1)),
  venue: money,
  foreign: { ...money, netUsd: usd(0) },
  book: money,
  fills: 4,
  transfersUsd: usd(-500),
  otherUsd: usd(0),
  equityOpenUsd: usd(15_000),
  highWaterUsd: usd(15_100),
  won: 1,
  lost: 1,
  mismatchUsd: usd(0.02),
  differenceCount: 1,
  differences: [
    {
      what: 'funding',
      symbol: symbolId('SOLUSDT'),
      at: M0,
      venueUsd: usd(-0.01),
      deskUsd: usd(0.01),
      sizeUsd: usd(0.02),
      because: 'a test',
    },
  ],
});

export const aRecord = (minutes: number, role: JournalRecord['role'], what: string): JournalRecord => ({
  minute: at(minutes),
  role,
  mode: 'paper',
  type: 'state',
  what,
  because: 'a test',
});

import type { JournalEvent, JournalRecord } from '../../../lib/desk/journal.ts';
import type { SizingStep } from '../../../lib/desk/sizing/trace.ts';
import { fraction, leverage, notionalUsd, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { at, M0 } from '../../contract/book-samples.ts';
import { aTrace } from '../../kit/builders.ts';

const symbol = symbolId('SOLUSDT');
const about = { positionId: 'SOLUSDT-20250527T1430', symbol } as const;
const because = 'the test says so';

/** Its steps, and one that a limit has cut. */
export const TRACE: readonly SizingStep[] = [
  ...aTrace(900),
  {
    owner: 'Risk Guard',
    step: 'per-symbol cap',
    beforeUsd: notionalUsd(900),
    afterUsd: notionalUsd(800),
    because,
    limit: 'risk/symbol-notional-usd-max v3',
  },
];

const MONEY = { realisedUsd: usd(-7.4), feesUsd: usd(0.4), fundingUsd: usd(0), netUsd: usd(-7.8) };

type EventOf<T> = Extract<JournalEvent, { readonly type: T }>;

/** One event of each type that the journal knows, with every member it may have. */
const EVENTS: { readonly [T in JournalEvent['type']]: EventOf<T> } = {
  account: {
    type: 'account',
    equityUsd: usd(14_992.2),
    highWaterUsd: usd(15_000),
    marks: [{ symbol, markPrice: price(175.02) }],
  },
  minute: { type: 'minute', entries: 0, slices: 1, noTrade: 'no-signal', because },
  votes: {
    type: 'votes',
    at: M0,
    licensed: true,
    models: [
      { kind: 'xgboost', version: 'xgboost-2025', licensed: true, weight: fraction(0.4) },
      { kind: 'nhits', licensed: false, because },
    ],
    coins: [
      {
        symbol,
        side: 'long',
        confidence: fraction(0.7),
        pUp: fraction(0.7),
        said: [0.7, null],
        evR: 0.1,
        because,
      },
    ],
  },
  revalidated: {
    type: 'revalidated',
    kind: 'xgboost',
    version: 'xgboost-2025',
    resolved: 40,
    licensed: true,
    because,
  },
  seat: { type: 'seat', kind: 'xgboost', version: 'xgboost-2025', what: 'promoted', because },
  entry: {
    type: 'entry',
    ...about,
    side: 'long',
    source: 'ensemble',
    qty: qty(5.1),
    price: price(176.15),
    leverage: leverage(3),
    plannedUsd: notionalUsd(900),
    intendedUsd: notionalUsd(900),
    executedUsd: notionalUsd(898),
    stopPrice: price(174.7),
    trace: TRACE,
  },
  slice: {
    type: 'slice',
    ...about,
    side: 'long',
    slice: 2,
    state: 'filled',
    notionalUsd: notionalUsd(300),
    because,
    executedUsd: notionalUsd(900),
    intendedUsd: notionalUsd(900),
  },
  'not-taken': {
    type: 'not-taken',
    symbol,
    side: 'short',
    source: 'forced',
    code: 'daily-loss',
    because,
    plannedUsd: notionalUsd(900),
    trace: TRACE,
    wish: {
      signalAt: M0,
      notionalUsd: notionalUsd(900),
      cutsBehind: TRACE,
      limit: 'risk/daily-loss-usd-max v3',
      referencePrice: price(176.15),
      leverage: leverage(3),
      atrFraction: fraction(0.005),
      stopFraction: fraction(0.008),
      targets: [{ distanceFraction: fraction(0.016), share: fraction(1) }],
      fillCostFraction: fraction(0.0007),
      roundTripCostFraction: fraction(0.0014),
      trailFraction: fraction(0.005),
      trailStepR: 0.1,
      holdMinutesMax: 240,
    },
  },
  shadow: {
    type: 'shadow',
    symbol,
    side: 'short',
    at: at(1),
    signalAt: M0,
    code: 'daily-loss',
    limit: 'risk/daily-loss-usd-max v3',
    plannedUsd: notionalUsd(900),
    netUsd: usd(-8.46),
    netR: -1,
    lastExit: 'stop-loss',
    minutesHeld: 34,
  },
  exit: {
    type: 'exit',
    ...about,
    kind: 'stop-loss',
    tradeId: '41',
    qty: qty(5.1),
    price: price(174.7),
    realisedUsd: usd(-7.4),
    commissionUsd: usd(0.4),
  },
  closed: { type: 'closed', ...about, netUsd: usd(-7.8), rMultiple: -1.01, minutesHeld: 34 },
  protection: {
    type: 'protection',
    ...about,
    leg: 'working',
    action: 'moved',
    triggerPrice: price(176.4),
    stage: 'break-even',
    because,
  },
  unprotected: { type: 'unprotected', ...about, because },
  unknown: { type: 'unknown', symbol, clientId: 'pd-1', because },
  foreign: { type: 'foreign', symbol, because },
  trouble: { type: 'trouble', what: 'position', because, symbol },
  state: { type: 'state', what: 'halted', because },
  truth: {
    type: 'truth',
    day: M0,
    venue: MONEY,
    foreign: MONEY,
    book: MONEY,
    mismatchUsd: usd(0.4),
    differenceCount: 1,
    differences: [
      {
        what: 'fill',
        symbol,
        at: M0,
        tradeId: '41',
        positionId: about.positionId,
        venueUsd: usd(-8),
        deskUsd: usd(-7.6),
        sizeUsd: usd(0.4),
        because,
      },
    ],
  },
  divergence: {
    type: 'divergence',
    day: M0,
    original: 'main',
    originalMode: 'live',
    minutes: { both: 1_438, originalAlone: 1, twinAlone: 1 },
    entries: { both: 1, originalAlone: 1, twinAlone: 0 },
    apart: [
      {
        by: 'original',
        symbol,
        side: 'long',
        at: M0,
        equityFraction: fraction(0.2),
        code: 'spread-wide',
        because,
      },
    ],
    sizes: { originalFidelity: 0.9, twinFidelity: 1, ratio: 0.9 },
    fills: {
      prices: 2,
      notionalUsd: notionalUsd(1_600),
      meanBps: 2.5,
      medianBps: 2,
      entryBps: 3,
      exitBps: 2,
      costUsd: usd(0.4),
    },
    exitsApart: 1,
    pairs: [
      {
        symbol,
        side: 'long',
        at: M0,
        entryMinutesLater: 1,
        entryBps: 3,
        exitBps: -1.5,
        originalEquityFraction: fraction(0.18),
        twinEquityFraction: fraction(0.2),
        sizeStep: {
          owner: 'Smart Execution',
          step: 'depth',
          originalFraction: fraction(0.9),
          twinFraction: fraction(1),
        },
        exit: { original: { kind: 'stop-loss', at: M0 }, twin: { kind: 'time-stop', at: M0 } },
        differenceR: -0.1,
      },
    ],
    results: { pairs: 1, originalR: -1.1, twinR: -1 },
    money: {
      original: { netUsd: usd(-11), equityUsd: usd(10_000) },
      twin: { netUsd: usd(-10), equityUsd: usd(10_000) },
      points: -0.01,
    },
  },
  policy: { type: 'policy', learnt: 3, passedOver: 1, n: 41, because },
  universe: { type: 'universe', joined: [symbol], left: [], size: 1 },
};

/** Type → record. */
export const RECORDS: Readonly<Record<string, JournalRecord>> = Object.fromEntries(
  Object.values(EVENTS).map(event => [event.type, { minute: at(1), role: 'entry', mode: 'paper', ...event }]),
);

import { type EpochMs, HOUR_MS } from '../desk/units.ts';
import { minuteText, percent } from '../desk/words.ts';
import { type DayRecord, LEANING_FROM } from './record.ts';
import { type Standing, standingOf } from './standing.ts';

export const REVALIDATED_WITHIN_MS = 48 * HOUR_MS;
/** Resolved predictions that took a side. */
export const RESOLVED_MIN = 100;
/** Days the resolved predictions must be spread over at least: a hundred of one day have seen one day's weather. */
export const RESOLVED_DAYS_MIN = 10;
/** Outputs that differ by less than this are one output (I49), and this many last days are looked at. */
const CONSTANT_WITHIN = 1e-9;
const CONSTANT_DAYS = 3;

/** What a licence is asked with. */
export interface LicenceRequest {
  readonly promoted: boolean;
  /** When the record was last brought up to date; undefined for never. */
  readonly revalidatedAt: EpochMs | undefined;
  readonly schemaHash: string;
  /** Where it was trained: `binance-usdm`, `synthetic` or `martingale`; it is good for that market alone. */
  readonly market: string;
  readonly record: readonly DayRecord[];
  readonly now: EpochMs;
  /** What the desk serves and where it trades. */
  readonly desk: { readonly schemaHash: string; readonly market: string };
  /** Of the bootstrap. */
  readonly seed: number;
}

export type LicenceRefusal =
  | 'not-promoted'
  | 'not-revalidated'
  | 'other-schema'
  | 'other-market'
  | 'constant'
  | 'too-few'
  | 'win-rate'
  | 'log-loss';

/** Licensed or not, the standing is shown. */
export type Licence =
  | { readonly licensed: true; readonly standing: Standing }
  | {
      readonly licensed: false;
      readonly weight: 0;
      readonly reason: LicenceRefusal;
      /** A plain sentence, with the figures. */
      readonly because: string;
      readonly standing: Standing;
    };

/**
 * Whether a model may vote, and on what evidence. The first condition that fails is the reason: what it has shown goes
 * before how long ago that was looked at, since it is what a person wants to know.
 */
export function licenceOf(request: LicenceRequest): Licence {
  const standing = standingOf(request.record, request.seed);
  const refusal = formalRefusal(request) ?? recordRefusal(request.record, standing) ?? staleRefusal(request);
  return refusal === undefined
    ? { licensed: true, standing }
    : { licensed: false, weight: 0, ...refusal, standing };
}

interface Refusal {
  readonly reason: LicenceRefusal;
  readonly because: string;
}

function formalRefusal(request: LicenceRequest): Refusal | undefined {
  const { desk, market } = request;
  if (!request.promoted) return { reason: 'not-promoted', because: 'it has not been promoted' };
  if (request.schemaHash !== desk.schemaHash) {
    const [its, ours] = [request.schemaHash.slice(0, 12), desk.schemaHash.slice(0, 12)];
    return { reason: 'other-schema', because: `it reads the features ${its}, the desk serves ${ours}` };
  }
  if (market !== desk.market) {
    return { reason: 'other-market', because: `it was trained on ${market}, the desk trades ${desk.market}` };
  }
  return undefined;
}

function staleRefusal({ revalidatedAt, now }: LicenceRequest): Refusal | undefined {
  const age = revalidatedAt === undefined ? Number.NaN : now - revalidatedAt;
  // A time still to come is no time at which anything has been checked.
  if (age >= 0 && age <= REVALIDATED_WITHIN_MS) return undefined;
  const last =
    revalidatedAt === undefined ? 'never revalidated' : `last revalidated ${minuteText(revalidatedAt)}`;
  return { reason: 'not-revalidated', because: `it was ${last}; it must be within 48 h` };
}

function recordRefusal(record: readonly DayRecord[], standing: Standing): Refusal | undefined {
  const { n, leaning, days, winRate, against, edge, gain } = standing;
  if (isConstant(record)) {
    return { reason: 'constant', because: `its last predictions, of ${n} resolved, are all one number` };
  }
  if (leaning < RESOLVED_MIN || days < RESOLVED_DAYS_MIN) {
    const have = `${leaning} of its ${n} resolved predictions, on ${days} days, were as sure as ${LEANING_FROM}`;
    return {
      reason: 'too-few',
      because: `${have}; ${RESOLVED_MIN} on ${RESOLVED_DAYS_MIN} days are needed (${lossText(gain.value)})`,
    };
  }
  if (!(edge.low > 0)) {
    const measured = `its win rate is ${percent(winRate.value)} (n = ${leaning}) where ${percent(against)} is to be beaten`;
    const doubt = `at 95 % it may lie ${percent(Math.abs(edge.low))} ${edge.low < 0 ? 'below' : 'above'} that`;
    return { reason: 'win-rate', because: `${measured}; ${doubt}` };
  }
  if (!(gain.low > 0)) {
    const measured = `${lossText(gain.value)} (n = ${n})`;
    return { reason: 'log-loss', because: `${measured}; at 95 % the gain may be ${gain.low.toFixed(5)}` };
  }
  return undefined;
}

const lossText = (gain: number): string =>
  Number.isNaN(gain)
    ? 'its log loss is not known'
    : `its log loss is ${Math.abs(gain).toFixed(5)} ${gain >= 0 ? 'below' : 'above'} the base rate's`;

function isConstant(record: readonly DayRecord[]): boolean {
  const last = record.slice(-CONSTANT_DAYS);
  const lowest = Math.min(...last.map(day => day.pUpMin));
  const highest = Math.max(...last.map(day => day.pUpMax));
  const n = last.reduce((sum, day) => sum + day.n, 0);
  // NaN outputs are refused here too: they compare as neither far apart nor near.
  return n > 1 && !(highest - lowest >= CONSTANT_WITHIN);
}

import type { Limits } from '../desk/limits/limits.ts';
import type { Signal } from '../desk/signal/signal.ts';
import { type Fraction, fraction, type Minute, type Side, type SymbolId } from '../desk/units.ts';
import { type Calibration, UNCALIBRATED } from './calibration.ts';
import { verdictOf } from './ensemble.ts';
import { type ExpectedValueTable, tradeValue } from './expected-value.ts';
import { COLUMNS, type FeatureRows } from './features.ts';
import type { Rows } from './learner.ts';
import { type Mixtures, mixtureOfVersions } from './mixtures.ts';
import type { Seat } from './panel.ts';
import { licensedOf } from './shares.ts';
import { logistic } from './statistics.ts';
import type { Windows } from './windows.ts';
import { TensorsRefused, type Work } from './work.ts';

export type Running = Extract<Seat, { model: unknown }>;

/** What is said of a coin's signal bar. */
export interface CoinVote {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly confidence: Fraction;
  readonly pUp: Fraction;
  /** What each model said by itself, those without a licence too: kept, resolved, and what its record grows by. */
  readonly said: readonly Said[];
}

/** One model's calibrated chance that a coin goes up; NaN where it had nothing to say. */
export interface Said {
  readonly version: string;
  readonly pUp: number;
}

/** All coins of a bar. `licensed` false: predicted in shadow, to be resolved and learnt from, and never traded. */
export interface Ballot {
  readonly licensed: boolean;
  readonly votes: readonly CoinVote[];
  /** Who is heard, and with what share; empty where nobody may vote. */
  readonly weights: readonly Weight[];
  /** What such trades were worth; undefined where nothing was said. */
  readonly values: ExpectedValueTable | undefined;
  /** Models that could not be run: they said nothing, and the others' word stands without theirs. */
  readonly silent: readonly { readonly version: string; readonly because: string }[];
}

export interface Weight {
  readonly version: string;
  readonly weight: Fraction;
}

/**
 * The ensemble's word on a bar's rows: the licensed models', else the shadow prediction of one that has no licence yet.
 * All models of this market are asked, so that one without a licence can earn it; without one its weight is zero.
 * Several vote together by the mixture of exactly them; where that was never measured, the one with most gain votes alone.
 */
export function* ballotOf(
  panel: readonly Seat[],
  { symbols, values, windows }: FeatureRows & { readonly windows: Windows },
  mixtures?: Mixtures,
): Work<Ballot> {
  const asked = symbols.length === 0 ? [] : askedOf(panel);
  const heard: Heard[] = [];
  const silent: { version: string; because: string }[] = [];
  for (const seat of asked) {
    const logits = yield* calibratedLogits(seat, { rows: symbols.length, columns: COLUMNS, values, windows });
    if (typeof logits === 'string') silent.push({ version: versionOf(seat), because: logits });
    else heard.push({ seat, logits });
  }
  return ballotOfHeard(symbols, heard, silent, mixtures);
}

/** Who is asked about this market's bars: those that may vote, then those that could earn it. */
export const askedOf = (panel: readonly Seat[]): readonly Running[] => [
  ...licensedOf(panel),
  ...panel.filter(seat => seat.type === 'refused').filter(({ foreign }) => !foreign),
];

/** The ballot on a bar's coins from what each model has said of them, one number a coin. */
export function ballotOfHeard(
  symbols: readonly SymbolId[],
  heard: readonly Heard[],
  silent: Ballot['silent'],
  mixtures: Mixtures | undefined,
): Ballot {
  const voice = voiceOf(heard, mixtures);
  const votes = symbols.flatMap((symbol, row) => voteOn(symbol, heard, voice, row));
  const { licensed: voting, weights, values: worth } = voice;
  return { licensed: voting, votes, weights: voting ? weights : [], values: worth, silent };
}

/** A model that answered, with its calibrated log odds by row. */
export interface Heard {
  readonly seat: Running;
  readonly logits: ArrayLike<number>;
}

const versionOf = ({ model }: Running): string => model.manifest.version;

/** How those that answered become one word. */
interface Voice {
  readonly licensed: boolean;
  readonly weights: readonly Weight[];
  readonly calibration: Calibration;
  readonly values: ExpectedValueTable | undefined;
}

function voiceOf(heard: readonly Heard[], mixtures: Mixtures | undefined): Voice {
  const voting = heard.filter(({ seat }) => seat.type === 'licensed');
  const mixture = mixtureOfVersions(
    mixtures,
    voting.map(({ seat }) => versionOf(seat)),
  );
  if (mixture !== undefined) {
    const { members: weights, calibration, expectedValue } = mixture;
    return { licensed: true, weights, calibration, values: expectedValue };
  }
  // The first has most gain; where none is licensed it is heard in shadow.
  const [first] = heard;
  return {
    licensed: voting.length > 0,
    weights: first === undefined ? [] : [{ version: versionOf(first.seat), weight: fraction(1) }],
    calibration: UNCALIBRATED,
    values: first?.seat.model.manifest.expectedValue,
  };
}

function voteOn(
  symbol: SymbolId,
  heard: readonly Heard[],
  { licensed, weights, calibration }: Voice,
  row: number,
): CoinVote[] {
  const words = heard.map(({ seat, logits }) => {
    const own = weights.find(({ version }) => version === versionOf(seat));
    // Beside a licensed model none without a licence has weight, whatever a file says.
    const weight = licensed && seat.type !== 'licensed' ? 0 : (own?.weight ?? 0);
    return { margin: logits[row] ?? Number.NaN, weight };
  });
  const verdict = verdictOf(words, calibration);
  if (verdict === undefined) return [];
  const said = heard.map(
    ({ seat, logits }): Said => ({ version: versionOf(seat), pUp: logistic(logits[row] ?? Number.NaN) }),
  );
  const { side, confidence, pUp } = verdict;
  return [{ symbol, side, confidence, pUp, said }];
}

/** Each model's log odds by its own calibration, so that the mean over several is one of like things; or why it has none. */
export function* calibratedLogits({ model }: Running, rows: Rows): Work<readonly number[] | string> {
  const { slope, intercept } = model.manifest.calibration;
  try {
    const margins = yield* model.margins(rows);
    return Array.from(margins, margin => slope * margin + intercept);
  } catch (error) {
    if (error instanceof TensorsRefused) return error.message;
    throw error;
  }
}

/** A coin's vote with what such a trade is worth under the limits in force. */
export interface ValuedVote extends CoinVote {
  /** Expected value in R; undefined where it was not measured for these exits. */
  readonly evR: number | undefined;
  readonly isWorth: boolean;
  /** Why it is not traded; undefined for one that is worth it. */
  readonly because: string | undefined;
}

/** Votes with their expected value, the best first, then by symbol. */
export function valued({ votes, values }: Ballot, limits: Limits): readonly ValuedVote[] {
  if (values === undefined) return [];
  return votes
    .map(({ symbol, side, confidence, pUp, said }): ValuedVote => {
      const verdict = tradeValue(values, side, confidence, limits);
      return {
        symbol,
        side,
        confidence,
        pUp,
        said,
        evR: verdict.value?.meanR,
        isWorth: verdict.type === 'worth',
        because: verdict.type === 'worth' ? undefined : verdict.because,
      };
    })
    .toSorted((a, b) => (b.evR ?? -Infinity) - (a.evR ?? -Infinity) || (a.symbol < b.symbol ? -1 : 1));
}

/** The votes that are worth a trade, as signals of the bar that closed at `at`. */
export const signalsOf = (votes: readonly ValuedVote[], at: Minute): readonly Signal[] =>
  votes
    .filter(({ isWorth }) => isWorth)
    .map(({ symbol, side, confidence }) => ({
      symbol,
      side,
      at,
      confidence: fraction(confidence),
      source: 'ensemble',
    }));

import { DAY_MS, type Fraction, MINUTE_MS } from '../units.ts';
import { dollars, trim } from '../words.ts';
import { reachableConfidences } from './bands.ts';
import { lossAtStop } from './capacity.ts';
import {
  type Evidence,
  LOOK_BACK_DAYS,
  type ModelRecord,
  type SeenVote,
  type SeenVotes,
} from './evidence.ts';
import { type Circumstances, exampleTrade } from './example.ts';
import { type Finding, finding } from './finding.ts';
import { broughtFrom, r } from './value.ts';

/** Each threshold of confidence that decides something: how often it was reached, and what trades of it would have earned. */
export function thresholdFindings(circumstances: Circumstances, evidence: Evidence): readonly Finding[] {
  const confidences = reachableConfidences(circumstances.limits);
  return evidence.votes === undefined && evidence.record === undefined
    ? [unknown(confidences)]
    : confidences.map(confidence => reachedFinding(circumstances, confidence, evidence));
}

const NO_VOTES = `the journal holds no votes of the last ${LOOK_BACK_DAYS} days`;
const NO_RECORD = 'no model’s record was given: --models DIR names the folder of one';
const LIMITS = ['signal/confidence-min', 'sizing/confidence-high-from'] as const;

const unknown = (confidences: readonly Fraction[]): Finding =>
  finding('note', 'threshold-reached', {
    title: `how often a confidence of ${confidences.join(' or ')} is reached, and what it would have earned, is not known`,
    proof: `${NO_VOTES}; ${NO_RECORD}`,
    limits: LIMITS,
  });

function reachedFinding(
  circumstances: Circumstances,
  confidence: Fraction,
  { record, votes, trades }: Evidence,
): Finding {
  const voted = votes === undefined ? undefined : byVotes(circumstances, confidence, votes);
  const recorded = byRecord(circumstances, confidence, record);
  const traded = trades?.each.filter(trade => trade.confidence >= confidence) ?? [];
  const net = traded.reduce((sum, { netUsd }) => sum + netUsd, 0);
  const never = (voted ?? recorded)?.reached === 0;
  return finding(never ? 'warning' : 'note', 'threshold-reached', {
    title: titleOf(confidence, voted, recorded),
    proof: [
      voted?.told ?? NO_VOTES,
      recorded?.told ?? NO_RECORD,
      ...(traded.length === 0 ? [] : [`${traded.length} were traded here and came to ${dollars(net)}`]),
    ].join('; '),
    limits: LIMITS,
    figures: { confidence, ...voted?.figures, ...recorded?.figures },
  });
}

interface Reached {
  readonly reached: number;
  /** Where it was counted, in words. */
  readonly where: string;
  readonly told: string;
  readonly figures: Readonly<Record<string, number>>;
}

function titleOf(confidence: Fraction, voted: Reached | undefined, recorded: Reached | undefined): string {
  const { reached, where } = voted ?? recorded ?? { reached: 0, where: '' };
  const often = trim(reached.toFixed(1));
  const told = reached === 0 ? 'never reached' : often === '1' ? 'reached once' : `reached ${often} times`;
  return `a confidence of ${confidence} was ${told} in ${where}`;
}

/** What a stop-out of the trade that this confidence makes costs: one R. */
function oneR(circumstances: Circumstances, confidence: Fraction): number {
  const trade = exampleTrade(circumstances, confidence);
  return trade.type === 'trade' ? lossAtStop(trade) : 0;
}

function byVotes(circumstances: Circumstances, confidence: Fraction, seen: SeenVotes): Reached {
  const reaching = seen.votes.filter(vote => vote.confidence >= confidence);
  const hold = circumstances.limits.values['exits/hold-minutes-max'];
  const apart = notOverlapping(reaching, hold * MINUTE_MS);
  const valued = apart.flatMap(({ evR }) => (evR === undefined ? [] : [evR]));
  const sumR = valued.reduce((sum, each) => sum + each, 0);
  const earned = sumR * oneR(circumstances, confidence);
  const worth =
    valued.length === 0
      ? 'what they would have earned is not known, since none had an expected value'
      : `expected to bring ${r(sumR / valued.length)} each, ${dollars(earned)} together`;
  return {
    reached: reaching.length,
    where: `${trim(seen.days.toFixed(1))} days of votes`,
    told: `journalled votes of ${trim(seen.days.toFixed(1))} days: ${reaching.length} of ${seen.votes.length} reached it${apart.length === 0 ? '' : `, ${apart.length} of them trades that do not overlap (${hold} min each): ${worth}`}`,
    figures: {
      days: seen.days,
      votesReaching: reaching.length,
      tradesApart: apart.length,
      ...(valued.length === 0 ? {} : { expectedUsd: earned }),
    },
  };
}

/** A coin that is held is not entered again: of its votes only those count that come when the last trade is over. */
function notOverlapping(votes: readonly SeenVote[], holdMs: number): readonly SeenVote[] {
  const over = new Map<string, number>();
  return votes
    .toSorted((a, b) => a.at - b.at)
    .filter(({ symbol, at }) => {
      if (at < (over.get(symbol) ?? Number.NEGATIVE_INFINITY)) return false;
      over.set(symbol, at + holdMs);
      return true;
    });
}

function byRecord(
  circumstances: Circumstances,
  confidence: Fraction,
  record: ModelRecord | undefined,
): Reached | undefined {
  if (record === undefined) return undefined;
  const { n, meanR } = broughtFrom(record.cells, confidence);
  const inThirty = record.days > 0 ? (n * LOOK_BACK_DAYS) / record.days : 0;
  // Under other exits the trades were other trades: their R says something, dollars would say too much.
  const earned = inThirty * meanR * oneR(circumstances, confidence);
  const worth = record.sameExits
    ? `: ${dollars(earned)} in ${LOOK_BACK_DAYS} days if each were followed`
    : ', under other exits or costs than these';
  const brought = n === 0 ? '' : `, each brought ${r(meanR)}${worth}`;
  return {
    reached: inThirty,
    where: `${LOOK_BACK_DAYS} days of the model’s record`,
    told: `${record.name}, out of sample over ${record.days} days: ${n} trades reached it${brought}`,
    figures: {
      recordTrades: n,
      recordTradesIn30Days: inThirty,
      ...(n === 0 ? {} : { recordMeanR: meanR }),
      ...(n === 0 || !record.sameExits ? {} : { recordEarnedUsd: earned }),
    },
  };
}

/** Votes of the last thirty days, and how many days they tell of. */
export function seenVotes(votes: readonly SeenVote[], now: number): SeenVotes | undefined {
  const recent = votes.filter(({ at }) => now - at <= LOOK_BACK_DAYS * DAY_MS);
  const first = recent.reduce((least, { at }) => Math.min(least, at), now);
  return recent.length === 0 ? undefined : { days: (now - first) / DAY_MS, votes: recent };
}

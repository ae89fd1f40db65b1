import type { Position } from '../position/position.ts';
import { largestCut, type SizingOwner } from '../sizing/trace.ts';
import { dayOf } from '../units.ts';
import { dollars, percent } from '../words.ts';
import type { Known } from './known.ts';

/** Who cuts a size after it was intended. */
const AFTER_INTENT: ReadonlySet<SizingOwner> = new Set([
  'Portfolio Balancer',
  'Risk Guard',
  'Smart Execution',
  'Instrument',
]);
const TRADES_NAMED = 5;

interface Cut {
  readonly step: string;
  readonly usd: number;
  readonly because: string;
}

/** Which step has cut the sizes of the day's trades most, and by how much each trade fell short. */
export function fidelityWords({ positions, closed, minute }: Known): readonly string[] {
  const today = [...closed, ...positions].filter(({ openedAt }) => openedAt >= dayOf(minute));
  const cuts = today.flatMap(cutOf);
  const [worst] = [...new Set(cuts.map(({ step }) => step))]
    .map(step => cuts.filter(cut => cut.step === step))
    .toSorted((a, b) => sum(b) - sum(a));
  const lines = today
    .filter(({ executedNotionalUsd, intendedNotionalUsd }) => executedNotionalUsd < intendedNotionalUsd)
    .toSorted((a, b) => shareOf(a) - shareOf(b))
    .slice(0, TRADES_NAMED)
    .map(shortfall);
  if (worst?.[0] === undefined) return lines;
  const [{ step, because }] = worst;
  const trades = worst.length === 1 ? 'one trade' : `${worst.length} trades`;
  return [`${step} cut most: ${dollars(sum(worst))} of ${trades}. ${because}`.trim(), ...lines];
}

/** What cut one trade most after it was intended, by the limit that a person can edit where there is one. */
function cutOf({ trace }: Position): readonly Cut[] {
  const cut = largestCut(trace.filter(({ owner }) => AFTER_INTENT.has(owner)));
  if (cut === undefined) return [];
  const { owner, step, limit, beforeUsd, afterUsd, because } = cut;
  return [{ step: limit ?? `${owner}: ${step}`, usd: beforeUsd - afterUsd, because }];
}

const sum = (cuts: readonly Cut[]): number => cuts.reduce((all, { usd }) => all + usd, 0);
const shareOf = ({ executedNotionalUsd, intendedNotionalUsd }: Position): number =>
  executedNotionalUsd / intendedNotionalUsd;

const shortfall = (position: Position): string =>
  `${position.symbol}: ${dollars(position.executedNotionalUsd)} of ${dollars(position.intendedNotionalUsd)} (${percent(shareOf(position))})`;

import { breakEvenAllLegs } from '../plan/math-ai.ts';
import type { Plan } from '../plan/plan.ts';
import { fraction } from '../units.ts';
import { dollars, percent, times } from '../words.ts';
import type { Coin, ModelRecord } from './evidence.ts';
import type { Circumstances, Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';
import { legFindings } from './legs.ts';
import { measuredValue } from './value.ts';

/** The targets of a trade: what they need, what they have brought, who owns them, what their legs come to. */
export const ladderFindings = (
  circumstances: Circumstances,
  trade: Trade,
  record: ModelRecord | undefined,
  coins: readonly Coin[] | undefined,
): readonly Finding[] => [
  breakEven(trade),
  measuredValue(circumstances, trade, record),
  ...fartherTarget(trade),
  oneOwner(trade),
  ...legFindings(circumstances, trade, coins),
];

/** Share-weighted distance of the targets. */
export const averageTarget = ({ targets }: Plan): number =>
  targets.reduce((sum, { share, distanceFraction }) => sum + share * distanceFraction, 0);

/** The bar: a ladder that needs more wins than losses has to be right more often than a coin. */
const EVEN = 0.5;

function breakEven({ plan }: Trade): Finding {
  const { stopFraction: stop, roundTripCostFraction: cost, targets, leverage } = plan;
  const withCosts = plan.breakEvenAllLegs;
  const plain = breakEvenAllLegs(stop, fraction(0), targets);
  const average = averageTarget(plan);
  const legs = targets
    .map(
      ({ share, distanceFraction: away }) =>
        `${percent(share)} at ${percent(away)} (${percent(away * leverage)} of margin)`,
    )
    .join(', ');
  return finding(withCosts > EVEN ? 'warning' : 'note', 'break-even', {
    title: `the ladder breaks even at ${oneDigit(withCosts)} wins, costs included, if every win takes every leg (optimistic)`,
    proof: [
      `price moves against a stop of ${percent(stop)}, at ${times(leverage)}: ${legs}`,
      `${percent(average)} on average: ${percent(stop)} / (${percent(stop)} + ${percent(average)}) = ${oneDigit(plain)}, with costs of ${percent(cost)} ${oneDigit(withCosts)}`,
      'a ladder that is stopped half-way wins less',
    ].join('; '),
    limits: ['exits/ladder', 'plan/leverage-max', 'plan/stop-fraction-min', 'costs/taker-fee-fraction'],
    figures: {
      averageTargetFraction: average,
      breakEvenFraction: plain,
      breakEvenWithCostsFraction: withCosts,
    },
  });
}

export const oneDigit = (share: number): string => percent(Number(share.toFixed(3)));

const FARTHER = 1.25;

/** A farther target pays more and is hit less often; without an edge the two cancel. Told where there is one target. */
function fartherTarget({ plan }: Trade): readonly Finding[] {
  const target = plan.targets[0]?.distanceFraction;
  if (target === undefined || plan.targets.length > 1) return [];
  const far = target * FARTHER;
  const hit = (distance: number) => plan.stopFraction / (plan.stopFraction + distance);
  const mean = (distance: number) => hit(distance) * distance - (1 - hit(distance)) * plan.stopFraction;
  return [
    finding('note', 'farther-target', {
      title: 'a farther target is no free profit',
      proof: [
        `${percent(target)} → ${percent(far)} pays ${percent(FARTHER - 1)} more a win`,
        `without an edge it is reached ${oneDigit(hit(far))} of the time, not ${oneDigit(hit(target))}: ${dollars(mean(far))} a trade either way, less costs`,
      ].join('; '),
      limits: ['exits/ladder'],
      figures: {
        targetFraction: target,
        fartherFraction: far,
        gainFraction: FARTHER - 1,
        hitFraction: hit(target),
        hitFartherFraction: hit(far),
      },
    }),
  ];
}

const HALF = 0.5;

/** One number beside a ladder would be a second owner of what each target closes (I06, I29). */
function oneOwner({ plan: { targets } }: Trade): Finding {
  const legs = targets.length;
  const halves = targets.map((_target, i) => HALF ** (i + 1));
  const left = HALF ** legs;
  const together =
    legs === 1 ? '' : `, together ${percent(targets.reduce((sum, { share }) => sum + share, 0))}`;
  return finding('note', 'ladder-owner', {
    title: `exits/ladder alone says what each target closes: ${list(targets.map(({ share }) => share))}${together}`,
    proof: `a single number has no place beside it: a half at ${legs === 1 ? 'the one target' : `each of ${legs} targets`} would close ${list(halves)}, and leave ${percent(left)} open`,
    limits: ['exits/ladder'],
    figures: { legs, leftOpenByHalvesFraction: left },
  });
}

const list = (shares: readonly number[]): string => shares.map(percent).join(', ');

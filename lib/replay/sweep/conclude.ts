import { dayBlockBootstrap } from '../../models/bootstrap.ts';
import { meanOf, varianceOf } from '../../models/statistics.ts';
import { DAYS_MIN } from '../figures/days.ts';
import { known } from '../figures/interval.ts';
import { riskOf, type Trials } from '../figures/risk.ts';
import {
  SWEEP_FORMAT,
  type SweepFigures,
  type SweepPath,
  type SweepResult,
  type SweepSpec,
  type Verdict,
} from './result.ts';
import { dailySharpe, fallOf, growthOf } from './score.ts';
import { best, chosenReturns, walkForward } from './walk-forward.ts';

/** What all paths of a sweep come to together. Pure; the order in which they were run is of no effect. */
export function conclude(spec: SweepSpec, run: readonly SweepPath[]): SweepResult {
  const paths = run.toSorted((a, b) => a.n - b.n);
  const returns = paths.map(path => path.returns);
  const walk = walkForward(returns, spec);
  const [from, to] = [walk[0]?.from ?? 0, walk.at(-1)?.to ?? 0];
  const asTheyAre = returns[0]?.slice(from, to) ?? [];
  const chosen = chosenReturns(returns, walk);
  const hindsight = best(returns, from, to, spec.metric).chosen;
  const next = best(returns, 0, to, spec.metric).chosen;
  return {
    ...spec,
    format: SWEEP_FORMAT,
    paths,
    walk,
    asTheyAre: figuresOf(asTheyAre),
    chosen: figuresOf(chosen),
    hindsight: { path: hindsight, ...figuresOf(returns[hindsight]?.slice(from, to) ?? []) },
    verdict: verdictOf(chosen, asTheyAre),
    next: {
      path: next,
      ...known('deflatedSharpe', riskOf(returns[next] ?? [], trialsOf(returns)).deflatedSharpe),
    },
  };
}

function figuresOf(returns: readonly number[]): SweepFigures {
  const { sharpe, probabilisticSharpe } = riskOf(returns);
  return {
    days: returns.length,
    netFraction: growthOf(returns),
    ...known('sharpe', sharpe),
    ...known('probabilisticSharpe', probabilisticSharpe),
    dailyFallFraction: fallOf(returns),
  };
}

/** How many settings were looked at, and how far apart they came out. */
const trialsOf = (returns: readonly (readonly number[])[]): Trials => ({
  n: returns.length,
  sharpeVariance: returns.length < 2 ? 0 : varianceOf(returns.map(dailySharpe)),
});

const SEED = 1;

function verdictOf(chosen: readonly number[], asTheyAre: readonly number[]): Verdict {
  const gained = chosen.map((each, day) => each - (asTheyAre[day] ?? 0));
  if (gained.every(each => each === 0)) return { type: 'nothing-changed' };
  if (gained.length < DAYS_MIN) return { type: 'too-short' };
  const { value, low, high } = dayBlockBootstrap(gained.length, SEED, drawn =>
    meanOf(gained.flatMap((each, day) => Array.from({ length: drawn[day] ?? 0 }, () => each))),
  );
  const daily = { value, low, high };
  return { type: low > 0 ? 'better' : high < 0 ? 'worse' : 'not-shown', daily };
}

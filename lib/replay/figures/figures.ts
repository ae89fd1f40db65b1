import type { ReplayResult } from '../result.ts';
import { type Activity, activityOf } from './activity.ts';
import { type Calibration, calibrationOf } from './calibration.ts';
import { dailyReturns } from './days.ts';
import { type Drawdown, drawdownOf } from './drawdown.ts';
import { type Excursions, wonAndLost } from './excursions.ts';
import { byCoin, byExit, byHour, bySide, type Group } from './groups.ts';
import { type Growth, growthOf } from './growth.ts';
import { known, ratio } from './interval.ts';
import { type Outcomes, outcomesOf } from './outcomes.ts';
import { ONE_TRIAL, type Risk, riskOf, type Trials } from './risk.ts';
import { type SizeTotals, sizesOf } from './sizes.ts';

/**
 * What a replay came to; `docs/figures.md` defines each. A figure that cannot be said is absent, never a number that is
 * none.
 */
export interface Figures {
  readonly growth: Growth;
  readonly risk: Risk;
  readonly drawdown: Drawdown;
  /** Growth a year over the deepest drawdown; absent without either. (Young, 1991.) */
  readonly calmar?: number;
  readonly outcomes: Outcomes;
  readonly excursions: { readonly won: Excursions; readonly lost: Excursions };
  readonly activity: Activity;
  readonly sizes: SizeTotals;
  readonly calibration: Calibration;
  readonly byCoin: readonly Group[];
  readonly bySide: readonly Group[];
  readonly byExit: readonly Group[];
  readonly byHour: readonly Group[];
}

/** All figures of a replay. Pure; `trials` counts the settings that were tried before these were picked. */
export function figuresOf(result: ReplayResult, trials: Trials = ONE_TRIAL): Figures {
  const { trades } = result;
  const growth = growthOf(result);
  const drawdown = drawdownOf(result);
  const { annualFraction } = growth;
  return {
    growth,
    risk: riskOf(dailyReturns(result), trials),
    drawdown,
    ...known(
      'calmar',
      annualFraction === undefined ? undefined : ratio(annualFraction, drawdown.maxFraction),
    ),
    outcomes: outcomesOf(trades),
    excursions: wonAndLost(trades),
    activity: activityOf(result),
    sizes: sizesOf(trades),
    calibration: calibrationOf(trades),
    byCoin: byCoin(trades),
    bySide: bySide(trades),
    byExit: byExit(trades),
    byHour: byHour(trades),
  };
}

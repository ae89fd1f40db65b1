import { MINUTE_MS } from '../units.ts';
import type { AlarmRule } from './rules.ts';

/** One value of a metric, at the instant that it is of. */
export interface MetricPoint {
  readonly metric: string;
  readonly at: number;
  readonly value: number;
}

/** `unknown`: nothing has been seen yet that could tell. */
export type AlarmState = 'ok' | 'alarm' | 'unknown';

/** CloudWatch looks back further than the periods of an alarm, in case that data are late. */
const MORE_PERIODS = 2;

/**
 * The state of an alarm at `now`, after another, by CloudWatch's rules: of its evaluation range the newest periods that
 * have points count, as many as the alarm asks for; those that are missing count as the alarm says of silence. (AWS:
 * *Configuring how CloudWatch alarms treat missing data*.)
 */
export function alarmState(
  rule: AlarmRule,
  points: readonly MetricPoint[],
  now: number,
  before: AlarmState,
): AlarmState {
  const periodMs = rule.periodMinutes * MINUTE_MS;
  const existing = Array.from({ length: rule.periods + MORE_PERIODS }, (_, n) => now - n * periodMs)
    .map(to => statisticOf(rule, points, to - periodMs, to))
    .filter(value => value !== undefined)
    .slice(0, rule.periods);
  const missing = rule.periods - existing.length;
  if (rule.silence === 'same' && missing > 0) return before;
  const breaching =
    existing.filter(value => isBreaching(rule, value)).length + (rule.silence === 'bad' ? missing : 0);
  return breaching >= rule.periods ? 'alarm' : 'ok';
}

function statisticOf(
  { metric, statistic }: AlarmRule,
  points: readonly MetricPoint[],
  from: number,
  to: number,
): number | undefined {
  const values = points
    .filter(point => point.metric === metric && point.at >= from && point.at < to)
    .map(({ value }) => value);
  if (values.length === 0) return undefined;
  switch (statistic) {
    case 'Maximum':
      return Math.max(...values);
    case 'Minimum':
      return Math.min(...values);
    case 'Sum':
      return values.reduce((sum, value) => sum + value, 0);
    default:
      return statistic satisfies never;
  }
}

function isBreaching({ goesOff, threshold }: AlarmRule, value: number): boolean {
  switch (goesOff) {
    case 'above':
      return value > threshold;
    case 'at-least':
      return value >= threshold;
    case 'below':
      return value < threshold;
    default:
      return goesOff satisfies never;
  }
}

import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm } from './desk-alarm.ts';

interface FunctionErrorsProps extends AlarmFamilyProps {
  readonly functions: readonly IFunction[];
}

/** A function threw or ran out of time. The handlers turn the world's failures into journal records, so this is a bug. */
export class FunctionErrors extends Construct {
  constructor(scope: Construct, id: string, { functions, ...family }: FunctionErrorsProps) {
    super(scope, id);
    const period = Duration.minutes(1);
    const errors = functions.map((one, n) => [`e${n}`, one.metricErrors({ period })] as const);
    new DeskAlarm(this, 'Errors', {
      ...family,
      name: 'function-errors',
      says: 'A function of the desk threw or ran out of time.',
      metric: new MathExpression({
        expression: `SUM([${errors.map(([name]) => name).join(',')}])`,
        usingMetrics: Object.fromEntries(errors),
        label: 'errors of all functions',
        period,
      }),
      goesOff: 'above',
      threshold: 0,
      periods: 1,
      silence: 'good',
    });
  }
}

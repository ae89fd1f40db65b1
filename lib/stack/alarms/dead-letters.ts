import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm } from './desk-alarm.ts';

interface DeadLettersProps extends AlarmFamilyProps {
  readonly queues: readonly IQueue[];
}

/** A minute was not delivered to a function, or failed there. It stays on until a person has emptied the queue. */
export class DeadLetters extends Construct {
  constructor(scope: Construct, id: string, { queues, ...family }: DeadLettersProps) {
    super(scope, id);
    const period = Duration.minutes(5);
    const waiting = queues.map(
      (queue, n) =>
        [`q${n}`, queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' })] as const,
    );
    new DeskAlarm(this, 'Waiting', {
      ...family,
      name: 'dead-letters',
      says: 'Ticks that were never delivered, or failed, wait in a dead-letter queue.',
      metric: new MathExpression({
        expression: `SUM([${waiting.map(([name]) => name).join(',')}])`,
        usingMetrics: Object.fromEntries(waiting),
        label: 'messages in all dead-letter queues',
        period,
      }),
      goesOff: 'above',
      threshold: 0,
      periods: 1,
      silence: 'good',
    });
  }
}

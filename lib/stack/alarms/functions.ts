import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

interface FunctionsProps extends AlarmFamilyProps {
  readonly queues: readonly IQueue[];
}

/** A function is ended after 50 seconds. */
const SLOW_SECONDS = 40;

/**
 * A function failed, was never called, or is about to run out of its minute. What throws or runs out of time is not tried
 * again but lies in a dead-letter queue, as a call does that was never delivered; so the queues tell of errors, too, until
 * a person has emptied them. `MAX` takes what series there are: those of idle queues pause.
 */
export function functions({ scope, queues, ...family }: FunctionsProps): DeskAlarm {
  const period = Duration.minutes(5);
  const waiting = queues.map(
    (queue, n) =>
      [`q${n}`, queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' })] as const,
  );
  const seconds = deskMetric(family.desk, 'TickSeconds', { period, statistic: 'Maximum' });
  const parts = [...waiting.map(([name]) => name), `IF(seconds > ${SLOW_SECONDS}, 1, 0)`];
  return new DeskAlarm(scope, 'Functions', {
    ...family,
    name: 'functions',
    says: `A function threw, ran out of time or was never called (its call lies in a dead-letter queue), or a tick took more than ${SLOW_SECONDS} of its 50 seconds.`,
    metric: new MathExpression({
      expression: `MAX([${parts.join(', ')}])`,
      usingMetrics: { ...Object.fromEntries(waiting), seconds },
      label: 'calls in dead-letter queues, or a slow tick',
      period,
    }),
    goesOff: 'above',
    threshold: 0,
    periods: 1,
    silence: 'good',
  });
}

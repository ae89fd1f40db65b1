import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ALARM_RULES, DANGERS, HEARTBEAT, TWIN_HEARTBEAT, TWIN_RULES } from '../../desk/alarms/rules.ts';
import { functions } from './functions.ts';
import { notSafe } from './not-safe.ts';
import { ruled } from './ruled.ts';

interface DeskAlarmsProps {
  readonly desk: string;
  /** Hears of every alarm. */
  readonly told: ITopic;
  /** Wakes somebody. */
  readonly pages: ITopic;
  /** Where calls of its functions lie that failed. */
  readonly queues: readonly IQueue[];
  /** Whether it shadows another desk, and has no scan. */
  readonly isTwin: boolean;
}

/**
 * The ten alarms of a desk (a twin has nine), and the composite over those that mean danger. They hang on metrics that several functions
 * emit under one name: each alarm is a threshold on one series that somebody who is alive emits each minute or each hour.
 */
export class DeskAlarms extends Construct {
  /** All of them, the composite first. */
  readonly all: readonly IAlarm[];
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, { desk, told, pages, queues, isTwin }: DeskAlarmsProps) {
    super(scope, id);
    const family = { scope: this, desk, tell: [told] };
    const dangers = DANGERS.map(rule => ruled(family, rule));
    const [heartbeat, rules] = isTwin ? [TWIN_HEARTBEAT, TWIN_RULES] : [HEARTBEAT, ALARM_RULES];
    const beat = ruled({ ...family, tell: [told, pages] }, heartbeat);
    const others = rules
      .filter(rule => rule !== heartbeat && !DANGERS.includes(rule))
      .map(rule => ruled(family, rule));
    const ten = [...dangers, beat, ...others, functions({ ...family, queues })];
    this.all = [
      notSafe({ scope: this, desk, of: dangers, tell: [told, pages] }),
      ...ten.map(({ alarm }) => alarm),
    ];
    this.names = ['not-safe', ...ten.map(({ name }) => name)].map(name => `perpdesk-${desk}-${name}`);
  }
}

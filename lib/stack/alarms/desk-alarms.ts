import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { fidelity } from './fidelity.ts';
import { functions } from './functions.ts';
import { heartbeat } from './heartbeat.ts';
import { limits } from './limits.ts';
import { loss } from './loss.ts';
import { market } from './market.ts';
import { models } from './models.ts';
import { notSafe } from './not-safe.ts';
import { orders } from './orders.ts';
import { truth } from './truth.ts';
import { unprotected } from './unprotected.ts';

interface DeskAlarmsProps {
  readonly desk: string;
  /** Hears of every alarm. */
  readonly told: ITopic;
  /** Wakes somebody. */
  readonly pages: ITopic;
  /** How many functions are called each minute. */
  readonly minutely: number;
  /** Where calls of its functions lie that failed. */
  readonly queues: readonly IQueue[];
}

/**
 * The ten alarms of a desk, and the composite over those that mean danger. They hang on metrics that several functions
 * emit under one name: each alarm is a threshold on one series that somebody who is alive emits each minute or each hour.
 */
export class DeskAlarms extends Construct {
  /** All of them, the composite first. */
  readonly all: readonly IAlarm[];
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, { desk, told, pages, minutely, queues }: DeskAlarmsProps) {
    super(scope, id);
    const family = { scope: this, desk, tell: [told] };
    const dangers = [unprotected(family), orders(family), loss(family)];
    const beat = heartbeat({ ...family, tell: [told, pages], functions: minutely });
    const others = [
      limits(family),
      market(family),
      models(family),
      fidelity(family),
      truth(family),
      functions({ ...family, queues }),
    ];
    const ten = [...dangers, beat, ...others];
    this.all = [
      notSafe({ scope: this, desk, of: dangers, tell: [told, pages] }),
      ...ten.map(({ alarm }) => alarm),
    ];
    this.names = ['not-safe', ...ten.map(({ name }) => name)].map(name => `perpdesk-${desk}-${name}`);
  }
}

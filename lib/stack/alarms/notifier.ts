import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SnsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { FilterOrPolicy, type ITopic, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { BundledFunction } from '../bundled-function.ts';
import { liveAlias } from '../live-alias.ts';

interface NotifierProps {
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** All that it may read. */
  readonly permissions: readonly PolicyStatement[];
  readonly hears: ITopic;
  /** The names of those of its alarms that are this desk's: one desk's name may begin with another's. */
  readonly alarms: readonly string[];
  readonly mail: ITopic;
}

/**
 * Makes messages of a desk's alarms. It reads, and sends. When it fails, for whatever reason, Lambda itself sends what it was
 * called with to the same people: a raw alarm instead of a told one, and never both. It is not tried again, since the second
 * try would post twice. It has no fixed address: it never speaks to the venue.
 */
export class Notifier extends Construct {
  constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);
    const { description, environment, permissions, hears, alarms, mail } = props;
    const { role, lambda } = new BundledFunction(this, 'Bundle', {
      folder: 'notifier',
      description,
      environment: { ...environment, PERPDESK_MAIL_TOPIC: mail.topicArn },
      timeout: Duration.seconds(30),
      memorySize: 256,
    });
    const live = liveAlias(this, lambda, {
      retryAttempts: 0,
      maxEventAge: Duration.minutes(5),
      onFailure: new SnsDestination(mail),
    });
    for (const statement of permissions) role.addToPolicy(statement);
    mail.grantPublish(role);
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W3694',
      reason: 'SNS calls an alias by its ARN as it does a function; the rule knows functions alone',
    });
    const ours = SubscriptionFilter.stringFilter({ allowlist: [...alarms] });
    hears.addSubscription(
      new LambdaSubscription(live, {
        filterPolicyWithMessageBody: { AlarmName: FilterOrPolicy.filter(ours) },
      }),
    );
  }
}

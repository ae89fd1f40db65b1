import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

interface AlarmTopicProps {
  readonly displayName: string;
  /** Who is written to; SNS asks them once to confirm. */
  readonly email?: string | undefined;
  /** The alarms that may publish to it, by how their names begin; none where it is for messages alone. */
  readonly alarms?: string;
}

/**
 * Where alarms go, or what was made of them. A topic with a policy of its own loses the default one, under which the
 * account's alarms may publish; so that right is given again, to alarms of this account alone.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { displayName, email, alarms }: AlarmTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName, enforceSSL: true });
    if (alarms !== undefined) this.#allow(alarms);
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
  }

  #allow(alarms: string): void {
    const stack = Stack.of(this);
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({ service: 'cloudwatch', resource: `alarm:${alarms}*` }),
          },
        },
      }),
    );
  }
}

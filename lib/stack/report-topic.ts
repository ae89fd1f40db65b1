import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

interface ReportTopicProps {
  /** Who gets the reports; SNS asks them once to confirm. */
  readonly email?: string;
}

/** Where the desks' daily reports go. Beside the topic of the alarms, so that a night's report wakes nobody. */
export class ReportTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: ReportTopicProps = {}) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'perpdesk reports', enforceSSL: true });
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
  }
}

/** Sending to one topic, and to nobody else. */
export const publishTo = (topic: ITopic): PolicyStatement =>
  new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] });

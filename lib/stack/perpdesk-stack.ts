import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AlarmTopic } from './alarms/topic.ts';
import { Desk } from './desk.ts';
import { DeskTable } from './desk-table.ts';
import { FixedEgress } from './fixed-egress.ts';
import { LimitsSeeder } from './limits.ts';
import { ModelBucket } from './model-bucket.ts';
import { OpenNetwork } from './open-network.ts';
import { ReportTopic } from './report-topic.ts';
import type { StackSettings } from './settings.ts';
import { TaskImage } from './task-image.ts';

/** One table, one bucket of models, a topic for alarms and one for reports, and any number of desks that cannot see each other. */
export class PerpdeskStack extends Stack {
  constructor(scope: Construct, id: string, { desks, region, alarmEmail, reportEmail }: StackSettings) {
    super(scope, id, {
      env: { region },
      description: 'perpdesk: a desk that trades crypto perpetual futures',
      terminationProtection: true,
    });
    const { table } = new DeskTable(this, 'Books');
    const { topic } = new AlarmTopic(this, 'Alarms', alarmEmail === undefined ? {} : { email: alarmEmail });
    const { topic: reports } = new ReportTopic(
      this,
      'Reports',
      reportEmail === undefined ? {} : { email: reportEmail },
    );
    const seeder = new LimitsSeeder(this, 'LimitsSeeder');
    const { bucket: models } = new ModelBucket(this, 'Models');
    const fixed = desks.some(({ mode }) => mode === 'live') ? new FixedEgress(this, 'Egress') : undefined;
    const onFargate = desks.filter(({ learnOn }) => learnOn === 'fargate');
    const retrainImage =
      onFargate.length > 0 ? new TaskImage(this, 'RetrainImage', 'retrain').image : undefined;
    const openNetwork = onFargate.some(({ mode }) => mode !== 'live')
      ? new OpenNetwork(this, 'OpenNetwork')
      : undefined;
    for (const desk of desks) {
      const egress = desk.mode === 'live' ? fixed : undefined;
      const shared = { table, seeder, models, alarms: topic, reports, egress, retrainImage, openNetwork };
      new Desk(this, desk.name, { ...desk, ...shared });
    }
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'ModelBucketName', { value: models.bucketName });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
    new CfnOutput(this, 'ReportTopicArn', { value: reports.topicArn });
  }
}

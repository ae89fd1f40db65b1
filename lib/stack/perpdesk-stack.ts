import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AlarmTopic } from './alarms/topic.ts';
import { SavedQueries } from './dashboard/saved-queries.ts';
import { Desk } from './desk.ts';
import { DeskTable } from './desk-table.ts';
import { FixedEgress } from './fixed-egress.ts';
import { LimitsSeeder } from './limits.ts';
import { ModelBucket } from './model-bucket.ts';
import { OpenNetwork } from './open-network.ts';
import { ReportTopic } from './report-topic.ts';
import type { StackSettings } from './settings.ts';
import { Sweep } from './sweep.ts';
import { TaskImage } from './task-image.ts';

/**
 * One table, one bucket of models, the topics by which people are told, and any number of desks. None can see another but a
 * twin, which reads its original and writes nothing of it.
 */
export class PerpdeskStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { desks, region, alarmEmail, pageEmail, reportEmail, sweep }: StackSettings,
  ) {
    super(scope, id, {
      env: { region },
      description: 'perpdesk: a desk that trades crypto perpetual futures',
      terminationProtection: true,
    });
    const { table } = new DeskTable(this, 'Books');
    const { topic: mail } = new AlarmTopic(this, 'Alarms', { displayName: 'perpdesk', email: alarmEmail });
    const { topic: told } = new AlarmTopic(this, 'Told', {
      displayName: 'perpdesk: alarms as CloudWatch has them',
      alarms: 'perpdesk-',
    });
    const { topic: pages } = new AlarmTopic(this, 'Pages', {
      displayName: 'perpdesk is not safe',
      email: pageEmail ?? alarmEmail,
      alarms: 'perpdesk-',
    });
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
    const built = desks.map(desk => {
      const egress = desk.mode === 'live' ? fixed : undefined;
      const shared = { table, seeder, models, told, mail, pages, reports, egress, retrainImage, openNetwork };
      return new Desk(this, desk.name, { ...desk, ...shared });
    });
    new SavedQueries(this, 'Queries', {
      folder: id,
      logs: built.flatMap(({ logs }) => logs),
    });
    if (sweep === true) this.#sweeps();
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'ModelBucketName', { value: models.bucketName });
    new CfnOutput(this, 'AlarmTopicArn', { value: mail.topicArn });
    new CfnOutput(this, 'PageTopicArn', { value: pages.topicArn });
    new CfnOutput(this, 'ReportTopicArn', { value: reports.topicArn });
  }
  #sweeps(): void {
    const { bucket, machineArn, functionArn } = new Sweep(this, 'Sweep');
    new CfnOutput(this, 'SweepBucketName', { value: bucket.bucketName });
    new CfnOutput(this, 'SweepMachineArn', { value: machineArn });
    new CfnOutput(this, 'SweepFunctionArn', { value: functionArn });
  }
}

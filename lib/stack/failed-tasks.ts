import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

interface FailedTasksProps {
  readonly cluster: ICluster;
  readonly deadLetters: Queue;
}

/**
 * Lays the end of each task that went wrong into a queue, as Lambda does with a function's event: one that ended with
 * another code than 0, and one that never began, since its image could not be had or there was no room for it.
 */
export class FailedTasks extends Construct {
  constructor(scope: Construct, id: string, { cluster, deadLetters }: FailedTasksProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: 'perpdesk: a task failed, or could not be started',
      eventPattern: {
        source: ['aws.ecs'],
        detailType: ['ECS Task State Change'],
        detail: {
          clusterArn: [cluster.clusterArn],
          lastStatus: ['STOPPED'],
          $or: [
            { stopCode: [{ 'anything-but': ['EssentialContainerExited'] }] },
            { containers: { exitCode: [{ 'anything-but': [0] }] } },
          ],
        },
      },
      targets: [new SqsQueue(deadLetters)],
    });
  }
}

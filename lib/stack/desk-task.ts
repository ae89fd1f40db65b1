import {
  AwsLogDriverMode,
  Cluster,
  type ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ContextAttribute, type IScheduleTarget, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { EcsRunFargateTask, type ScheduleTargetBaseProps } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Callee, deadLetterQueue } from './callee.ts';
import { FailedTasks } from './failed-tasks.ts';
import { leave, wildcard } from './finding.ts';
import type { TaskNetwork } from './open-network.ts';

interface DeskTaskProps {
  readonly description: string;
  readonly image: ContainerImage;
  readonly environment: Readonly<Record<string, string>>;
  /** All that its code may do. */
  readonly permissions: readonly PolicyStatement[];
  readonly network: TaskNetwork;
}

/** Two processors are what training makes use of; eight gigabytes are a fifth dearer than four. */
const SIZE = { cpu: 2048, memoryLimitMiB: 8192 };
/** What of it the code's own objects may take; the rest is for numbers, which lie beside them. */
const HEAP_MIB = 6144;
const CONTAINER = 'task';

/**
 * A function's work as a Fargate task, for what takes longer than a function may run. As a function it has a role and a
 * log group of its own, is told its minute, is not retried, and what failed lies in a queue.
 */
export class DeskTask extends Construct implements Callee {
  readonly deadLetters: Queue;
  readonly #cluster: ICluster;
  readonly #definition: FargateTaskDefinition;
  readonly #network: TaskNetwork;

  constructor(scope: Construct, id: string, props: DeskTaskProps) {
    super(scope, id);
    this.#network = props.network;
    this.deadLetters = deadLetterQueue(this);
    // The construct has a member that its own interface does not allow to be undefined.
    this.#cluster = new Cluster(this, 'Cluster', { vpc: props.network.vpc }) as ICluster;
    this.#definition = definitionOf(this, props);
    new FailedTasks(this, 'Failed', { cluster: this.#cluster, deadLetters: this.deadLetters });
    leave(this.deadLetters, 'SQS3', 'It is itself where schedule and rule lay what failed.');
    leave(
      this.#cluster,
      'ECS4',
      'Its metrics are paid by the piece, for tasks that run an hour a day; the alarm on models hears when they fail.',
    );
  }

  called(how: Omit<ScheduleTargetBaseProps, 'input'>): IScheduleTarget {
    const { securityGroup, subnets } = this.#network;
    const minute = { name: 'PERPDESK_SCHEDULED_TIME', value: ContextAttribute.scheduledTime };
    return new EcsRunFargateTask(this.#cluster, {
      ...how,
      taskDefinition: this.#definition,
      vpcSubnets: { subnetType: subnets },
      securityGroups: [securityGroup],
      input: ScheduleTargetInput.fromObject({
        containerOverrides: [{ name: CONTAINER, environment: [minute] }],
      }),
    });
  }
}

function definitionOf(
  scope: Construct,
  { image, environment, permissions, description }: DeskTaskProps,
): FargateTaskDefinition {
  const stack = Stack.of(scope);
  const taskRole = new Role(scope, 'Role', {
    description,
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  for (const statement of permissions) taskRole.addToPolicy(statement);
  const definition = new FargateTaskDefinition(scope, 'Definition', {
    ...SIZE,
    taskRole,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.ARM64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
  });
  leave(definition, 'ECS2', 'They are names and settings; no secret is among them, and none is read here.');
  leave(
    definition,
    wildcard(definition, '*'),
    'GetAuthorizationToken, by which the image is fetched, knows no resource; the image’s repository is named.',
  );
  definition.addContainer(CONTAINER, {
    image,
    readonlyRootFilesystem: true,
    environment: {
      ...environment,
      AWS_REGION: stack.region,
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}`,
    },
    logging: LogDrivers.awsLogs({
      logGroup: new LogGroup(scope, 'Log', {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.RETAIN,
      }),
      streamPrefix: CONTAINER,
      // A few lines a fold: none is dropped, since one of them is the heartbeat.
      mode: AwsLogDriverMode.BLOCKING,
    }),
  });
  return definition;
}

import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { RUNS_PREFIX } from '../adapters/s3/keys.ts';
import { leave, wildcard } from './finding.ts';

interface SweepMachineProps {
  /** Its role names it, and it names its role: so it needs a name that is known beforehand. */
  readonly name: string;
  readonly bucket: Bucket;
  readonly lambda: LambdaFunction;
  /** The version that is called. */
  readonly functionArn: string;
}

/**
 * How many combinations are replayed at a time. A new account runs ten functions at once, a desk calls four of its own in the
 * same second of each minute, and an exit must never wait for a sweep. It holds for one execution: the command starts none
 * beside another.
 */
const AT_A_TIME = 3;
/** Names the executions that belong to the combinations. */
const LABEL = 'paths';
/** What is Lambda's own fault or asks for patience; a replay that failed would fail again. */
const RETRIED = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
];

/**
 * The state machine of sweeps. Its input is `{"run": ID}`: for each combination that the run lists it calls the function, then
 * once more for the conclusion. One that fails ends the run, since a choice among a part of them says nothing.
 */
export class SweepMachine extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SweepMachineProps) {
    super(scope, id);
    const { name } = props;
    const arnOf = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({
        service: 'states',
        resource,
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const own = arnOf('stateMachine', name);
    const children = [arnOf('execution', `${name}:*`), arnOf('execution', `${name}/${LABEL}:*`)];
    const role = roleOf(this, props, own, children);
    const machine = new CfnStateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: Stack.of(this).toJsonString(definitionOf(props)),
    });
    // Without its policy the first combinations would be refused.
    machine.node.addDependency(role);
    this.arn = machine.attrArn;
    leave(
      machine,
      'SF1',
      'Each execution and each of its combinations is kept by Step Functions for ninety days; a log would need rights on every log of the account.',
    );
    leave(
      machine,
      'SF2',
      'One function is called, and logs what it does; there is nothing to trace between parts.',
    );
  }
}

function roleOf(
  scope: Construct,
  { bucket, lambda }: SweepMachineProps,
  own: string,
  children: readonly string[],
): Role {
  const lists = bucket.arnForObjects(`${RUNS_PREFIX}*/combinations.json`);
  const versions = `${lambda.functionArn}:*`;
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });
  for (const [action, resources] of [
    [['lambda:InvokeFunction'], [versions]],
    [['s3:GetObject'], [lists]],
    // A combination is an execution of its own, which the machine starts, asks after and stops.
    [['states:StartExecution'], [own]],
    [['states:DescribeExecution', 'states:StopExecution'], children],
  ] as const)
    role.addToPolicy(new PolicyStatement({ actions: [...action], resources: [...resources] }));
  leave(
    role,
    wildcard(role, versions),
    'Each deployment publishes a version of the one function; a run under way ends on that which it began with.',
  );
  leave(
    role,
    wildcard(role, lists),
    'Each run has a name of its own; of it the list of combinations is read, and nothing else.',
  );
  for (const child of children)
    leave(
      role,
      wildcard(role, child),
      'Executions have names of their own; they are this state machine’s alone.',
    );
  return role;
}

/** In the Amazon States Language. */
const definitionOf = ({ bucket, functionArn }: SweepMachineProps) => ({
  Comment: 'A sweep: each combination of limits, then what all of them come to',
  StartAt: 'Combinations',
  States: {
    Combinations: {
      Type: 'Map',
      Label: LABEL,
      MaxConcurrency: AT_A_TIME,
      ToleratedFailureCount: 0,
      ItemReader: {
        Resource: `arn:${Stack.of(bucket).partition}:states:::s3:getObject`,
        ReaderConfig: { InputType: 'JSON' },
        Parameters: {
          Bucket: bucket.bucketName,
          'Key.$': `States.Format('${RUNS_PREFIX}{}/combinations.json', $.run)`,
        },
      },
      ItemSelector: { type: 'path', 'run.$': '$.run', 'n.$': '$$.Map.Item.Value.n' },
      ItemProcessor: {
        // A replay may take longer than the five minutes of an express execution.
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Path',
        States: { Path: { ...calling(functionArn), End: true } },
      },
      // What came of each lies in the bucket.
      ResultPath: null,
      Next: 'Conclusion',
    },
    Conclusion: {
      ...calling(functionArn),
      Parameters: { type: 'conclude', 'run.$': '$.run' },
      End: true,
    },
  },
});

const calling = (functionArn: string) => ({
  Type: 'Task',
  Resource: functionArn,
  Retry: [
    {
      ErrorEquals: RETRIED,
      IntervalSeconds: 5,
      BackoffRate: 2,
      MaxDelaySeconds: 60,
      MaxAttempts: 8,
      JitterStrategy: 'FULL',
    },
  ],
});

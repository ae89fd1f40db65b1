import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type FunctionProps,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { functionCode } from './function-code.ts';

interface BundledFunctionProps
  extends Pick<
    FunctionProps,
    | 'environment'
    | 'deadLetterQueue'
    | 'description'
    | 'vpc'
    | 'securityGroups'
    | 'memorySize'
    | 'ephemeralStorageSize'
  > {
  /** The folder under `functions/`; its `index.ts` exports `handler`. */
  readonly folder: string;
  readonly timeout: Duration;
  /** True for one that runs nets: their runtime, some 25 MB, lies beside its code. */
  readonly nets?: boolean;
}

/**
 * A Lambda function with a role and a log group of its own. The role begins with nothing but the right to write into
 * that log group; whoever uses it adds what the function needs. The log group outlives the function: it says what
 * the desk did, and empties itself after a month.
 */
export class BundledFunction extends Construct {
  readonly role: Role;
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { folder, nets = false, ...props }: BundledFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(this.role);
    this.lambda = new LambdaFunction(this, 'Function', {
      memorySize: 512,
      ...props,
      code: functionCode(folder, { nets }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // A tick of the version before may be under way, and the alias may have to go back to it.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
  }
}

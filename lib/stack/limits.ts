import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnOutput, CustomResource, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { limitsPath } from '../adapters/ssm/names.ts';
import { type Seed, seedPlan } from '../adapters/ssm/seed.ts';
import { BundledFunction } from './bundled-function.ts';
import { leave, wildcard } from './finding.ts';
import { parameterArn } from './permissions.ts';

/**
 * The function that puts limits into the parameter store at a deployment. One serves all desks of a stack; no desk's
 * own role can write a limit. CloudFormation's own parameters would not do: they overwrite a person's edit. It has no
 * alias: it is called by the deployment that brings it, and CloudFormation refuses to change what a resource is served by.
 */
export class LimitsSeeder extends Construct {
  readonly #function: BundledFunction;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#function = new BundledFunction(this, 'Bundle', {
      folder: 'limits-seed',
      description: 'perpdesk: stores missing limits at a deployment, and never changes one',
      // The store takes about three writes a second, and there are some sixty limits.
      timeout: Duration.minutes(5),
    });
    const all = Stack.of(this).formatArn({ service: 'ssm', resource: '*' });
    this.#function.role.addToPolicy(
      new PolicyStatement({ actions: ['ssm:DescribeParameters'], resources: [all] }),
    );
    leave(
      this,
      wildcard(this, all),
      'DescribeParameters knows no narrower resource than the account; it tells names and descriptions, and no values.',
    );
  }

  get functionArn(): string {
    return this.#function.lambda.functionArn;
  }

  /** Lets the seeder work on one desk's limits. */
  serve(desk: string): void {
    const path = limitsPath(desk);
    const each = parameterArn(this, `${path}/*`);
    this.#function.role.addToPolicy(
      new PolicyStatement({
        actions: ['ssm:GetParameter', 'ssm:GetParametersByPath', 'ssm:PutParameter', 'ssm:AddTagsToResource'],
        resources: [parameterArn(this, path), each],
      }),
    );
    leave(
      this,
      wildcard(this, each),
      'It stores whichever limit is missing, also those that a later version adds; nothing but limits lies under this path.',
    );
  }
}

interface SeededLimitsProps {
  readonly desk: string;
  readonly seeder: LimitsSeeder;
  /** What some of them begin with in place of their defaults. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
}

/**
 * One desk's limits. CloudFormation calls the seeder when a description, pattern or default has changed since the
 * last deployment, and not otherwise; a limit that is missing meanwhile has its default.
 */
export class SeededLimits extends Construct {
  constructor(scope: Construct, id: string, { desk, seeder, texts }: SeededLimitsProps) {
    super(scope, id);
    seeder.serve(desk);
    const seeded = new CustomResource(this, 'Seeded', {
      resourceType: 'Custom::PerpdeskLimits',
      serviceToken: seeder.functionArn,
      serviceTimeout: Duration.minutes(15),
      properties: { desk, seeds: seedPlan(desk, texts).map(written) },
    });
    new CfnOutput(this, 'Unknown', {
      description: `Parameters of ${desk} that are no limit of this version: no entries until they are deleted`,
      value: seeded.getAttString('Unknown'),
    });
    new CfnOutput(this, 'Left', {
      description: `Limits of ${desk} whose description could not be renewed: value and pattern disagree, or a label blocks the edit`,
      value: seeded.getAttString('Left'),
    });
  }
}

/** As the seeder reads it; the parameter's full name it knows itself. */
const written = ({ name, text, description, pattern }: Seed) => ({ name, text, description, pattern });

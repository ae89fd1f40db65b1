import { Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Says why a finding is left standing, for all that lies below a construct. Findings are those of cdk-nag's rules for AWS
 * solutions, by their number there (`S1`, `IAM5[…]`). The word is CDK's own, so that a deployment needs no cdk-nag; its rules
 * are run by the tests, which ask for a reason for each finding, and for a finding to each reason.
 */
export function leave(scope: IConstruct, finding: string, because: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions-${finding}`, reason: because });
}

/** The finding of a `*` in a resource that a statement allows. */
export const wildcard = (scope: IConstruct, arn: string): string =>
  `IAM5[Resource::${written(Stack.of(scope).resolve(arn))}]`;

/** An ARN as the rules write it: `<Logical.Arn>` for what CloudFormation puts in. */
function written(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value !== null && typeof value === 'object') {
    if ('Ref' in value) return `<${String(value.Ref)}>`;
    if ('Fn::GetAtt' in value) return `<${(value['Fn::GetAtt'] as readonly string[]).join('.')}>`;
    if ('Fn::Join' in value) {
      const [between, parts] = value['Fn::Join'] as readonly [string, readonly unknown[]];
      return parts.map(written).join(between);
    }
  }
  throw new Error(`not an ARN: ${JSON.stringify(value)}`);
}

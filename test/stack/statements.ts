import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf } from './synthesised.ts';

export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** Tokens resolved to readable text: `arn:aws:ssm:eu-central-1:<AWS::AccountId>:parameter/…`. */
  readonly resources: readonly string[];
  readonly condition: unknown;
}

interface RawStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** What the role whose logical id contains `part` may do. */
export function statementsOf(template: Template, part: string): readonly Statement[] {
  return Object.entries(resourcesOf(template, 'AWS::IAM::Policy'))
    .filter(([id]) => id.includes(part))
    .flatMap(([, { Properties }]) => rawStatements(Properties.PolicyDocument))
    .map(statement);
}

const rawStatements = (document: unknown) =>
  (document as { readonly Statement: readonly RawStatement[] }).Statement;

const statement = ({ Effect, Action, Resource, Condition }: RawStatement): Statement => ({
  effect: Effect,
  actions: [Action].flat(),
  resources: [Resource].flat().map(text),
  condition: Condition,
});

/** An intrinsic function as a person would write it. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return String(value);
  if ('Ref' in value) return `<${String(value.Ref)}>`;
  if ('Fn::GetAtt' in value) return `<${(value['Fn::GetAtt'] as readonly string[]).join('.')}>`;
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, readonly unknown[]];
    return parts.map(text).join(separator);
  }
  if ('Fn::Sub' in value) return String(value['Fn::Sub']).replaceAll(/\$\{([^}]+)\}/g, '<$1>');
  throw new Error(`no way to write ${JSON.stringify(value)}`);
}

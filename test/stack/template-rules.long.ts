import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { type App, type CfnResource, Validations } from 'aws-cdk-lib/core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PerpdeskStack } from '../../lib/stack/perpdesk-stack.ts';
import { SHAPE_NAMES, SHAPES } from './shapes.ts';
import { stackOf } from './synthesised.ts';

/** The rules for templates that CDK brings along; `cdk.json` makes an error of what they find. */
const FLAG = '@aws-cdk/core:validateAgainstDefaultRules';
const QUIET = { [FLAG]: false };

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly unknown[];
    readonly suppressedViolations?: readonly {
      readonly acknowledgedId: string;
      readonly acknowledgedAt: string;
    }[];
  }[];
}

const stacks = new Map(SHAPE_NAMES.map(name => [name, stackOf(SHAPES[name], { byRules: true })]));
const stackNamed = (shape: string) => stacks.get(shape) as PerpdeskStack;

function reportOf(shape: string): Report {
  const { directory } = appOf(stackNamed(shape)).synth();
  return JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;
}

/** Construct and rule of each reason, but for one that CDK gives for a stack with networks, whether it is needed or not. */
const reasonsOf = (stack: PerpdeskStack): readonly string[] =>
  stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data as object).map(id => `${node.path}: ${id}`)),
    )
    .filter(
      reason =>
        reason.includes(': CloudFormation-Validate::') &&
        reason !== 'perpdesk: CloudFormation-Validate::W3010',
    );

const appOf = (stack: PerpdeskStack): App => stack.node.root as App;

/** The stack with a property of its first resource of a kind spoilt. */
function spoilt(kind: new (...args: never[]) => CfnResource, property: string, value: unknown, context = {}) {
  const stack = stackOf(context, { byRules: true });
  const first = stack.node.findAll().find((one): one is CfnResource => one instanceof kind);
  first?.addPropertyOverride(property, value);
  return () => appOf(stack).synth();
}

describe('CDK’s rules for templates', () => {
  // The rules take seconds to get ready, once.
  beforeAll(() => void reportOf('paper'), 120_000);

  test.each(SHAPE_NAMES)('find nothing in the stack, not even something to warn of: %s', name => {
    expect(reportOf(name).pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test.each(SHAPE_NAMES)('find something for every reason that is given: %s', name => {
    const answered = reportOf(name).pluginReports.flatMap(({ suppressedViolations = [] }) =>
      suppressedViolations.map(
        ({ acknowledgedAt, acknowledgedId }) => `${acknowledgedAt}: ${acknowledgedId}`,
      ),
    );
    expect(reasonsOf(stackNamed(name)).filter(reason => !answered.includes(reason))).toEqual([]);
  });

  test.each([
    ['a queue that keeps longer than a queue can', CfnQueue, 'MessageRetentionPeriod', 10_000_000, /maximum/],
    ['a property that there is not', CfnQueue, 'Colour', 'red', /Additional properties/],
    ['a runtime that AWS has ended', CfnFunction, 'Runtime', 'nodejs12.x', /nodejs12\.x/],
  ])('end a synth at %s', (_what, kind, property, value, says) => {
    expect(spoilt(kind, property, value)).toThrow(says);
  });

  test('would only warn without the flag of cdk.json', () => {
    expect(spoilt(CfnQueue, 'Colour', 'red', QUIET)).not.toThrow();
  });
});

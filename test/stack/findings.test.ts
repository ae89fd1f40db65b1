import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type App, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { leave } from '../../lib/stack/finding.ts';
import { findingsOf } from './findings.ts';
import { SHAPE_NAMES, SHAPES, shaped } from './shapes.ts';
import { stackOf } from './synthesised.ts';

describe.each(SHAPE_NAMES)('cdk-nag’s rules over the stack: %s', name => {
  const { unexplained, idle, reasons } = findingsOf(shaped(name));

  test('find nothing for which no reason is given', () => {
    expect(unexplained).toEqual([]);
  });

  test('find something for every reason that is given', () => {
    expect(idle).toEqual([]);
  });

  test('are answered in sentences', () => {
    expect(reasons.length).toBeGreaterThan(3);
    for (const reason of reasons) expect(reason).toMatch(/^\p{Lu}.{30,}\.$/u);
  });
});

test('the pack itself, as a synth would run it, is content with the reasons', () => {
  const stack = stackOf(SHAPES['one desk of each mode, on Fargate']);
  const app = stack.node.root as App;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});

describe('the check of the findings', () => {
  const changed = (change: (stack: Stack) => void) => {
    const stack = stackOf();
    change(stack);
    return findingsOf(stack);
  };

  test('sees a resource that breaks a rule without a word', () => {
    const { unexplained } = changed(stack => new Bucket(stack, 'Open'));
    expect(unexplained).toContain('perpdesk/Open/Resource: AwsSolutions-S10');
  });

  test('sees a reason that has lost its finding', () => {
    const { idle } = changed(stack =>
      leave(stack, 'SNS3', 'There was a topic here once that took plain HTTP.'),
    );
    expect(idle).toEqual(['perpdesk: AwsSolutions-SNS3']);
  });
});

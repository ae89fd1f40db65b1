import type { Template } from 'aws-cdk-lib/assertions';
import type { Machine } from '../kit/state-machine.ts';
import { text } from './statements.ts';
import { resource } from './synthesised.ts';

/** The state machine of sweeps as the template defines it, what it refers to put in. */
export function sweepDefinition(
  template: Template,
  { bucket, functionArn }: { readonly bucket: string; readonly functionArn: string },
): Machine {
  const { DefinitionString } = resource(template, 'AWS::StepFunctions::StateMachine').Properties;
  const written = text(DefinitionString)
    .replaceAll(/<SweepBucket\w+>/g, bucket)
    .replaceAll(/<SweepFunction\w*Version\w+>/g, functionArn)
    .replaceAll('<AWS::Partition>', 'aws');
  if (written.includes('<')) throw new Error(`something is left open in ${written}`);
  return JSON.parse(written) as Machine;
}

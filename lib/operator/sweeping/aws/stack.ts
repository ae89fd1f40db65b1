import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { asked } from '../../../adapters/aws-errors.ts';
import { Refusal } from '../../../local/refusal.ts';
import { accessSettings } from '../../aws-access.ts';
import type { SweepPlace } from './flags.ts';

/** What a stack says of the sweeps that it runs. */
export interface SweepStack {
  readonly bucket: string;
  /** The state machine's ARN. */
  readonly machine: string;
  /** The ARN of the function's version: which code replays. */
  readonly code: string;
}

/** @throws Refusal where there is no such stack, or it runs no sweeps */
export async function sweepStack(place: SweepPlace): Promise<SweepStack> {
  const outputs = await outputsOf(place);
  const [bucket, machine, code] = ['SweepBucketName', 'SweepMachineArn', 'SweepFunctionArn'].map(name =>
    outputs.get(name),
  );
  if (bucket !== undefined && machine !== undefined && code !== undefined) return { bucket, machine, code };
  throw new Refusal(
    `--aws: the stack ${place.stack} runs no sweeps: add "sweep": true to the context in cdk.json, and deploy it`,
  );
}

async function outputsOf({ stack, ...access }: SweepPlace): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient(accessSettings(access));
  const where = access.region ?? 'this region';
  const none = new Refusal(
    `--aws: there is no stack ${stack} in ${where}; give --stack, --region or --aws-profile`,
  );
  try {
    const described = client.send(new DescribeStacksCommand({ StackName: stack }));
    const { Stacks = [] } = await asked(`CloudFormation: looking at the stack ${stack}`, described);
    const [found] = Stacks;
    if (found === undefined) throw none;
    return new Map(
      (found.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) throw none;
    throw error;
  } finally {
    client.destroy();
  }
}

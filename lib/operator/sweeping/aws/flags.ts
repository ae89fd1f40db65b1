import { Refusal } from '../../../local/refusal.ts';
import { type AwsAccess, checkAccess } from '../../aws-access.ts';

/** Where a sweep is run that is not run on this machine. */
export interface AwsSweepFlags {
  readonly aws?: boolean;
  readonly region?: string;
  readonly awsProfile?: string;
  readonly stack?: string;
}

export interface SweepPlace extends AwsAccess {
  /** Whose construct runs it. */
  readonly stack: string;
}

const DEFAULT_STACK = 'perpdesk';

/** What means nothing without `--aws`, as it is typed. */
const CLOUD_ONLY = { region: '--region', awsProfile: '--aws-profile', stack: '--stack' } as const;

/** Where in AWS; undefined where it is run on this machine. `threads`: whether somebody typed how many. @throws Refusal */
export function placeOf(flags: AwsSweepFlags, threads: boolean): SweepPlace | undefined {
  const { aws = false, region, awsProfile: profile, stack = DEFAULT_STACK } = flags;
  if (!aws) {
    const odd = (['region', 'awsProfile', 'stack'] as const).find(name => flags[name] !== undefined);
    if (odd === undefined) return undefined;
    throw new Refusal(`${CLOUD_ONLY[odd]} belongs to a sweep in the cloud: add --aws, or leave it out`);
  }
  if (threads) throw new Refusal('--threads is for a sweep on this machine: leave out either it or --aws');
  checkAccess({ region, profile });
  return { region, profile, stack };
}

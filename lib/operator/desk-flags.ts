import type { Command } from 'commander';
import type { Whereabouts } from './connection.ts';

/** Options that name a desk. */
export interface DeskFlags {
  readonly json?: boolean;
  readonly desk?: string;
  readonly state?: string;
  readonly aws?: boolean;
  readonly region?: string;
  readonly profile?: string;
  readonly table?: string;
  readonly bucket?: string;
}

/**
 * Adds the options that every command on a desk takes. Of one whose `--profile` names a set of limits, the AWS profile has
 * another name.
 */
export const withDesk = (command: Command, profileFlag = '--profile'): Command =>
  command
    .option('--json', 'answer as JSON')
    .option('--desk <NAME>', 'the desk (default what the state folder holds; in the cloud main)')
    .option('--state <DIR>', 'state folder of the embedded desk (default .perpdesk)')
    .option('--aws', 'the desk in the cloud, by the credentials and the region of the environment')
    .option('--region <NAME>', 'with --aws: the region, instead of the environment’s or the profile’s')
    .option(`${profileFlag} <NAME>`, 'with --aws: a profile of ~/.aws, instead of the environment’s')
    .option('--table <NAME>', 'with --aws: its table, where there is more than one');

export const whereabouts = ({ aws = false, ...flags }: DeskFlags): Whereabouts => ({
  state: flags.state,
  desk: flags.desk,
  aws,
  region: flags.region,
  profile: flags.profile,
  table: flags.table,
  bucket: flags.bucket,
});

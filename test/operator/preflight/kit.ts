import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Check } from '../../../lib/desk/preflight/check.ts';
import { applyEnvironment } from '../../../lib/local/desk-environment.ts';
import type { Whereabouts } from '../../../lib/operator/connection.ts';
import { runCommand } from '../../../lib/operator/program.ts';
import { settingsOf } from '../../../lib/stack/settings.ts';

/** Nobody listens here. */
export const NOWHERE = 'http://127.0.0.1:9';

/** For the running test nothing of AWS is in the environment but this. */
export function withAws(env: Readonly<Record<string, string | undefined>>): void {
  const aws = {
    ...Object.fromEntries(
      Object.keys(process.env).flatMap(name => (name.startsWith('AWS_') ? [[name, undefined]] : [])),
    ),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...env,
  };
  const before = Object.fromEntries(Object.keys(aws).map(name => [name, process.env[name]]));
  applyEnvironment(aws);
  onTestFinished(() => applyEnvironment(before));
}

/** Runs a command as the doorway does. */
export async function run(words: readonly string[]) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const code = await runCommand(words, { out, err, env: {}, planOf: async () => settingsOf });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

export interface Preflight {
  readonly mayGoOn: boolean;
  readonly checks: readonly Check[];
}

/** The states of a preflight by name; what several have is joined. */
export const statesOf = ({ checks }: Preflight): Readonly<Record<string, string>> =>
  Object.fromEntries(checks.map(({ name, state }) => [name, state]));

export const seenIn = ({ checks }: Preflight, name: string): string =>
  checks.find(each => each.name === name)?.seen ?? `there is no check ${name}`;

export const CLOUD: Whereabouts = {
  state: undefined,
  desk: undefined,
  aws: true,
  region: undefined,
  profile: undefined,
  table: undefined,
  bucket: undefined,
};

export { settingsOf };

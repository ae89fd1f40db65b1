import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { awsClientSettings } from '../adapters/aws-client.ts';
import { Refusal } from '../local/refusal.ts';
import { PortError } from '../ports.ts';
import { suggestion } from './nearest.ts';

/** Where in the cloud, and as whom; what is undefined comes from the environment, as every AWS tool takes it. */
export interface AwsAccess {
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Settings of an AWS client of the command line. */
export const accessSettings = ({ region, profile }: AwsAccess, answerMs?: number) => ({
  ...awsClientSettings(answerMs),
  ...(region === undefined ? {} : { region }),
  // Whoever names a profile means it, keys in the environment or not; the SDK would print six lines about that.
  ...(profile === undefined ? {} : { profile, logger: QUIET }),
});

/** Says no to a region that has no region's name, and to a profile that is in neither file. @throws Refusal */
export function checkAccess({ region, profile }: AwsAccess): void {
  if (region !== undefined && !/^[a-z]{2,4}(-[a-z]+)+-[0-9]+$/.test(region))
    throw new Refusal(`--region ${region}: that is no region; write it as eu-central-1`);
  if (profile === undefined) return;
  const known = knownProfiles();
  if (!known.includes(profile))
    throw new Refusal(
      `the profile ${profile}: neither the config nor the credentials file of AWS has it${suggestion(profile, known)}`,
    );
}

function knownProfiles(): readonly string[] {
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  const config = sections(AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config'));
  const credentials = sections(AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials'));
  const configured = config.flatMap(name =>
    name === 'default' ? [name] : name.startsWith('profile ') ? [name.slice(8).trim()] : [],
  );
  return [...configured, ...credentials];
}

/** The names in brackets, of a file that may not be there. Nothing else of it is read. */
const sections = (path: string): readonly string[] =>
  existsSync(path)
    ? [...readFileSync(path, 'utf8').matchAll(/^\s*\[([^\]]+)\]/gm)].map(([, name = '']) => name.trim())
    : [];

/** Codes and names of what ends a call before anybody has answered it. */
const SILENCE = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'TimeoutError',
]);

/**
 * What the operator can do about a failure of AWS, on one line; the error itself where there is nothing better to say.
 * `profileOption`: what the command calls its profile.
 */
export function accessFault(
  error: unknown,
  access: AwsAccess & { readonly table: string | undefined },
  profileOption = '--profile',
): unknown {
  const words = [...causes(error)];
  const is = (...names: string[]) => names.some(name => words.includes(name));
  const who = access.profile === undefined ? '' : ` of the profile ${access.profile}`;
  const region = access.region ?? process.env.AWS_REGION;
  const where = region === undefined ? 'there' : `in ${region}`;
  const say = (line: string) => new Refusal(`--aws: ${line}`, { cause: error });
  if (is('Region is missing')) return say('no region is set: give --region NAME, or set AWS_REGION');
  if (is('CredentialsProviderError', 'TokenProviderError'))
    return say(
      access.profile === undefined
        ? `there are no credentials: give ${profileOption} NAME, set AWS_PROFILE, or sign in with aws sso login`
        : `the profile ${access.profile} gives no credentials: sign in with aws sso login --profile ${access.profile}, or mend it`,
    );
  if (is('ExpiredToken', 'ExpiredTokenException'))
    return say(`the credentials${who} have expired: sign in again`);
  if (is('UnrecognizedClientException', 'InvalidSignatureException', 'InvalidClientTokenId'))
    return say(`the credentials${who} are not valid ${where}: look at the keys and at --region`);
  if (access.table !== undefined && is('ResourceNotFoundException'))
    return new Refusal(`--table ${access.table}: there is no such table ${where}`, { cause: error });
  if (isSilence(error))
    return say(`${serviceOf(error)} does not answer ${where}: look at --region, and at the network`);
  return error;
}

/** Whether nobody answered at all, so that asking another service would take as long. */
export const isSilence = (error: unknown): boolean => [...causes(error)].some(word => SILENCE.has(word));

/** Which of AWS's services a failed call was to, as its error begins. */
const serviceOf = (error: unknown): string =>
  (error instanceof PortError ? /^([^:]+): /.exec(error.message)?.[1] : undefined) ?? 'AWS';

/** Names, codes and messages of an error and of what caused it. */
function* causes(error: unknown): Generator<string> {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    yield each.name;
    yield each.message;
    if ('code' in each && typeof each.code === 'string') yield each.code;
  }
}

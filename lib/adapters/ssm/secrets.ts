import {
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  paginateDescribeParameters,
} from '@aws-sdk/client-ssm';
import { type EpochMs, epochMs } from '../../desk/units.ts';
import { PortError } from '../../ports.ts';
import { portError } from '../aws-errors.ts';
import type { DeskParameters } from './desk-parameters.ts';
import { liveAccountParameter, secretParameter, secretsPath } from './names.ts';

/** What a key may be made of: the signs that can be seen. A space or a line end comes from pasting, never from the venue. */
const SIGNS = /^[\x21-\x7e]+$/;

/**
 * What is wrong with a text that should be a key, as the end of a sentence that does not give it away; undefined where it may be
 * one. A private key is refused by name: ccxt would sign with it by code that no bundle has, which looks like a silent venue.
 */
export function secretFault(text: string): string | undefined {
  if (text.includes('PRIVATE KEY'))
    return 'is a private key, and the desk signs with HMAC: make a system-generated key at the venue';
  return SIGNS.test(text) ? undefined : 'holds a space, a line end or a sign that no key has';
}

/**
 * A decrypted secret of the desk, such as `demo-key`. Throws `unauthorised` when there is none, when it is none that
 * could be right, or the role may not read it. The text goes into no error and no record.
 */
export async function readSecret(parameters: DeskParameters, name: string): Promise<string> {
  const parameter = secretParameter(parameters.desk, name);
  const value = await storedText(parameters, parameter);
  if (value === undefined || value === '')
    throw new PortError('unauthorised', `no secret is stored at ${parameter}`);
  const fault = secretFault(value);
  if (fault === undefined) return value;
  throw new PortError(
    'unauthorised',
    `the secret at ${parameter} ${fault}; store the right one with npm run desk -- secrets set ${name}`,
  );
}

/** The same where it may be missing, which is undefined. */
export async function readSecretIfThere(
  parameters: DeskParameters,
  name: string,
): Promise<string | undefined> {
  const value = await storedText(parameters, secretParameter(parameters.desk, name));
  return value === '' ? undefined : value;
}

/** The number of the account that a person has confirmed for live trading; undefined where there is none. */
export const readConfirmedAccount = (parameters: DeskParameters): Promise<string | undefined> =>
  storedText(parameters, liveAccountParameter(parameters.desk));

async function storedText({ client }: DeskParameters, parameter: string): Promise<string | undefined> {
  try {
    const answer = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    return answer.Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw portError(`Parameter Store: reading ${parameter}`, error);
  }
}

/** What people are shown of a secret: that it is there, and since when. */
export interface ListedSecret {
  readonly name: string;
  readonly version: number;
  readonly changedAt: EpochMs;
  /** True where the store keeps it under a key, as `SecureString`. */
  readonly encrypted: boolean;
}

/** Stores a secret, encrypted under the account's own key for parameters. Answers its version. Throws a PortError. */
export const storeSecret = ({ client, desk }: DeskParameters, name: string, value: string): Promise<number> =>
  put({ client, desk }, secretParameter(desk, name), value, 'SecureString');

/** Confirms an account for live trading: its number is no secret, and is to be seen in the console. */
export const confirmAccount = ({ client, desk }: DeskParameters, account: string): Promise<number> =>
  put({ client, desk }, liveAccountParameter(desk), account, 'String');

async function put(
  { client }: DeskParameters,
  parameter: string,
  value: string,
  type: 'SecureString' | 'String',
): Promise<number> {
  const command = new PutParameterCommand({ Name: parameter, Value: value, Type: type, Overwrite: true });
  try {
    return (await client.send(command)).Version ?? 0;
  } catch (error) {
    // Neither message nor cause: the store repeats a value that it refuses.
    const { kind } = portError('', error);
    throw new PortError(kind, `Parameter Store: storing ${parameter} failed: ${nameOf(error)}`);
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

/** The desk's secrets without their values, which are not even asked for. Throws a PortError. */
export async function listSecrets({ client, desk }: DeskParameters): Promise<readonly ListedSecret[]> {
  const path = secretsPath(desk);
  const query = { ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: [path] }] };
  const listed: ListedSecret[] = [];
  try {
    for await (const page of paginateDescribeParameters({ client }, query))
      for (const { Name = '', Version = 0, LastModifiedDate, Type } of page.Parameters ?? [])
        listed.push({
          name: Name.slice(path.length + 1),
          version: Version,
          changedAt: epochMs(LastModifiedDate?.getTime() ?? 0),
          encrypted: Type === 'SecureString',
        });
  } catch (error) {
    throw portError('Parameter Store: listing the secrets', error);
  }
  return listed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

import { GetParameterCommand, ParameterNotFound } from '@aws-sdk/client-ssm';
import { PortError } from '../../ports.ts';
import { portError } from '../aws-errors.ts';
import type { DeskParameters } from './desk-parameters.ts';
import { secretParameter } from './names.ts';

/**
 * A decrypted secret of the desk, such as `binance/api-key`. Throws `unauthorised` when there is none or the role may
 * not read it. The text goes into no error and no record.
 */
export async function readSecret({ client, desk }: DeskParameters, name: string): Promise<string> {
  const parameter = secretParameter(desk, name);
  const value = await storedSecret(client, parameter);
  if (value === undefined || value === '')
    throw new PortError('unauthorised', `no secret is stored at ${parameter}`);
  return value;
}

async function storedSecret(
  client: DeskParameters['client'],
  parameter: string,
): Promise<string | undefined> {
  try {
    const answer = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    return answer.Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw portError(`Parameter Store: reading ${parameter}`, error);
  }
}

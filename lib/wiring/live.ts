import { readAccountId } from '../adapters/binance/access.ts';
import type { BinanceClient } from '../adapters/binance/client.ts';
import { knownAccount, rememberAccount } from '../adapters/dynamo/confirmed-account.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import type { DeskParameters } from '../adapters/ssm/desk-parameters.ts';
import { liveAccountParameter } from '../adapters/ssm/names.ts';
import { readConfirmedAccount } from '../adapters/ssm/secrets.ts';
import { confirmationFault } from '../desk/admission.ts';
import { type DeskEnvironment, EnvironmentError } from './environment.ts';

/**
 * Lets a live desk go on when deployment, confirmation parameter and venue name the same account; for other modes it
 * asks nothing. Throws an EnvironmentError of one sentence otherwise, and then nothing touches the account.
 */
export async function confirmAccount(
  { mode, desk, table: name, liveAccount = '' }: DeskEnvironment,
  client: BinanceClient,
  parameters: DeskParameters,
  apiKey: string,
): Promise<void> {
  if (mode !== 'live') return;
  const table = deskTable({ table: name, desk });
  const confirmed = await readConfirmedAccount(parameters);
  const known = await knownAccount(table, apiKey);
  const actual = known ?? (await readAccountId(client));
  const fault = confirmationFault({ deployed: liveAccount, confirmed, actual }, liveAccountParameter(desk));
  if (fault !== undefined) throw new EnvironmentError(fault);
  if (known === undefined) await rememberAccount(table, apiKey, actual);
}

import { readAccountId } from '../adapters/binance/access.ts';
import type { BinanceClient } from '../adapters/binance/client.ts';
import { knownAccount, rememberAccount } from '../adapters/dynamo/confirmed-account.ts';
import type { Partition } from '../adapters/dynamo/table.ts';
import type { DeskParameters } from '../adapters/ssm/desk-parameters.ts';
import { liveAccountParameter } from '../adapters/ssm/names.ts';
import { readConfirmedAccount } from '../adapters/ssm/secrets.ts';
import { confirmationFault } from '../desk/admission.ts';
import { PortError } from '../ports.ts';
import { type DeskEnvironment, EnvironmentError } from './environment.ts';

/** Where it is kept whose key it is, once that has been found out. */
export interface AccountMemory {
  known(apiKey: string): Promise<string | undefined>;
  remember(apiKey: string, accountId: string): Promise<void>;
}

export const accountMemory = (where: Partition): AccountMemory => ({
  known: apiKey => knownAccount(where, apiKey),
  remember: (apiKey, accountId) => rememberAccount(where, apiKey, accountId),
});

/** For whoever has to start without the table too: what it does not answer is asked of the venue, each time. */
export const accountMemoryIfThere = (where: Partition): AccountMemory => ({
  known: apiKey => unlessSilent(knownAccount(where, apiKey)),
  remember: (apiKey, accountId) => unlessSilent(rememberAccount(where, apiKey, accountId)),
});

async function unlessSilent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof PortError) return undefined;
    throw error;
  }
}

/**
 * Lets a live desk go on when deployment, confirmation parameter and venue name the same account; for other modes it
 * asks nothing. Throws an EnvironmentError of one sentence otherwise, and then nothing touches the account.
 */
export async function confirmAccount(
  { mode, desk, liveAccount = '' }: DeskEnvironment,
  client: BinanceClient,
  parameters: DeskParameters,
  apiKey: string,
  memory: AccountMemory,
): Promise<void> {
  if (mode !== 'live') return;
  const confirmed = await readConfirmedAccount(parameters);
  const known = await memory.known(apiKey);
  const actual = known ?? (await readAccountId(client));
  const fault = confirmationFault({ deployed: liveAccount, confirmed, actual }, liveAccountParameter(desk));
  if (fault !== undefined) throw new EnvironmentError(fault);
  if (known === undefined) await memory.remember(apiKey, actual);
}

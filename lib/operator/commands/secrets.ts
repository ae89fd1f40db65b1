import { isWebhookUrl } from '../../adapters/slack-webhook.ts';
import { liveAccountParameter, secretParameter } from '../../adapters/ssm/names.ts';
import {
  confirmAccount,
  listSecrets,
  readConfirmedAccount,
  secretFault,
  storeSecret,
} from '../../adapters/ssm/secrets.ts';
import { minuteText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { tableLines } from '../../local/terminal/table.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { suggestion } from '../nearest.ts';

/** The secrets that a desk knows: the venue's by the mode that reads them, and where alarms are posted. */
export const SECRET_NAMES = ['demo-key', 'demo-secret', 'live-key', 'live-secret', 'webhook'] as const;

/** Nothing shorter is a key; whoever pastes a word has pasted something else. */
const SECRET_LENGTH_MIN = 16;
const SECRET_LENGTH_MAX = 4_096;

/**
 * Stores a secret that `read` brings. What it is goes nowhere but into the store: not into the answer, not into an
 * error. Throws a Refusal, before anything is asked for, on a name that nothing reads.
 */
export async function setSecret(
  { parameters, desk }: Connection,
  name: string,
  read: () => Promise<string>,
): Promise<Answer> {
  if (!SECRET_NAMES.some(known => known === name))
    throw new Refusal(
      `secrets set ${name}: no desk reads such a secret${suggestion(name, SECRET_NAMES)} (they are ${SECRET_NAMES.join(', ')})`,
    );
  const value = await read();
  const fault = faultOf(value) ?? (name === 'webhook' ? webhookFault(value) : undefined);
  if (fault !== undefined) throw new Refusal(`secrets set ${name}: ${fault}; nothing was stored`);
  const version = await storeSecret(parameters, name, value);
  const stored = { desk, name, parameter: secretParameter(desk, name), version };
  return {
    json: stored,
    lines: () => [`${name} is stored, encrypted, as version ${version} of ${stored.parameter}.`],
  };
}

/** What is wrong with a secret, in words that do not give it away. */
function faultOf(value: string): string | undefined {
  if (value === '') return 'nothing came in';
  const fault = secretFault(value);
  if (fault !== undefined) return `it ${fault}`;
  if (value.length < SECRET_LENGTH_MIN || value.length > SECRET_LENGTH_MAX)
    return `a key has ${SECRET_LENGTH_MIN} to ${SECRET_LENGTH_MAX} signs, this has ${value.length}`;
  return undefined;
}

/** The same of an address, which is as secret: whoever has it may write there. */
const webhookFault = (value: string): string | undefined =>
  isWebhookUrl(value) ? undefined : 'that is no address of a webhook: it begins with https://';

/** Which secrets are there and since when; their values are not even asked for. */
export async function listStoredSecrets({ parameters, desk }: Connection): Promise<Answer> {
  const listed = await listSecrets(parameters);
  const confirmedAccount = await readConfirmedAccount(parameters);
  const view = {
    desk,
    secrets: listed.map(({ name, version, changedAt }) => ({
      name,
      version,
      changedAt: new Date(changedAt).toISOString(),
    })),
    confirmedAccount: confirmedAccount ?? null,
  };
  const rows = listed.map(({ name, version, changedAt }) => [
    { text: name },
    { text: `v${version}` },
    { text: `${minuteText(changedAt)} UTC` },
  ]);
  const columns = [
    { title: 'secret', align: 'left' },
    { title: 'version', align: 'left' },
    { title: 'stored', align: 'left' },
  ] as const;
  return {
    json: view,
    lines: ({ width, paint }) => [
      ...(rows.length === 0 ? ['No secret is stored.'] : tableLines(columns, rows, width, paint.dim)),
      confirmedAccount === undefined
        ? 'No account is confirmed for live trading.'
        : `Confirmed for live trading: account ${confirmedAccount}.`,
    ],
  };
}

/** Confirms the account that a live desk may touch. Throws a Refusal on what is no account's number. */
export async function confirmLiveAccount({ parameters, desk }: Connection, account: string): Promise<Answer> {
  if (!/^\d{4,20}$/.test(account))
    throw new Refusal(
      `live confirm ${account}: give the account's number, as the venue shows it to its owner under the name of User ID`,
    );
  const version = await confirmAccount(parameters, account);
  const parameter = liveAccountParameter(desk);
  return {
    json: { desk, account, parameter, version },
    lines: () => [
      `Account ${account} is confirmed for live trading in ${parameter}. A desk that was deployed for it, with keys that belong to it, trades it from its next start on.`,
    ],
  };
}

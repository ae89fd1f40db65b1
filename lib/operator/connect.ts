import { Refusal } from '../local/refusal.ts';
import { connectAws } from './aws.ts';
import { accessFault, checkAccess } from './aws-access.ts';
import type { Connection, Whereabouts } from './connection.ts';
import { connectEmbedded, hasDefaultDesk } from './embedded.ts';

/** What belongs to a desk in the cloud, and means nothing without `--aws`. */
const CLOUD_ONLY = ['region', 'profile', 'table', 'bucket'] as const;

/** Reaches the desk, wherever the user says it is; one that `shares` lets others in beside it. Throws a Refusal where there is none. */
export async function connect(
  where: Whereabouts,
  options: { readonly shares?: boolean } = {},
): Promise<Connection> {
  check(where);
  return where.aws ? connectAws(where) : connectEmbedded(where, options);
}

/** Asks the desk, and lets go of it whatever happens. Throws a Refusal as `connect` does, or where AWS says no. */
export async function askDesk<T>(
  where: Whereabouts,
  ask: (desk: Connection) => Promise<T>,
  profileOption?: string,
): Promise<T> {
  const connection = await connect(where);
  try {
    return await ask(connection);
  } catch (error) {
    throw where.aws ? accessFault(error, where, profileOption) : error;
  } finally {
    await connection.close();
  }
}

/** False where nobody named a desk, and none is in the usual folder. Throws a Refusal as `connect` does. */
export function isThere(where: Whereabouts): boolean {
  check(where);
  return where.aws || where.state !== undefined || hasDefaultDesk();
}

function check(where: Whereabouts): void {
  const odd = where.aws ? undefined : CLOUD_ONLY.find(name => where[name] !== undefined);
  if (odd === 'profile')
    throw new Refusal('a profile of AWS belongs to a desk in the cloud: add --aws, or leave it out');
  if (odd !== undefined)
    throw new Refusal(`--${odd} belongs to a desk in the cloud: add --aws, or leave it out`);
  if (!where.aws) return;
  if (where.state !== undefined)
    throw new Refusal('--state belongs to an embedded desk: leave out either it or --aws');
  checkAccess(where);
}

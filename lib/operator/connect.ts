import { Refusal } from '../local/refusal.ts';
import { connectAws } from './aws.ts';
import type { Connection, Whereabouts } from './connection.ts';
import { connectEmbedded, hasDefaultDesk } from './embedded.ts';

/** Reaches the desk, wherever the user says it is. Throws a Refusal where there is none. */
export async function connect(where: Whereabouts): Promise<Connection> {
  if (!where.aws && where.table !== undefined)
    throw new Refusal('--table belongs to a desk in the cloud: add --aws, or leave it out');
  if (!where.aws && where.bucket !== undefined)
    throw new Refusal('--bucket belongs to a desk in the cloud: add --aws, or leave it out');
  if (where.aws && where.state !== undefined)
    throw new Refusal('--state belongs to an embedded desk: leave out either it or --aws');
  return where.aws ? connectAws(where) : connectEmbedded(where);
}

/** False where nobody named a desk, and none is in the usual folder. */
export const isThere = (where: Whereabouts): boolean =>
  where.aws || where.state !== undefined || hasDefaultDesk();

/** As `connect`; undefined where nobody named a desk, and none is in the usual folder. */
export const connectIfThere = async (where: Whereabouts): Promise<Connection | undefined> =>
  isThere(where) ? connect(where) : undefined;

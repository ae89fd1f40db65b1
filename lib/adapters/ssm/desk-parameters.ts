import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import type { StoredLimit } from '../../desk/limits/limits.ts';
import { portError } from '../aws-errors.ts';
import { limitName, limitsPath } from './names.ts';

/** One desk's parameters in a Parameter Store. */
export interface DeskParameters {
  readonly client: SSMClient;
  readonly desk: string;
}

/** The most that one page may hold. */
const PAGE_SIZE = 10;

/** Every parameter under the desk's limits, known to the schema or not. Throws a PortError. */
export async function readStoredLimits({ client, desk }: DeskParameters): Promise<readonly StoredLimit[]> {
  const stored: StoredLimit[] = [];
  const query = { Path: limitsPath(desk), Recursive: true };
  try {
    for await (const page of paginateGetParametersByPath({ client, pageSize: PAGE_SIZE }, query)) {
      for (const { Name = '', Value = '', Version = 0 } of page.Parameters ?? []) {
        stored.push({ name: limitName(desk, Name), text: Value, version: Version });
      }
    }
  } catch (error) {
    throw portError('Parameter Store: reading the limits', error);
  }
  return stored;
}

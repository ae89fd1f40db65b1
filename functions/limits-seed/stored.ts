import {
  type Parameter,
  type ParameterMetadata,
  paginateDescribeParameters,
  paginateGetParametersByPath,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { limitName, limitsPath } from '../../lib/adapters/ssm/names.ts';
import type { StoredSeed } from './plan.ts';

/** Everything stored as a desk's limits: values from one listing, descriptions and patterns from another. */
export async function storedSeeds(client: SSMClient, desk: string): Promise<readonly StoredSeed[]> {
  const described = await descriptions(client, desk);
  const stored: StoredSeed[] = [];
  for await (const page of paginateGetParametersByPath(
    { client },
    { Path: limitsPath(desk), Recursive: true },
  )) {
    for (const parameter of page.Parameters ?? []) stored.push(storedSeed(desk, parameter, described));
  }
  return stored;
}

async function descriptions(client: SSMClient, desk: string) {
  const found = new Map<string, ParameterMetadata>();
  const filter = { Key: 'Path', Option: 'Recursive', Values: [limitsPath(desk)] };
  for await (const page of paginateDescribeParameters({ client }, { ParameterFilters: [filter] })) {
    for (const parameter of page.Parameters ?? []) found.set(parameter.Name ?? '', parameter);
  }
  return found;
}

function storedSeed(
  desk: string,
  { Name = '', Value = '', Version = 0 }: Parameter,
  described: ReadonlyMap<string, ParameterMetadata>,
): StoredSeed {
  const { Description = '', AllowedPattern = '' } = described.get(Name) ?? {};
  return {
    name: limitName(desk, Name),
    text: Value,
    version: Version,
    description: Description,
    pattern: AllowedPattern,
  };
}

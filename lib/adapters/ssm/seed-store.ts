import { ParameterAlreadyExists, PutParameterCommand } from '@aws-sdk/client-ssm';
import { defaultLimits, withLimits } from '../../desk/limits/limits.ts';
import type { LimitName } from '../../desk/limits/schema.ts';
import { PortError } from '../../ports.ts';
import { portError } from '../aws-errors.ts';
import { type DeskParameters, readStoredLimits } from './desk-parameters.ts';
import { missing, type Seed, seedPlan } from './seed.ts';

/**
 * Stores the limits that are not there yet, with `texts` in place of some defaults; answers which. A parameter that
 * exists, or that somebody creates in the meantime, is left as it is. Throws a `malformed` PortError before anything
 * is written when a text is none that the limits could be read from.
 */
export async function seedLimits(
  parameters: DeskParameters,
  texts: Readonly<Record<string, string>> = {},
): Promise<readonly LimitName[]> {
  const read = withLimits(defaultLimits(), texts);
  if (read.type === 'invalid') {
    const problems = read.problems.map(({ name, problem }) => `${name}: ${problem}`);
    throw new PortError('malformed', `limits not seeded: ${problems.join('; ')}`);
  }
  const stored = await readStoredLimits(parameters);
  const seeds = missing(
    seedPlan(parameters.desk, texts),
    stored.map(({ name }) => name),
  );
  const created: LimitName[] = [];
  for (const seed of seeds) if (await create(parameters, seed)) created.push(seed.name);
  return created;
}

async function create({ client }: DeskParameters, seed: Seed): Promise<boolean> {
  try {
    await client.send(new PutParameterCommand({ ...putInput(seed), Overwrite: false }));
    return true;
  } catch (error) {
    if (error instanceof ParameterAlreadyExists) return false;
    throw portError(`Parameter Store: creating ${seed.parameter}`, error);
  }
}

/** A limit's parameter in the store's words; description and pattern go with each edit, or they would be lost. */
export const putInput = ({ parameter, text, description, pattern }: Seed) => ({
  Name: parameter,
  Value: text,
  Type: 'String' as const,
  Description: description,
  AllowedPattern: pattern,
});

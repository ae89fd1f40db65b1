import {
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterMaxVersionLimitExceeded,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { limitParameter } from '../../lib/adapters/ssm/names.ts';
import { fits, type LimitSeed, planSeeding, type StoredSeed } from './plan.ts';
import type { SeederProperties } from './properties.ts';
import { storedSeeds } from './stored.ts';

export interface Seeding {
  readonly created: readonly string[];
  readonly redescribed: readonly string[];
  /** Values that today's pattern refuses, and parameters whose history is blocked by a label: left as they are. */
  readonly left: readonly string[];
  /** Parameters that are no limit of this version. */
  readonly unknown: readonly string[];
}

/**
 * Creates the limits that are missing and renews descriptions and patterns. Never changes a value, never deletes.
 * Safe to repeat, and to break off anywhere. Throws what the parameter store throws.
 */
export async function seedLimits(client: SSMClient, properties: SeederProperties): Promise<Seeding> {
  const plan = planSeeding(properties.seeds, await storedSeeds(client, properties.desk));
  const created: string[] = [];
  for (const seed of plan.create) if (await create(client, properties, seed)) created.push(seed.name);
  const redescribed: string[] = [];
  const left = [...plan.misfits];
  for (const { seed, stored } of plan.redescribe) {
    const done = await redescribe(client, properties.desk, seed, stored);
    (done ? redescribed : left).push(seed.name);
  }
  return { created, redescribed, left, unknown: plan.unknown };
}

/** False when somebody else created it in the meantime: theirs stands. */
async function create(client: SSMClient, { desk }: SeederProperties, seed: LimitSeed): Promise<boolean> {
  try {
    const Tags = [{ Key: 'perpdesk:desk', Value: desk }];
    await client.send(new PutParameterCommand({ ...parameter(desk, seed, seed.text), Tags }));
    return true;
  } catch (error) {
    if (error instanceof ParameterAlreadyExists) return false;
    throw error;
  }
}

/**
 * Puts the stored value again under the new description. The store has no conditional write: when the version that
 * comes back is not the next one, a person's edit fell in between, and it is that edit which is put back, without
 * the pattern should it refuse the value. False when the parameter was left as a person has it.
 */
async function redescribe(
  client: SSMClient,
  desk: string,
  seed: LimitSeed,
  stored: StoredSeed,
): Promise<boolean> {
  let { text, version } = stored;
  try {
    for (;;) {
      const fitting = fits(text, seed.pattern);
      const written = await overwrite(client, desk, fitting ? seed : { ...seed, pattern: '' }, text);
      const deletedInBetween = written === 1;
      if (written === version + 1 || deletedInBetween) return fitting;
      text = await textOf(client, limitParameter(desk, seed.name), written - 1);
      version = written;
    }
  } catch (error) {
    // The oldest of a hundred versions has a label: no edit is possible until a person moves it.
    if (error instanceof ParameterMaxVersionLimitExceeded) return false;
    throw error;
  }
}

async function overwrite(client: SSMClient, desk: string, seed: LimitSeed, text: string): Promise<number> {
  const put = new PutParameterCommand({ ...parameter(desk, seed, text), Overwrite: true });
  const { Version } = await client.send(put);
  if (Version === undefined) throw new Error(`the parameter store gave ${seed.name} no version`);
  return Version;
}

async function textOf(client: SSMClient, name: string, version: number): Promise<string> {
  const { Parameter } = await client.send(new GetParameterCommand({ Name: `${name}:${version}` }));
  if (Parameter?.Value === undefined) throw new Error(`${name} has no version ${version} any more`);
  return Parameter.Value;
}

const parameter = (desk: string, seed: LimitSeed, text: string) => ({
  Name: limitParameter(desk, seed.name),
  Value: text,
  Type: 'String' as const,
  Tier: 'Standard' as const,
  Description: seed.description,
  ...(seed.pattern === '' ? {} : { AllowedPattern: seed.pattern }),
});

const NAMED_MAX = 20;

/** The outcome in the resource's attributes and, as they may hold little, in full in the log. */
export function saySeeding(seeding: Seeding): Readonly<Record<string, string>> {
  console.log(JSON.stringify({ event: 'limits-seeded', ...seeding }));
  return {
    Created: String(seeding.created.length),
    Redescribed: String(seeding.redescribed.length),
    Left: named(seeding.left),
    Unknown: named(seeding.unknown),
  };
}

function named(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const rest = names.length - NAMED_MAX;
  return names.slice(0, NAMED_MAX).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

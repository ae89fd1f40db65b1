import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { deskTable, putItem } from '../../lib/adapters/dynamo/table.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import { applyEnvironment } from '../../lib/local/desk-environment.ts';
import { runCommand } from '../../lib/operator/program.ts';
import { localDynamo, localParameterStore, TABLE } from '../adapters/aws.ts';
import { emptyFolder, removeFolder } from './fixture.ts';

/** How an AWS user says where and as whom; "the cloud" is the two stores of this test. */

const folder = emptyFolder();
const config = join(folder, 'config');
const credentials = join(folder, 'credentials');
let store: Awaited<ReturnType<typeof localParameterStore>>;
let dynamo: Awaited<ReturnType<typeof localDynamo>>;
beforeAll(async () => {
  writeFileSync(
    config,
    '[default]\n[profile trader]\nregion = eu-west-1\n[profile bare]\n[sso-session corp]\n',
  );
  writeFileSync(credentials, '[trader]\naws_access_key_id = TRADER\naws_secret_access_key = secret\n');
  [store, dynamo] = await Promise.all([localParameterStore(), localDynamo()]);
  await seedLimits({ client: store.client, desk: 'main' });
});
afterAll(async () => {
  removeFolder(folder);
  await Promise.all([store.close(), dynamo.close()]);
});

const NOWHERE = 'http://127.0.0.1:9';

/** Runs a command with nothing of AWS in the environment but this. */
async function run(line: string, env: Readonly<Record<string, string | undefined>> = {}) {
  const aws = {
    ...Object.fromEntries(
      Object.keys(process.env).flatMap(name => (name.startsWith('AWS_') ? [[name, undefined]] : [])),
    ),
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...env,
  };
  const before = Object.fromEntries(Object.keys(aws).map(name => [name, process.env[name]]));
  applyEnvironment(aws);
  onTestFinished(() => applyEnvironment(before));
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const code = await runCommand(line.split(' '), { out, err, env: {} });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const REGION = { AWS_REGION: 'eu-central-1' };

describe('a desk in the cloud is asked', () => {
  test.each<[string, string, Record<string, string>]>([
    ['by what the environment says', '', { ...KEYS, ...REGION }],
    ['in the region that is named', ' --region eu-central-1', KEYS],
    ['as the profile that is named, in the profile’s region', ' --profile trader', {}],
    ['as that profile, whatever keys the environment has', ' --profile trader', KEYS],
    ['as AWS_PROFILE', '', { AWS_PROFILE: 'trader' }],
  ])('%s', async (_how, flags, env) => {
    const { code, out, err } = await run(
      `limits get risk/daily-loss-usd-max --aws --table ${TABLE}${flags}`,
      env,
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('300');
  });

  test('by doctor and projection too, whose --profile names limits', async () => {
    const { out } = await run(`doctor --json --aws --aws-profile trader --table ${TABLE}`);
    expect(JSON.parse(out).limits).toBe('limits of desk main');
    const other = await run(
      `doctor --json --aws --aws-profile trader --table ${TABLE} --profile high-leverage`,
    );
    expect(JSON.parse(other.out).plannedUsd).toBe(6000);
  });
});

describe('what cannot be reached is one line, exit code 2', () => {
  const flags = `--aws --table ${TABLE}`;
  test.each<[string, string, Record<string, string>, string]>([
    ['no credentials', `status ${flags}`, REGION, 'there are no credentials: give --profile NAME'],
    [
      'no credentials for doctor, whose --profile is another',
      `doctor ${flags}`,
      REGION,
      'there are no credentials: give --aws-profile NAME',
    ],
    ['no region', `status ${flags}`, KEYS, 'no region is set: give --region NAME'],
    [
      'what is no region',
      `status ${flags} --region frankfurt`,
      KEYS,
      '--region frankfurt: that is no region',
    ],
    [
      'a region where nothing answers',
      `status ${flags} --region eu-central-9`,
      { ...KEYS, AWS_ENDPOINT_URL_DYNAMODB: NOWHERE },
      'DynamoDB does not answer in eu-central-9: look at --region',
    ],
    [
      'a table that is not in the region',
      'status --aws --region eu-west-1 --table perpdesk-elsewhere',
      KEYS,
      '--table perpdesk-elsewhere: there is no such table in eu-west-1',
    ],
    [
      'no table at all',
      'status --aws --region eu-west-1',
      KEYS,
      'give --region and --profile of where the stack is',
    ],
    ['a profile that there is not', `status ${flags} --profile tradre`, {}, 'has it, did you mean trader?'],
    [
      'a profile without credentials',
      `status ${flags} --profile bare --region eu-west-1`,
      {},
      'the profile bare gives no credentials',
    ],
    ['a session that is no profile', `status ${flags} --profile corp`, {}, 'the profile corp: neither'],
  ])('%s', async (_what, line, env, said) => {
    const { code, out, err } = await run(line, env);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    'status',
    'positions',
    'universe',
    'logs',
    'limits list',
    'limits set risk/positions-max 3',
    'halt',
    'flatten --yes',
  ])('%s of a desk that does not exist, and nothing is written for it', async line => {
    const { code, out, err } = await run(`${line} ${flags} --desk mian`, { ...KEYS, ...REGION });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('--aws: there is no desk mian here');
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('a desk whose limits are gone is there all the same while its table knows it', async () => {
    await putItem(deskTable({ table: TABLE, desk: 'bare', client: dynamo.client }), { sk: 'universe' });
    expect((await run(`limits list ${flags} --desk bare`, { ...KEYS, ...REGION })).code).toBe(0);
  });

  test.each([
    'status --region eu-west-1',
    'status --profile trader',
    'doctor --aws-profile trader',
    'models --region eu-west-1',
  ])('%s without --aws', async line => {
    const { code, err } = await run(line);
    expect(code).toBe(2);
    expect(err).toContain('belongs to a desk in the cloud: add --aws');
  });
});

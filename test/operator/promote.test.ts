import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import { applyEnvironment } from '../../lib/local/desk-environment.ts';
import { runCommand } from '../../lib/operator/program.ts';
import { localDynamo, localParameterStore, TABLE } from '../adapters/aws.ts';
import { aStateFolder, removeFolder } from './fixture.ts';

async function run(line: string) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const code = await runCommand(line.split(' '), { out, err, env: {} });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}
const textsOf = async (where: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    JSON.parse((await run(`limits list --json ${where}`)).out).map(
      ({ name, text }: { name: string; text: string }) => [name, text],
    ),
  );

describe('the limits of one folder’s desk, taken over to another', () => {
  let paper: string;
  let live: string;
  beforeAll(async () => {
    [paper, live] = [await aStateFolder(), await aStateFolder()];
    await run(`limits set risk/daily-loss-usd-max 450 --state ${paper}`);
    await run(`limits set plan/stop-fraction-max 0.09 --state ${paper}`);
    await run(`halt --state ${paper}`);
  });
  afterAll(() => {
    removeFolder(paper);
    removeFolder(live);
  });

  test('are shown first, and changed with --yes alone; what a person said to the one is no word to the other', async () => {
    const before = await textsOf(`--state ${live}`);
    const shown = await run(`limits promote ${paper} --state ${live}`);
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/risk\/daily-loss-usd-max +300 → 450/);
    expect(shown.out).toContain('Nothing was changed: 2 limits would be. Add --yes to do it.');
    expect(await textsOf(`--state ${live}`)).toEqual(before);

    expect((await run(`limits promote ${paper} --state ${live} --yes`)).out).toContain('2 limits changed');
    expect(await textsOf(`--state ${live}`)).toEqual({
      ...(await textsOf(`--state ${paper}`)),
      'control/state': 'active',
    });
    expect((await run(`limits promote ${paper} --state ${live} --yes`)).out).toContain('no limit differs');
  });

  test('say when the other’s equity lets nothing be opened with them', async () => {
    await run(`limits set risk/daily-loss-usd-max 5 --state ${paper}`);
    const { out } = await run(`limits promote ${paper} --state ${live}`);
    expect(out.replaceAll('\n', ' ')).toContain('they would close entries');
  });

  test('are refused of the desk itself, and of one that is not there', async () => {
    expect((await run(`limits promote ${live}/ --state ${live}`)).err).toContain('that is the desk itself');
    expect((await run(`limits promote ${live}-2 --state ${live}`)).err).toContain(
      'there is no such state folder',
    );
    const both = await run(`limits promote ${paper} --state ${live} --desk main --to main`);
    expect(both.err).toContain('--to and --desk both say');
  });
});

describe('the limits of a desk in the cloud', () => {
  let store: Awaited<ReturnType<typeof localParameterStore>>;
  let dynamo: Awaited<ReturnType<typeof localDynamo>>;
  beforeAll(async () => {
    [store, dynamo] = await Promise.all([localParameterStore(), localDynamo()]);
    await seedLimits({ client: store.client, desk: 'paper' }, { 'risk/positions-max': '9' });
    await seedLimits({ client: store.client, desk: 'main' });
  });
  afterAll(() => Promise.all([store.close(), dynamo.close()]));

  test('are taken over to the desk that --to names, else to main', async () => {
    const aws = {
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
      AWS_ENDPOINT_URL_SSM: store.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    const before = Object.fromEntries(Object.keys(aws).map(name => [name, process.env[name]]));
    applyEnvironment(aws);
    onTestFinished(() => applyEnvironment(before));
    const flags = `--aws --table ${TABLE}`;
    expect((await run(`limits promote paper ${flags}`)).out).toMatch(/risk\/positions-max +\d+ → 9/);
    expect((await run(`limits promote paper --to main ${flags} --yes`)).code).toBe(0);
    expect((await textsOf(flags))['risk/positions-max']).toBe('9');
    expect((await run(`limits promote paper --to live ${flags} --yes`)).err).toContain(
      'there is no desk live',
    );
    expect((await run(`limits promote main ${flags}`)).err).toContain('that is the desk itself');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { dynamoBookStore } from '../../lib/adapters/dynamo/book-store.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { limitParameter } from '../../lib/adapters/ssm/names.ts';
import { leased } from '../contract/book-kit.ts';
import { aBook, NOW } from '../kit/builders.ts';
import { cdk, deployAgain } from './cdk.ts';
import { deployment, type Stage } from './deployment.ts';
import { made } from './places.ts';
import { CHANGED, NEW, REMOVED } from './release-notes.ts';
import { type SeedingReport, seeded } from './seeded.ts';
import { CONTEXT } from './set-up.ts';

const prepared = inject('prepared');
const APP = 'tsx test/aws/next-release.ts';

/** Deployed, traded on, changed by a person, deployed again from the next release, and taken down. */
describe.skipIf(prepared.type === 'missing')('a stack that is deployed again', () => {
  const next = mkdtempSync(join(tmpdir(), 'assembly-'));
  let stage: Stage;
  let report: SeedingReport | undefined;
  let before: Awaited<ReturnType<typeof inventory>>;
  let after: typeof before;

  const limitNow = async (name: string) => {
    const asked = new GetParameterCommand({ Name: limitParameter('main', name) });
    return (await stage.services.ssm.send(asked)).Parameter?.Value;
  };
  const book = () =>
    dynamoBookStore(
      deskTable({ table: stage.named('BooksTable'), desk: 'main', client: stage.services.dynamodb }),
    );

  /** Names that must not change from one deployment to the next. */
  async function inventory() {
    const { Functions = [] } = await stage.services.lambda.send(new ListFunctionsCommand({}));
    const { Schedules = [] } = await stage.services.scheduler.send(new ListSchedulesCommand({}));
    return {
      functions: named(Functions.map(({ FunctionName }) => FunctionName)),
      schedules: named(Schedules.map(({ Name }) => Name)),
    };
  }

  beforeAll(async () => {
    stage = await deployment(prepared);
    await stage.seed();
    const edit = { Name: limitParameter('main', CHANGED.name), Value: '3', Overwrite: true };
    await stage.services.ssm.send(new PutParameterCommand(edit));
    const store = book();
    await store.saveBook(aBook({ monitoredMinute: NOW }), await leased(store, 'monitor', NOW));
    before = await inventory();
    await cdk(stage.front.url, 'synth', '--quiet', '--app', APP, '--output', next, ...CONTEXT);
    await deployAgain(stage.front.url, next);
    [report] = await seeded({ ...stage, assembly: next, names: await made(stage.services) }, 'Update');
    after = await inventory();
  }, 300_000);
  afterAll(async () => {
    await stage?.close();
    rmSync(next, { recursive: true, force: true });
  });

  test('keeps a person’s edit, though the default of the code has changed', async () => {
    expect(await limitNow(CHANGED.name)).toBe('3');
  });

  test('gives a new limit its default', async () => {
    expect(report).toMatchObject({ Status: 'SUCCESS', Data: { Created: '1' } });
    expect(await limitNow(NEW.name)).toBe(NEW.text);
  });

  test('I07 reports a limit that is gone, and deletes it not', async () => {
    expect(report?.Data?.Unknown).toBe(REMOVED);
    expect(await limitNow(REMOVED)).toMatch(/^\d+$/);
  });

  test('has its functions and schedules once, and reads the book it had', async () => {
    expect(after).toEqual(before);
    expect(after.schedules.length).toBeGreaterThan(0);
    expect((await book().load()).book?.monitoredMinute).toBe(NOW);
  });

  test('leaves its table, its models and its limits when it is taken down', async () => {
    const [table, bucket] = [stage.named('BooksTable'), stage.named('ModelsBucket')];
    await cdk(stage.front.url, 'destroy', '--app', next, '--force');
    // The seeder's function stays: the emulator cannot delete the resource that refers to it.
    expect((await inventory()).functions).toEqual([expect.stringContaining('LimitsSeeder')]);
    expect((await inventory()).schedules).toEqual([]);
    const { Table } = await stage.services.dynamodb.send(new DescribeTableCommand({ TableName: table }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    await stage.services.s3.send(new HeadBucketCommand({ Bucket: bucket }));
    expect(await limitNow(CHANGED.name)).toBe('3');
    expect((await book().load()).book?.monitoredMinute).toBe(NOW);
  });
});

const named = (names: readonly (string | undefined)[]): readonly string[] =>
  names.filter(name => name !== undefined).toSorted((one, other) => one.localeCompare(other));

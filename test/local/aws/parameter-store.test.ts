import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  paginateGetParameterHistory,
  paginateGetParametersByPath,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { askForFault, errorName, parameterStore, ssmClient, stateFolder } from './clients.ts';

const Path = '/perpdesk/main/limits';
const RISK = `${Path}/sizing/risk-fraction`;

const put = (client: SSMClient, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  client.send(new PutParameterCommand({ Name: RISK, Type: 'String', Value, ...more }));
const overwrite = (client: SSMClient, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  client.send(new PutParameterCommand({ Name: RISK, Value, Overwrite: true, ...more }));
const get = async (client: SSMClient, Name = RISK, WithDecryption = false) =>
  (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
const label = (client: SSMClient, Labels: string[], ParameterVersion?: number) =>
  client.send(new LabelParameterVersionCommand({ Name: RISK, Labels, ParameterVersion }));

describe('the local Parameter Store', () => {
  test('counts versions, and overwrites only when told to', async () => {
    const { client } = await parameterStore({ now: () => 1_767_571_200_500 });
    expect(await put(client, '0.02')).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(await errorName(put(client, '0.03'))).toBe('ParameterAlreadyExists');
    expect(await overwrite(client, '0.03')).toMatchObject({ Version: 2 });
    expect(await get(client)).toEqual({
      Name: RISK,
      ARN: `arn:aws:ssm:eu-central-1:000000000000:parameter${RISK}`,
      Type: 'String',
      Value: '0.03',
      Version: 2,
      DataType: 'text',
      LastModifiedDate: new Date(1_767_571_200_500),
    });
    expect((await get(client, `${RISK}:1`))?.Value).toBe('0.02');
  });

  test.each([
    [
      'a value against its pattern',
      { Value: 'two', AllowedPattern: '^0\\.\\d+$' },
      'ParameterPatternMismatchException',
    ],
    ['a pattern that is none', { Value: '1', AllowedPattern: '(' }, 'InvalidAllowedPatternException'],
    ['no value', { Value: '' }, 'ValidationException'],
    ['a long value', { Value: 'x'.repeat(4097) }, 'ValidationException'],
    ['no type at creation', { Value: '1', Type: undefined }, 'ValidationException'],
    ['a strange name', { Value: '1', Name: '/a/b c' }, 'ValidationException'],
    ['a name that is not fully qualified', { Value: '1', Name: 'a/b' }, 'ValidationException'],
    ['a reserved name', { Value: '1', Name: '/aws/x' }, 'ValidationException'],
    ['a deep name', { Value: '1', Name: '/a'.repeat(16) }, 'HierarchyLevelLimitExceededException'],
  ])(
    'refuses %s and keeps nothing of it',
    async (_name, input: Partial<PutParameterCommandInput>, expected) => {
      const { client } = await parameterStore();
      expect(await errorName(put(client, '', input))).toBe(expected);
      expect((await client.send(new DescribeParametersCommand({}))).Parameters).toEqual([]);
    },
  );

  test('gives a version the pattern and the description that came with it', async () => {
    const { client } = await parameterStore();
    const words = { Description: 'share of equity', AllowedPattern: '^0\\.\\d+$' };
    await put(client, '0.02', words);
    expect(await errorName(overwrite(client, '2', words))).toBe('ParameterPatternMismatchException');
    await overwrite(client, '0.03', { Description: 'share of equity set aside' });
    const { Parameters } = await client.send(new GetParameterHistoryCommand({ Name: RISK }));
    expect(Parameters).toMatchObject([
      {
        Version: 1,
        Value: '0.02',
        ...words,
        Labels: [],
        LastModifiedUser: 'arn:aws:iam::000000000000:user/anna',
      },
      { Version: 2, Value: '0.03', Description: 'share of equity set aside' },
    ]);
    expect(Parameters?.[1]?.AllowedPattern).toBeUndefined();
  });

  test('reads up to ten names at once, and lists those that are not there', async () => {
    const { client } = await parameterStore();
    await put(client, '0.02');
    const { Parameters, InvalidParameters } = await client.send(
      new GetParametersCommand({ Names: [RISK, '/none'] }),
    );
    expect([Parameters?.map(({ Name }) => Name), InvalidParameters]).toEqual([[RISK], ['/none']]);
    const eleven = Array.from({ length: 11 }, (_, n) => `/p${n}`);
    expect(await errorName(client.send(new GetParametersCommand({ Names: eleven })))).toBe(
      'ValidationException',
    );
    expect(await errorName(get(client, '/none'))).toBe('ParameterNotFound');
    expect(await errorName(get(client, `${RISK}:9`))).toBe('ParameterVersionNotFound');
  });

  test('walks a path in pages of ten, its branches only when asked', async () => {
    const { client } = await parameterStore();
    const names = Array.from({ length: 25 }, (_, n) => `${Path}/risk/limit-${String(n).padStart(2, '0')}`);
    for (const Name of [...names, '/perpdesk/main/limits-old/x', '/perpdesk/other/limits/y'])
      await put(client, '1', { Name });
    const seen: string[] = [];
    let pages = 0;
    for await (const { Parameters } of paginateGetParametersByPath({ client }, { Path, Recursive: true })) {
      pages += 1;
      seen.push(...(Parameters ?? []).flatMap(({ Name }) => Name ?? []));
    }
    expect([pages, seen]).toEqual([3, names]);
    const level = await client.send(new GetParametersByPathCommand({ Path }));
    expect(level.Parameters).toEqual([]);
    const many = client.send(new GetParametersByPathCommand({ Path, MaxResults: 11 }));
    expect(await errorName(many)).toBe('ValidationException');
    const forged = client.send(new GetParametersByPathCommand({ Path, NextToken: 'bm9uZQ' }));
    expect(await errorName(forged)).toBe('InvalidNextToken');
  });

  test('pages a history, oldest first', async () => {
    const { client } = await parameterStore();
    await put(client, '1');
    for (let n = 2; n <= 12; n++) await overwrite(client, String(n));
    const values: string[] = [];
    for await (const page of paginateGetParameterHistory({ client, pageSize: 5 }, { Name: RISK })) {
      values.push(...(page.Parameters ?? []).flatMap(({ Value }) => Value ?? []));
    }
    expect(values).toEqual(Array.from({ length: 12 }, (_, n) => String(n + 1)));
  });

  test('describes without values, by path, by name, fifty at most', async () => {
    const { client } = await parameterStore();
    await put(client, '0.02', { Description: 'share of equity' });
    await put(client, '300', { Name: '/perpdesk/main/risk-note' });
    const describeBy = async (Key: string, Option: string, Values: string[]) => {
      const command = new DescribeParametersCommand({ ParameterFilters: [{ Key, Option, Values }] });
      return (await client.send(command)).Parameters?.map(({ Name }) => Name);
    };
    expect(await describeBy('Path', 'Recursive', [Path])).toEqual([RISK]);
    expect(await describeBy('Path', 'OneLevel', ['/perpdesk/main'])).toEqual(['/perpdesk/main/risk-note']);
    expect(await describeBy('Name', 'Equals', [RISK])).toEqual([RISK]);
    expect(await describeBy('Name', 'BeginsWith', ['/perpdesk/main/risk'])).toEqual([
      '/perpdesk/main/risk-note',
    ]);
    expect(await errorName(describeBy('Colour', 'Equals', ['red']))).toBe('InvalidFilterKey');
    const [first] = (await client.send(new DescribeParametersCommand({ MaxResults: 1 }))).Parameters ?? [];
    expect(first).toMatchObject({ Name: RISK, Description: 'share of equity', Version: 1 });
    expect(first).not.toHaveProperty('Value');
  });

  test('keeps a secure string from those who do not decrypt', async () => {
    const { client } = await parameterStore();
    await put(client, 'hush', { Type: 'SecureString' });
    expect((await get(client))?.Value).not.toContain('hush');
    expect((await get(client, RISK, true))?.Value).toBe('hush');
  });

  test('keeps a label on one version, and finds it by the label', async () => {
    const { client } = await parameterStore();
    await put(client, '0.02');
    await overwrite(client, '0.03');
    expect((await label(client, ['known-good', '1st', 'aws-x'], 1)).InvalidLabels).toEqual(['1st', 'aws-x']);
    expect((await get(client, `${RISK}:known-good`))?.Value).toBe('0.02');
    expect(await label(client, ['known-good'])).toMatchObject({ ParameterVersion: 2 });
    expect((await get(client, `${RISK}:known-good`))?.Value).toBe('0.03');
    const byLabel = new GetParametersByPathCommand({
      Path,
      Recursive: true,
      ParameterFilters: [{ Key: 'Label', Option: 'Equals', Values: ['known-good'] }],
    });
    expect((await client.send(byLabel)).Parameters?.map(({ Version }) => Version)).toEqual([2]);
    expect(await errorName(label(client, ['x'], 7))).toBe('ParameterVersionNotFound');
    const eleven = Array.from({ length: 11 }, (_, n) => `label-${n}`);
    expect(await errorName(label(client, eleven))).toBe('ParameterVersionLabelLimitExceeded');
  });

  test('drops the oldest of a hundred versions, unless a label holds it', async () => {
    const { client } = await parameterStore();
    await put(client, '1');
    for (let n = 2; n <= 101; n++) await overwrite(client, String(n));
    expect(await errorName(get(client, `${RISK}:1`))).toBe('ParameterVersionNotFound');
    await label(client, ['known-good'], 2);
    expect(await errorName(overwrite(client, '102'))).toBe('ParameterMaxVersionLimitExceeded');
    expect((await get(client))?.Value).toBe('101');
    await label(client, ['known-good']);
    expect(await overwrite(client, '102')).toMatchObject({ Version: 102 });
  });

  test('deletes, and begins again at version 1', async () => {
    const { client } = await parameterStore();
    const remove = () => client.send(new DeleteParameterCommand({ Name: RISK }));
    await put(client, '0.02');
    await overwrite(client, '0.03');
    await remove();
    expect(await errorName(remove())).toBe('ParameterNotFound');
    expect(await put(client, '0.04')).toMatchObject({ Version: 1 });
  });

  test('takes tags and lists them', async () => {
    const { client } = await parameterStore();
    const resource = { ResourceType: 'Parameter', ResourceId: RISK } as const;
    await put(client, '0.02', { Tags: [{ Key: 'desk', Value: 'main' }] });
    await client.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'owner', Value: 'anna' }] }));
    expect((await client.send(new ListTagsForResourceCommand(resource))).TagList).toHaveLength(2);
  });

  test('has everything again when it is closed and started on the same folder', async () => {
    const folder = stateFolder();
    const before = await parameterStore({ stateFolder: folder });
    await put(before.client, '0.02', { Description: 'share' });
    await overwrite(before.client, '0.03');
    await label(before.client, ['known-good'], 1);
    const history = (await before.client.send(new GetParameterHistoryCommand({ Name: RISK }))).Parameters;
    await before.close();
    const after = await parameterStore({ stateFolder: folder });
    expect((await after.client.send(new GetParameterHistoryCommand({ Name: RISK }))).Parameters).toEqual(
      history,
    );
  });

  test('shares its folder with no other', async () => {
    const folder = stateFolder();
    await parameterStore({ stateFolder: folder });
    await expect(parameterStore({ stateFolder: folder })).rejects.toThrow(/is in use by another process/);
  });

  test('refuses a state that is none, rather than begin empty', async () => {
    const folder = stateFolder();
    writeFileSync(join(folder, 'parameters.json'), '[{"name":');
    await expect(parameterStore({ stateFolder: folder })).rejects.toThrow(
      /parameters\.json: is not the state/,
    );
  });

  test('fails as asked, before the work or after it', async () => {
    const { client, url } = await parameterStore();
    await askForFault(url, { times: 1, error: 'ThrottlingException', operation: 'PutParameter' });
    expect(await errorName(put(client, '0.02'))).toBe('ThrottlingException');
    expect(await errorName(get(client))).toBe('ParameterNotFound');
    await askForFault(url, { times: 1, error: 'InternalServerError', effect: 'applied' });
    expect(await errorName(put(client, '0.02'))).toBe('InternalServerError');
    expect((await get(client))?.Value).toBe('0.02');
    await askForFault(url, { times: 1, error: 'ThrottlingException' });
    const patient = ssmClient(url, 3);
    expect((await get(patient))?.Value).toBe('0.02');
    patient.destroy();
  });

  test('knows what it does not know', async () => {
    const { url } = await parameterStore();
    const send = async (target: string, body: string) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'X-Amz-Target': `AmazonSSM.${target}` },
        body,
      });
      return [response.status, ((await response.json()) as { __type: string }).__type];
    };
    expect(await send('SendCommand', '{}')).toEqual([400, 'UnknownOperationException']);
    expect(await send('GetParameter', '{')).toEqual([400, 'SerializationException']);
    expect(await send('GetParameter', '[]')).toEqual([400, 'ValidationException']);
    expect(await send('GetParameter', '{"Name": 5}')).toEqual([400, 'ValidationException']);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerCloudFormation } from '../../../functions/limits-seed/cloudformation.ts';
import { seedPlan } from '../../../lib/adapters/ssm/seed.ts';
import { startParameterStore } from '../../../lib/local/aws/parameter-store.ts';

interface Report {
  readonly contentType: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

let server: Server;
let reports: Report[];
let status: number;
let store: Awaited<ReturnType<typeof startParameterStore>>;

beforeEach(async () => {
  [reports, status] = [[], 200];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      reports.push({ contentType: request.headers['content-type'], body: JSON.parse(body) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  store = await startParameterStore();
  vi.stubEnv('AWS_ENDPOINT_URL_SSM', store.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.resetModules();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await new Promise(done => server.close(done));
  await store.close();
});

const event = (
  type: 'Create' | 'Update' | 'Delete',
  properties: object,
): CloudFormationCustomResourceEvent => {
  const ServiceToken = 'arn:aws:lambda:eu-central-1:000000000000:function:seeder';
  const common = {
    ServiceToken,
    ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/report`,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'logical',
    ResourceType: 'Custom::PerpdeskLimits',
    ResourceProperties: { ServiceToken, ServiceTimeout: '900', ...properties },
  };
  if (type === 'Create') return { ...common, RequestType: type };
  const PhysicalResourceId = 'limits-of-main';
  if (type === 'Delete') return { ...common, RequestType: type, PhysicalResourceId };
  return { ...common, RequestType: type, PhysicalResourceId, OldResourceProperties: { ServiceToken } };
};

const handled = async (type: 'Create' | 'Update' | 'Delete', properties: object) => {
  const { handler } = await import('../../../functions/limits-seed/index.ts');
  await handler(event(type, properties));
  return reports.at(-1)?.body;
};

const PROPERTIES = { desk: 'main', seeds: seedPlan('main') };

test('a creation stores the limits and says how many', async () => {
  expect(await handled('Create', PROPERTIES)).toEqual({
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'logical',
    PhysicalResourceId: 'limits-of-main',
    Status: 'SUCCESS',
    Data: { Created: String(PROPERTIES.seeds.length), Redescribed: '0', Left: 'none', Unknown: 'none' },
  });
  // The address of the report is signed for an empty content type.
  expect(reports[0]?.contentType ?? '').toBe('');
});

test('an update keeps the identity, so that CloudFormation deletes nothing', async () => {
  await handled('Create', PROPERTIES);
  expect(await handled('Update', PROPERTIES)).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'limits-of-main',
    Data: { Created: '0' },
  });
});

test('a release that knows one limit more and one less stores the one, reports the other, and deletes nothing', async () => {
  const [first, second, ...rest] = PROPERTIES.seeds;
  const before = { desk: 'main', seeds: [first, ...rest] };
  await handled('Create', before);
  expect(await handled('Update', { desk: 'main', seeds: [second, ...rest] })).toMatchObject({
    Status: 'SUCCESS',
    Data: { Created: '1', Unknown: first?.name },
  });
  // The release before, to which it is taken back, finds all of its own and reports what it has never heard of.
  expect(await handled('Update', before)).toMatchObject({
    Status: 'SUCCESS',
    Data: { Created: '0', Unknown: second?.name },
  });
});

test('a deletion leaves every limit where it is', async () => {
  await handled('Create', PROPERTIES);
  expect(await handled('Delete', PROPERTIES)).toMatchObject({ Status: 'SUCCESS', Data: {} });
  expect(await handled('Create', PROPERTIES)).toMatchObject({ Data: { Created: '0' } });
});

test('malformed properties fail the deployment in one line', async () => {
  expect(await handled('Create', { desk: 'main', seeds: [{ name: 'a' }] })).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringMatching(/^Error: the limits' properties are malformed at seeds\.0\.text/),
  });
});

test('a store that cannot be reached fails the deployment and is said', async () => {
  const broken = new SSMClient({ endpoint: 'http://127.0.0.1:1', region: 'eu-central-1', maxAttempts: 1 });
  await answerCloudFormation(event('Update', PROPERTIES), async () => {
    const { seedLimits } = await import('../../../functions/limits-seed/seeding.ts');
    await seedLimits(broken, { desk: 'main', seeds: [] });
    return { physicalId: 'never', data: {} };
  });
  expect(reports[0]?.body).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('ECONNREFUSED'),
    PhysicalResourceId: 'limits-of-main',
  });
});

test('a report that is not accepted is an error, so that it is tried again', async () => {
  status = 503;
  await expect(handled('Delete', PROPERTIES)).rejects.toThrow('status 503');
});

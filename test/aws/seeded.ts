import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Deployment, deployedFunction } from './deployed-function.ts';
import { resolver, templateIn } from './template.ts';

/** What the seeder reports of one desk's limits. */
export interface SeedingReport {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<'Created' | 'Redescribed' | 'Left' | 'Unknown', string>>;
}

/**
 * Does for each desk what CloudFormation would: calls the seeder with the resource's properties, and hears its report. (The
 * emulator would run the function in Docker, and hears reports in one region alone.)
 */
export async function seeded(
  deployment: Deployment,
  type: 'Create' | 'Update' = 'Create',
): Promise<readonly SeedingReport[]> {
  const template = templateIn(deployment.assembly);
  const resolve = resolver(template, deployment.names);
  const seeder = await deployedFunction(deployment, 'LimitsSeeder');
  const reports: SeedingReport[] = [];
  const server = createServer((request, response) => {
    void text(request).then(body => {
      reports.push(JSON.parse(body) as SeedingReport);
      response.end();
    });
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  for (const [LogicalResourceId, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type !== 'Custom::PerpdeskLimits') continue;
    await seeder.invoke({
      RequestType: type,
      ...(type === 'Update' ? { PhysicalResourceId: 'as-before', OldResourceProperties: {} } : {}),
      StackId: 'perpdesk',
      LogicalResourceId,
      RequestId: `seed-${LogicalResourceId}`,
      ResourceType: Type,
      ResponseURL: `http://127.0.0.1:${port}/`,
      ResourceProperties: resolve(Properties),
    });
  }
  await seeder.close();
  server.closeAllConnections();
  server.close();
  return reports;
}

import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSecret } from '../../../lib/adapters/ssm/secrets.ts';
import { localParameterStore } from '../aws.ts';

let service: Awaited<ReturnType<typeof localParameterStore>>;
beforeAll(async () => {
  service = await localParameterStore();
});
afterAll(() => service.close());

test('a secret is read in the clear, from the desk that asks', async () => {
  const Name = '/perpdesk/main/secrets/binance/api-key';
  await service.client.send(new PutParameterCommand({ Name, Value: 'abc', Type: 'SecureString' }));
  expect(await readSecret({ client: service.client, desk: 'main' }, 'binance/api-key')).toBe('abc');
  const other = readSecret({ client: service.client, desk: 'other' }, 'binance/api-key');
  await expect(other).rejects.toMatchObject({
    kind: 'unauthorised',
    message: 'no secret is stored at /perpdesk/other/secrets/binance/api-key',
  });
});

test('a store that is silent is unavailable, which is not the same as no secret', async () => {
  await service.fault({ times: 3, error: 'InternalServerError' });
  const read = readSecret({ client: service.client, desk: 'main' }, 'binance/api-key');
  await expect(read).rejects.toMatchObject({ kind: 'unavailable' });
});

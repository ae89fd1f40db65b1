import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ssmLimitStore } from '../../../lib/adapters/ssm/limit-store.ts';
import { at } from '../../contract/book-samples.ts';
import { limitsContract } from '../../contract/limits.ts';
import { localParameterStore } from '../aws.ts';

let service: Awaited<ReturnType<typeof localParameterStore>>;
let desks = 0;
beforeAll(async () => {
  service = await localParameterStore();
});
afterAll(() => service.close());

/** A desk of its own each time; what one sees of another's parameters would fail the contract. */
async function make() {
  const desk = `desk-${desks++}`;
  const { client } = service;
  const set = async (name: string, text: string) => {
    const Name = `/perpdesk/${desk}/limits/${name}`;
    await client.send(new PutParameterCommand({ Name, Value: text, Type: 'String', Overwrite: true }));
  };
  return { store: ssmLimitStore({ client, desk }), set };
}

limitsContract('Parameter Store', make);

describe('the limits of one minute', () => {
  test('are read once, however many ask', async () => {
    const { store, set } = await make();
    const first = store.read(at(0));
    expect(await store.read(at(0))).toBe(await first);
    await set('risk/positions-max', '4');
    expect(await store.read(at(0))).toBe(await first);
    expect(await store.read(at(1))).not.toEqual(await first);
  });

  test('are asked for again when they could not be read', async () => {
    const { store } = await make();
    await service.fault({ times: 3, error: 'ThrottlingException' });
    const both = await Promise.allSettled([store.read(at(0)), store.read(at(0))]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await store.read(at(0))).type).toBe('limits');
  });

  test.each([
    ['ThrottlingException', 'throttled'],
    ['InternalServerError', 'unavailable'],
    ['AccessDeniedException', 'unauthorised'],
  ])('%s is %s', async (error, kind) => {
    const { store } = await make();
    await service.fault({ times: kind === 'unauthorised' ? 1 : 3, error });
    await expect(store.read(at(0))).rejects.toMatchObject({ name: 'PortError', kind });
  });
});

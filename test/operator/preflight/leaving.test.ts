import { expect, test } from 'vitest';
import type { Connection } from '../../../lib/operator/connection.ts';
import { embeddedToLeave } from '../../../lib/operator/preflight/leaving.ts';
import { PortError } from '../../../lib/ports.ts';

test('a desk’s state is read before its book: the other way round a position could come between', async () => {
  const read: string[] = [];
  const silent = (what: string) => async () => {
    read.push(what);
    throw new PortError('unavailable', 'silence');
  };
  const stores = { limits: { get: silent('state') }, reader: { load: silent('book') } };
  const { state, book } = await embeddedToLeave(stores as unknown as Connection, {
    desk: 'main',
    mode: 'embedded',
    flags: '',
  });
  expect([state.type, book.type]).toEqual(['unknown', 'unknown']);
  expect(read).toEqual(['state', 'book']);
});

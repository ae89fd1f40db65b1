import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientIdOf, clientIdPrefix, isEntryId, isOwnClientId } from '../../lib/desk/client-id.ts';

const word = fc.string({ minLength: 1, maxLength: 40 });
const leg = fc.constantFrom('entry', 'backstop', 'working', 'target-1', 'target-2', 'x-exit');
const seq = fc.nat(10_000);

test('I10 an order’s id is the same whoever computes it and whenever', () => {
  expect(clientIdOf('main', 'SOLUSDT-20250527T1430', 'entry', 0)).toBe(
    clientIdOf('main', 'SOLUSDT-20250527T1430', 'entry', 0),
  );
  // Written out, because an id computed otherwise after a deployment would orphan every order that is resting.
  expect(clientIdOf('main', 'SOLUSDT-20250527T1430', 'entry', 0)).toMatchInlineSnapshot(
    `"pdde0p37-e2gt8i2a0npe84125r9"`,
  );
});

test('an id is one the venue takes: at most 36 of its characters', () => {
  fc.assert(
    fc.property(word, word, leg, seq, (desk, position, name, n) => {
      expect(clientIdOf(desk, position, name, n)).toMatch(/^[.A-Z:/a-z0-9_-]{1,36}$/);
    }),
  );
});

test('another desk, position, leg or number is another id', () => {
  const ids = ['main', 'test'].flatMap(desk =>
    ['A-1', 'A-2'].flatMap(position =>
      ['backstop', 'working', 'target-1', 'target-2'].flatMap(name =>
        [0, 1, 11].map(n => clientIdOf(desk, position, name, n)),
      ),
    ),
  );
  expect(new Set(ids).size).toBe(2 * 2 * 4 * 3);
});

test('an entry order, the first or a slice, is told from every other leg of the desk', () => {
  const is = (leg: string, desk = 'main') => isEntryId('main', clientIdOf(desk, 'A-1', leg, 2));
  expect(is('entry')).toBe(true);
  expect(['backstop', 'working', 'target-1', 'x-exit'].filter(leg => is(leg))).toEqual([]);
  expect(is('entry', 'another')).toBe(false);
  expect(isEntryId('main', 'web_e123')).toBe(false);
});

test('a desk knows its own orders, and neither a person’s nor another desk’s', () => {
  const id = clientIdOf('main', 'A-1', 'entry', 0);
  expect(id.startsWith(clientIdPrefix('main'))).toBe(true);
  expect(isOwnClientId('main', id)).toBe(true);
  expect(isOwnClientId('test', id)).toBe(false);
  expect(isOwnClientId('main', 'web_abc123')).toBe(false);
  expect(isOwnClientId('main', 'autoclose-1700000000')).toBe(false);
});

import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { decode, isOfLater } from '../../../lib/adapters/dynamo/item.ts';
import { type Body, type ItemKind, migrated, type Step } from '../../../lib/adapters/dynamo/item-kind.ts';
import { PortError } from '../../../lib/ports.ts';
import { KINDS } from './kinds.ts';

/** What a stop was called in three releases of an invented kind: in one word, in two, and by its distance. */
const renamed: Step = ({ stop, ...rest }) => ({ ...rest, stopPrice: stop });
const renamedBack: Step = ({ stopPrice, ...rest }) => ({ ...rest, stop: stopPrice });
const asDistance: Step = ({ stopPrice, ...rest }) => ({ ...rest, stopFraction: 1 - Number(stopPrice) / 100 });
const distanceBack: Step = ({ stopFraction, ...rest }) => ({
  ...rest,
  stopPrice: 100 * (1 - Number(stopFraction)),
});

const kind = (version: number, steps: ItemKind['steps'], member: string): ItemKind => ({
  name: 'stop',
  version,
  steps,
  shape: z.looseObject({ [member]: z.number() }),
});
/** Each release knows the one to come before it comes: the second writes what the first has learnt to read. */
const FIRST = kind(1, { 2: renamedBack }, 'stop');
const SECOND = kind(2, { 1: renamed, 3: distanceBack }, 'stopPrice');
const THIRD = kind(3, { 1: renamed, 2: asDistance }, 'stopFraction');

describe('a body is taken step by step to the version that a release works with:', () => {
  const later = { of: 'a later release' };
  test.each<[string, ItemKind, number, Body, Body | undefined]>([
    ['its own as it is', FIRST, 1, { stop: 90 }, { stop: 90 }],
    ['one of the release to come by a step back', FIRST, 2, { stopPrice: 90 }, { stop: 90 }],
    ['one two releases on not at all', FIRST, 3, { stopFraction: 0.1 }, undefined],
    ['an older one by a step up', SECOND, 1, { stop: 90 }, { stopPrice: 90 }],
    ['one two releases back by two', THIRD, 1, { stop: 90 }, { stopFraction: 1 - 90 / 100 }],
    ['with members that it does not know', THIRD, 2, { stopPrice: 90, later }, { stopFraction: 0.1, later }],
  ])('%s', (_, of, version, before, after) => {
    const asked = structuredClone(before);
    const now = migrated(of, version, before);
    if (after === undefined) return expect(now).toBeUndefined();
    for (const [name, value] of Object.entries(after))
      if (typeof value === 'number') expect(now?.[name]).toBeCloseTo(value, 12);
      else expect(now?.[name]).toEqual(value);
    expect(Object.keys(now ?? {}).toSorted()).toEqual(Object.keys(after).toSorted());
    expect(before).toEqual(asked);
  });
});

describe('an item', () => {
  const item = (more: object) => ({ sk: 'live#stop', ...more });

  test('without a version is of the first', () => {
    expect(decode(item({ body: { stop: 90 } }), THIRD)).toEqual({ stopFraction: expect.closeTo(0.1, 12) });
  });

  test('of a version that a release has learnt ahead is read', () => {
    expect(decode(item({ v: 2, body: { stopPrice: 90 } }), FIRST)).toEqual({ stop: 90 });
    expect(isOfLater(item({ v: 2, body: { stopPrice: 90 } }), FIRST)).toBe(false);
  });

  test('of a later release is malformed, and says whose it is', () => {
    const read = () => decode(item({ v: 3, body: { stopFraction: 0.1 } }), FIRST);
    expect(read).toThrow(PortError);
    expect(read).toThrow(
      "the table's item live#stop cannot be read: version 3 of a stop is of a later release; this one knows version 1",
    );
    expect(isOfLater(item({ v: 3, body: {} }), FIRST)).toBe(true);
  });

  test.each([0, -1, 1.5, '1', null])('of version %j is no item', v => {
    expect(() => decode(item({ v, body: { stop: 90 } }), FIRST)).toThrow('live#stop cannot be read: v');
    expect(isOfLater(item({ v, body: {} }), FIRST)).toBe(false);
  });

  test('whose step leaves out what it must hold is malformed', () => {
    const forgetful = { ...SECOND, steps: { 1: () => ({}) } };
    expect(() => decode(item({ v: 1, body: { stop: 90 } }), forgetful)).toThrow('body.stopPrice');
  });

  test('of which a step can make nothing is malformed, and no failure of the tick', () => {
    const trusting = kind(
      2,
      { 1: ({ exits }) => ({ stopPrice: (exits as readonly number[]).length }) },
      'stopPrice',
    );
    const read = () => decode(item({ v: 1, body: { stop: 90 } }), trusting);
    expect(read).toThrow(PortError);
    expect(read).toThrow('live#stop cannot be read: it is not as version 1 of a stop is: TypeError');
  });
});

test.each(Object.entries(KINDS))(
  '%s: this release reads every version there has been',
  (_, { version, steps }) => {
    for (let from = 1; from < version; from += 1) expect(steps).toHaveProperty(String(from));
  },
);

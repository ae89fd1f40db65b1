import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { dynamoAccountStore } from '../../../lib/adapters/dynamo/account-store.ts';
import { dynamoBookStore } from '../../../lib/adapters/dynamo/book-store.ts';
import { knownAccount } from '../../../lib/adapters/dynamo/confirmed-account.ts';
import { dynamoGuardStore } from '../../../lib/adapters/dynamo/guard-store.ts';
import { dynamoLimitsMemory } from '../../../lib/adapters/dynamo/limits-memory.ts';
import { dynamoModelRoster } from '../../../lib/adapters/dynamo/model-roster.ts';
import { dynamoBookReader } from '../../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { epochMs } from '../../../lib/desk/units.ts';
import { readRoster } from '../../../lib/models/roster.ts';
import { all, leased } from '../../contract/book-kit.ts';
import { at, type M0 } from '../../contract/book-samples.ts';
import { everyItem } from '../../kit/every-item.ts';
import { frozenReleases, readVersions } from '../../kit/frozen-release.ts';
import { missing, refusals, type Schema, schemaOf } from '../../kit/shape-rules.ts';
import { type Item, kindOf, layItems, readingOf } from '../../kit/stored-items.ts';
import { localDynamo, TABLE } from '../aws.ts';
import { EACH_KIND, KINDS } from './kinds.ts';

/**
 * What a release stores the next one reads, and the other way round: a release can be taken back. Each release's items and
 * shapes are frozen in test/golden/items; the last of them is the one that this code may be taken back to, or is.
 */
const RELEASES = frozenReleases();
const LAST = RELEASES.at(-1);
if (LAST === undefined) throw new Error('no release was frozen');
const WRITTEN = new Map(EACH_KIND.map(kind => [kind.name, schemaOf(kind, 'output')]));

test('every kind of item that the table holds is known here', () => {
  const folder = new URL('../../../lib/adapters/dynamo/', import.meta.url);
  const named = readdirSync(folder).flatMap(file =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/export const (\w+Kind): ItemKind/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(Object.keys(KINDS).toSorted()).toEqual(named.toSorted());
});

describe.each(RELEASES)('what release $release has stored', ({ items, versions }) => {
  test.each(items)('$item.sk is read as it was read then', async ({ kind, item, reads }) => {
    const now = KINDS[kind];
    if (now === undefined) throw new Error(`there is no ${kind} any more`);
    const read = await readingOf(item);
    // In another version it says the same in other words: that is for the table of that version's steps.
    if (versions[now.name]?.writes === now.version) expect(read).toMatchObject(reads as object);
    else expect(read).toBeDefined();
  });

  test('makes a desk that goes on: every store reads its own, and takes the next lease', async () => {
    const dynamo = await localDynamo();
    try {
      await layItems(
        dynamo.client,
        items.map(({ item }) => item),
      );
      const table = deskTable({ table: TABLE, desk: 'main', client: dynamo.client });
      const store = dynamoBookStore(table);
      const state = await store.load();
      expect(state).toMatchObject({
        book: { mode: 'paper' },
        positions: [{ symbol: 'SOLUSDT' }],
        intents: [{ symbol: 'SOLUSDT' }],
        universe: { symbols: expect.anything() },
        policy: { type: 'state' },
        guardian: { helpless: ['SOLUSDT'] },
        lastGoodLimits: { values: expect.anything() },
      });
      expect((await store.loadReadable()).unreadable).toEqual([]);
      const reader = dynamoBookReader(table);
      const span = { from: epochMs(0) as typeof M0, to: at(10_000) };
      expect(await all(reader.journal(span))).toHaveLength(
        items.filter(({ kind }) => kind === 'recordKind').length,
      );
      expect(await reader.closedPositions({ newest: 5 })).toHaveLength(1);
      expect(await reader.dayTruths(span)).toHaveLength(1);
      expect(await reader.universeReasons()).toBeDefined();
      expect(await dynamoGuardStore(table.guardian).load()).toBeDefined();
      expect(await dynamoLimitsMemory(table).load()).toBeDefined();
      expect(readRoster((await dynamoModelRoster(table).read()) ?? '').seats).toHaveLength(1);
      expect(await knownAccount(table.guardian, 'a key')).toBe('12345678');
      expect((await dynamoAccountStore(table).load())?.state).toHaveProperty('engine');
      const lease = await leased(store, 'monitor', at(1));
      expect(lease.fence).toBe(2);
      const [position] = state.positions;
      if (position === undefined) throw new Error('no position');
      expect(await store.savePosition(position, lease)).toMatchObject({ type: 'saved' });
    } finally {
      await dynamo.close();
    }
  });
});

describe(`what this release stores, read by release ${LAST.release}:`, () => {
  let items: readonly Item[] = [];
  beforeAll(async () => {
    items = await everyItem();
  });

  test.each(Object.values(KINDS).filter(({ name }) => name in LAST.versions))(
    '$name is of a version that it has learnt',
    ({ name, version }) => {
      expect(LAST.versions[name]?.reads).toContain(version);
    },
  );

  test('it has learnt no version that this release has forgotten', () => {
    for (const kind of Object.values(KINDS)) {
      const before = LAST.versions[kind.name];
      if (before !== undefined) expect(readVersions(kind), kind.name).toContain(before.writes);
    }
  });

  test.each(Object.entries(LAST.shapes))(
    '%s holds all that it asks for, in words that it knows',
    (name, read) => {
      const written = WRITTEN.get(name);
      if (written === undefined) return expect(name).toMatch(/^record of the journal: /);
      expect(refusals(written, read)).toEqual([]);
    },
  );

  test.each(['rosterKind', 'paperAccountKind'])(
    '%s, whose content no shape describes, has every member that it had',
    async name => {
      const content = async (from: readonly Item[]) => {
        const item = from.find(each => kindOf(each) === name);
        const read = item && (await readingOf(item));
        return name === 'rosterKind' ? JSON.parse((read as { text: string }).text) : read;
      };
      const before = await content(LAST.items.map(({ item }) => item));
      const now = await content(items);
      expect(missing(before, now)).toEqual([]);
      // The roster is read strictly: a new member is one that the release before refuses.
      if (name === 'rosterKind') expect(missing(now, before)).toEqual([]);
    },
  );
});

/** Members of a shape and of what is in it, by their paths. */
function membersOf(schema: Schema, path = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [
    `${path}.${name}`,
    ...membersOf(inner, `${path}.${name}`),
  ]);
  const items = schema.items === undefined ? [] : membersOf(schema.items, path);
  return [...own, ...items, ...(schema.anyOf ?? []).flatMap(one => membersOf(one, path))];
}

function membersIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap(each => membersIn(each, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${path}.${name}`,
    ...membersIn(inner, `${path}.${name}`),
  ]);
}

test('a frozen release has every member of every kind', () => {
  const seen = new Map<string, Set<string>>();
  for (const { kind, reads } of LAST.items) {
    const { name = '' } = KINDS[kind] ?? {};
    const type = kind === 'recordKind' ? `${name}: ${(reads as { type: string }).type}` : name;
    seen.set(type, new Set([...(seen.get(type) ?? []), ...membersIn(reads)]));
  }
  const unseen = Object.entries(LAST.shapes)
    .filter(([name]) => name !== 'record of the journal')
    .flatMap(([name, schema]) =>
      membersOf(schema)
        .filter(member => !seen.get(name)?.has(member))
        .map(member => `${name}${member}`),
    );
  expect(unseen).toEqual([]);
});

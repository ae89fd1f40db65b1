import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ItemKind } from '../../lib/adapters/dynamo/item-kind.ts';
import { EACH_KIND } from '../adapters/dynamo/kinds.ts';
import { type Schema, schemaOf } from './shape-rules.ts';
import type { Item } from './stored-items.ts';

export const ITEMS_FOLDER = resolve(import.meta.dirname, '../golden/items');

export interface FrozenItem {
  readonly kind: string;
  readonly item: Item;
  /** What the release itself read it as. */
  readonly reads: unknown;
}

/** What a release stores and reads, as it was when it was released. */
export interface FrozenRelease {
  readonly release: string;
  /** By kind: the version that it writes, and all that it reads. */
  readonly versions: Readonly<Record<string, { readonly writes: number; readonly reads: readonly number[] }>>;
  /** By kind, each type of journal record apart: what it takes a body of the version that it writes to hold. */
  readonly shapes: Readonly<Record<string, Schema>>;
  readonly items: readonly FrozenItem[];
}

/** The versions of a kind that a release reads, its own and those that a step leads from. */
export const readVersions = ({ version, steps }: Pick<ItemKind, 'version' | 'steps'>): readonly number[] =>
  [...new Set([...Object.keys(steps).map(Number), version])].toSorted((a, b) => a - b);

export const frozenOf = (
  release: string,
  kinds: readonly ItemKind[],
  items: readonly FrozenItem[],
): FrozenRelease => ({
  release,
  versions: Object.fromEntries(
    kinds.map(kind => [kind.name, { writes: kind.version, reads: readVersions(kind) }]),
  ),
  shapes: Object.fromEntries(EACH_KIND.map(kind => [kind.name, schemaOf(kind, 'input')])),
  items,
});

/** As a file holds it: a line for each shape and each item, so that a difference can be looked at. */
export function textOf({ release, versions, shapes, items }: FrozenRelease): string {
  const block = (lines: readonly string[]) => lines.map(line => `  ${line}`).join(',\n');
  const members = (of: object) =>
    block(Object.entries(of).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`));
  return `{
 "release": ${JSON.stringify(release)},
 "versions": {\n${members(versions)}\n },
 "shapes": {\n${members(shapes)}\n },
 "items": [\n${block(items.map(item => JSON.stringify(item)))}\n ]
}
`;
}

/** Every release that was frozen, the oldest first. */
export const frozenReleases = (): readonly FrozenRelease[] =>
  readdirSync(ITEMS_FOLDER)
    .filter(name => /^\d+\.\d+\.\d+\.json$/.test(name))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map(name => JSON.parse(readFileSync(join(ITEMS_FOLDER, name), 'utf8')) as FrozenRelease);

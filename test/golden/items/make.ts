import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { KINDS } from '../../adapters/dynamo/kinds.ts';
import { everyItem } from '../../kit/every-item.ts';
import { type FrozenItem, frozenOf, ITEMS_FOLDER, textOf } from '../../kit/frozen-release.ts';
import { kindOf, readingOf } from '../../kit/stored-items.ts';

/**
 * Freezes what this release stores: `npm run freeze-items`. One file a release, made once, and never made anew: that
 * a later release still reads it is the promise.
 */
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};
const file = `${ITEMS_FOLDER}/${version}.json`;
if (existsSync(file)) {
  process.stderr.write(
    `${file} is there already: what a release stores is frozen with it. Raise the version in package.json first.\n`,
  );
  process.exit(1);
}
const items: FrozenItem[] = [];
for (const item of await everyItem()) {
  const kind = kindOf(item);
  items.push({ kind, item, reads: JSON.parse(JSON.stringify(await readingOf(item))) });
}
writeFileSync(file, textOf(frozenOf(version, Object.values(KINDS), items)));
process.stdout.write(`${file}: ${items.length} items of ${Object.keys(KINDS).length} kinds\n`);

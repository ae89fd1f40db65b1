import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeskEnvironment } from '../../lib/local/desk-environment.ts';

/** Reads all that a desk has stored, by the code of another tree. `runOn('read.ts', tree, given)` starts it. */
export interface Read {
  readonly servers: DeskEnvironment['servers'];
  readonly desk: string;
  readonly from: number;
  readonly to: number;
}
export interface Reading {
  readonly state: { readonly positions: readonly object[]; readonly intents: readonly object[] };
  readonly closed: readonly { readonly openedAt: number; readonly closedAt: number }[];
  readonly truths: readonly object[];
  readonly reasons: object;
  readonly journal: readonly {
    readonly type: string;
    readonly minute: number;
    readonly [name: string]: unknown;
  }[];
}

const [tree = '', given = '{}'] = process.argv.slice(2);
const { servers, desk, from, to } = JSON.parse(given) as Read;
const at = (path: string): string => pathToFileURL(join(tree, path)).href;

const environment = (await import(
  at('lib/local/desk-environment.ts')
)) as typeof import('../../lib/local/desk-environment.ts');
environment.applyEnvironment(
  environment.embeddedEnvironment(process.env, { desk, servers, forcedSignals: undefined }),
);
const { deskTable } = (await import(
  at('lib/adapters/dynamo/table.ts')
)) as typeof import('../../lib/adapters/dynamo/table.ts');
const { dynamoBookReader } = (await import(
  at('lib/adapters/dynamo/reader.ts')
)) as typeof import('../../lib/adapters/dynamo/reader.ts');

const reader = dynamoBookReader(deskTable({ table: environment.TABLE, desk }));
const span = { from, to } as Parameters<typeof reader.journal>[0];
const journal: object[] = [];
for await (const record of reader.journal(span)) journal.push(record);
const read = {
  state: await reader.load(),
  closed: await reader.closedBetween(span),
  truths: await reader.dayTruths({ ...span, from: (from - 86_400_000) as typeof span.from }),
  reasons: await reader.universeReasons(),
  journal,
};
process.stdout.write(JSON.stringify(read), () => process.exit(0));

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { binanceBundling, requireBanner } from '../../../lib/adapters/binance/bundling.ts';
import { scriptedServer } from './scripted-server.ts';

const adapter = (file: string) =>
  fileURLToPath(new URL(`../../../lib/adapters/binance/${file}`, import.meta.url));

/** A function of the size of a doorway: reads the account, places an order at a venue that drops the connection. */
const ENTRY = `
import { binanceClient } from ${JSON.stringify(adapter('client.ts'))};
import { binanceVenue } from ${JSON.stringify(adapter('venue.ts'))};
const client = binanceClient({ baseUrl: process.argv[2], apiKey: 'k', secret: 's', timeoutMs: 3000 });
const venue = binanceVenue(client);
const account = await venue.account();
const outcome = await venue.cancel('COINUSDT', 'id-1');
console.log(JSON.stringify({ equityUsd: account.equityUsd, outcome: outcome.type, weight: client.usedWeight() }));
`;

test.each([
  [true, 1_000_000],
  [false, 2_500_000],
])(
  'bundled as for Lambda (minified: %s), without node_modules or undici, it is small and works',
  async (minify, bytesMax) => {
    const folder = await mkdtemp(join(tmpdir(), 'perpdesk-bundle-'));
    const account = {
      totalMarginBalance: '10',
      totalWalletBalance: '9',
      availableBalance: '8',
      totalMaintMargin: '0',
    };
    const server = await scriptedServer((_, nth) => (nth === 1 ? { json: account, weight: 6 } : 'reset'));
    try {
      const entry = join(folder, 'entry.ts');
      const outfile = join(folder, 'bundle.mjs');
      await writeFile(entry, ENTRY);
      await build({
        entryPoints: [entry],
        outfile,
        bundle: true,
        minify,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        banner: { js: requireBanner },
        alias: { ...binanceBundling.alias },
        external: [...binanceBundling.external],
        logLevel: 'silent',
      });
      expect((await stat(outfile)).size).toBeLessThan(bytesMax);
      expect(await readFile(outfile, 'utf8')).not.toContain('protobufjs.load');
      const { stdout } = await promisify(execFile)(process.execPath, [outfile, server.url], {
        timeout: 20_000,
      });
      expect(JSON.parse(stdout)).toEqual({ equityUsd: 10, outcome: 'unknown', weight: 6 });
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  },
);

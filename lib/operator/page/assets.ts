import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A file of the page, as it is sent. */
export interface Asset {
  readonly type: string;
  readonly body: string;
}

const at = (path: string): string => fileURLToPath(new URL(`../../page/${path}`, import.meta.url));

/** The page's files by their path: one script, one style sheet, one document. Nothing is loaded from elsewhere. */
export async function pageAssets(): Promise<ReadonlyMap<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: { page: at('main.tsx') },
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const built = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: readFileSync(at('index.html'), 'utf8') }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: built('.js') }],
    ['/page.css', { type: 'text/css; charset=utf-8', body: built('.css') }],
    ['/icon.svg', { type: 'image/svg+xml', body: readFileSync(at('icon.svg'), 'utf8') }],
  ]);
}

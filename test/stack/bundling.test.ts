import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bundleInto } from '../../lib/stack/bundling.ts';

/** A project of one file, beside a package whose only file is of this ending. */
function project(ending: string) {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-bundling-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const home = join(folder, 'node_modules', 'plain');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'plain', main: `main.${ending}` }));
  writeFileSync(join(home, `main.${ending}`), 'exports.word = "it is there";');
  const entry = join(folder, 'entry.ts');
  writeFileSync(entry, `import { word } from 'plain';\nconsole.log(word);\n`);
  return { entry, outfile: join(folder, 'bundle.mjs') };
}

describe('a bundle', () => {
  test('is refused where a package would be shipped with nothing in it', () => {
    const { entry, outfile } = project('cjs');
    expect(() => bundleInto(entry, outfile)).toThrow(
      /plain\/main\.cjs would be shipped empty, as ccxt's \.cjs files are/,
    );
  });

  test('has the same package in it under another ending', () => {
    const { entry, outfile } = project('js');
    bundleInto(entry, outfile);
    expect(readFileSync(outfile, 'utf8')).toContain('it is there');
  });

  test('of what reaches ccxt is made, without the protocols that are emptied', () => {
    const { outfile } = project('js');
    bundleInto('functions/position-monitor/index.ts', outfile);
    // A message of MEXC's protocol.
    expect(readFileSync(outfile, 'utf8').includes('PublicAggreDealsV3Api')).toBe(false);
  });
});

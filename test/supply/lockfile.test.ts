import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultsOf, type LockedPackage, type Lockfile } from './lockfile.ts';

const json = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

const INTEGRITY = `sha512-${'A'.repeat(86)}==`;
const SOUND: LockedPackage = { version: '1.2.3', integrity: INTEGRITY };

const locked = (path: string, entry: LockedPackage, more: Lockfile['packages'] = {}): Lockfile => ({
  packages: { '': { version: '0.1.0' }, [path]: entry, ...more },
});

test('the project’s own lockfile brings nothing but packages of a registry, by their digest', () => {
  expect(faultsOf(json('package-lock.json'), json('package.json'))).toEqual([]);
});

describe('a lockfile', () => {
  const at = 'node_modules/a';
  const from = (resolved: string): LockedPackage => ({ ...SOUND, resolved });

  test.each<[string, string, LockedPackage]>([
    ['that does not say which registry', at, SOUND],
    ['with a package of a registry', at, from('https://one.example/a/-/a-1.2.3.tgz')],
    ['with a package of a scope', 'node_modules/@s/a', from('https://one.example/npm/%40s/a/-/a-1.2.3.tgz')],
    [
      'with a package that lies in another’s archive',
      `${at}/node_modules/b`,
      { version: '1.0.0', inBundle: true },
    ],
    ['with a package under another name', at, { ...from('https://one.example/b/-/b-1.2.3.tgz'), name: 'b' }],
  ])('is sound %s', (_what, path, entry) => {
    expect(faultsOf(locked(path, entry), {})).toEqual([]);
  });

  test.each<[string, string, LockedPackage, RegExp]>([
    ['a package without a digest', at, { version: '1.2.3' }, /no SHA-512/],
    ['a weak digest', at, { version: '1.2.3', integrity: 'sha1-AAAA' }, /no SHA-512/],
    ['git', at, from('git+ssh://git@one.example/a.git#abc'), /comes from git\+ssh/],
    ['an archive beside the registry', at, from('https://one.example/a-1.2.3.tgz'), /comes from https/],
    ['another package’s archive', at, from('https://one.example/b/-/b-1.2.3.tgz'), /comes from https/],
    ['another version’s archive', at, from('https://one.example/a/-/a-1.2.4.tgz'), /comes from https/],
    ['plain HTTP', at, from('http://one.example/a/-/a-1.2.3.tgz'), /comes from http:/],
    ['a file', at, from('file:../a.tgz'), /comes from file:/],
    ['a link', at, { link: true }, /is a folder/],
    ['a folder', 'packages/a', { version: '1.2.3' }, /is a folder/],
    ['a branch for a version', at, { ...SOUND, version: 'main' }, /has no version, but main/],
    ['an install script', at, { ...SOUND, hasInstallScript: true }, /install script/],
  ])('is refused for %s', (_what, path, entry, says) => {
    const faults = faultsOf(locked(path, entry), { allowScripts: { b: false } });
    expect(faults).toEqual([expect.stringMatching(says)]);
  });

  test('is refused for packages of two hosts', () => {
    const other = { 'node_modules/b': from('https://two.example/b/-/b-1.2.3.tgz') };
    const lock = locked(at, from('https://one.example/a/-/a-1.2.3.tgz'), other);
    expect(faultsOf(lock, {})).toEqual(['packages come from 2 hosts: one.example, two.example']);
  });

  test('may hold an install script on which somebody has decided', () => {
    const lock = locked(at, { ...SOUND, hasInstallScript: true });
    expect(faultsOf(lock, { allowScripts: { a: false } })).toEqual([]);
  });

  test('is refused for a range where a version should be', () => {
    const faults = faultsOf(locked(at, SOUND), { dependencies: { a: '^1.2.3' } });
    expect(faults).toEqual(['package.json asks for a ^1.2.3, which is no exact version']);
  });
});

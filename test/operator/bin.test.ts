import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

test('the package’s bin runs from any folder, which need not hold tsx', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
  const ran = spawnSync(process.execPath, [resolve(bin.perpdesk), '--help'], {
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toMatch(/^Usage: perpdesk /);
});

test('and what it runs with is installed with the package', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(['tsx', 'dynalite', 'commander']));
});

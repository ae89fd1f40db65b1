import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clearState, markFolder, setAside, storedTexts } from '../../lib/local/state-folder.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'perpdesk-state-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('the options of a desk are read back, and an empty or missing folder has none', () => {
  const path = folder();
  expect(storedTexts(path)).toBeUndefined();
  expect(storedTexts(join(path, 'deeper'))).toBeUndefined();
  markFolder(join(path, 'deeper'), { market: 'simple', seed: '7' });
  expect(storedTexts(join(path, 'deeper'))).toEqual({ market: 'simple', seed: '7' });
});

test('a folder of somebody else is neither used nor cleared', () => {
  const path = folder();
  writeFileSync(join(path, 'thesis.txt'), 'ten years of work');
  expect(() => storedTexts(path)).toThrow(/holds files but no desk/);
  expect(() => clearState(path)).toThrow(/holds files but no desk/);
  expect(readdirSync(path)).toEqual(['thesis.txt']);
});

test('clearing removes a desk’s state and nothing that lies beside it', () => {
  const path = folder();
  markFolder(path, {});
  mkdirSync(join(path, 'dynamodb'));
  writeFileSync(join(path, 'parameters.json'), '[]');
  writeFileSync(join(path, 'notes.txt'), 'mine');
  clearState(path);
  expect(readdirSync(path)).toEqual(['notes.txt']);
});

test('a desk set aside is whole where it was moved, beside those set aside before it', () => {
  const path = folder();
  for (const seed of ['1', '2']) {
    markFolder(path, { seed });
    mkdirSync(join(path, 'dynamodb'));
    expect(setAside(path)).toBe(join(path, 'former', seed));
    expect(storedTexts(path)).toBeUndefined();
  }
  expect(storedTexts(join(path, 'former', '1'))).toEqual({ seed: '1' });
  expect(existsSync(join(path, 'former', '2', 'dynamodb'))).toBe(true);
});

test('a marker that cannot be read is told, not overwritten', () => {
  const path = folder();
  writeFileSync(join(path, 'desk.json'), '{"perpdesk":');
  expect(() => storedTexts(path)).toThrow(/desk.json: is not readable/);
  expect(existsSync(join(path, 'desk.json'))).toBe(true);
});

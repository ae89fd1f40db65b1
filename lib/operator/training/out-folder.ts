import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Refusal } from '../../local/refusal.ts';

/** Looks whether a folder can be written to, or made, and writes nothing. @throws Refusal */
export function checkOutFolder(folder: string): void {
  let there = resolve(folder);
  while (!existsSync(there)) there = dirname(there);
  if (!statSync(there).isDirectory()) throw new Refusal(`--out ${folder}: ${there} is a file, not a folder`);
  try {
    accessSync(there, constants.W_OK);
  } catch {
    throw new Refusal(`--out ${folder}: ${there} cannot be written to; choose another folder`);
  }
}

/**
 * Writes files that belong together: each beside its place first, so that a full disk leaves what was there.
 * @throws Refusal when the disk does not take them
 */
export function writeTogether(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): readonly string[] {
  const paths = Object.keys(files).map(name => join(folder, name));
  const halfWritten = (path: string) => `${path}.new`;
  try {
    for (const path of paths) mkdirSync(dirname(path), { recursive: true });
    for (const [name, content] of Object.entries(files))
      writeFileSync(halfWritten(join(folder, name)), content);
    for (const path of paths) renameSync(halfWritten(path), path);
  } catch (error) {
    for (const path of paths) rmSync(halfWritten(path), { force: true });
    throw new Refusal(
      `--out ${folder}: cannot be written (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  return paths;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { MINUTE_MS } from '../../../lib/desk/units.ts';

export const HEADER = 'ts,open,high,low,close,volume';
/** 2025-05-25T10:33Z: not on a quarter hour, so that the first quarter is not whole. */
export const FIRST_MINUTE = Date.UTC(2025, 4, 25, 10, 33);

/** A folder that lives as long as the test. Text under a name ending in `.gz` is gzipped. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-market-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(
      join(folder, name),
      name.endsWith('.gz') && typeof content === 'string' ? gzipSync(content) : content,
    );
  }
  return folder;
}

export const csv = (...rows: readonly string[]): string => [HEADER, ...rows, ''].join('\n');

/** A row at minute `n` that rises by 0.5 from `open`. */
export const minuteRow = (n: number, open: number, volume: number | string = 10): string =>
  `${FIRST_MINUTE + n * MINUTE_MS},${open},${open + 1},${open - 1},${open + 0.5},${volume}`;

/** `count` minutes from `first` on, without a gap. */
export const minuteRows = (count: number, first = 0): string[] =>
  Array.from({ length: count }, (_, i) => minuteRow(first + i, 100 + first + i));

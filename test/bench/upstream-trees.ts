import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabelledMatrix } from '../../lib/models/trees/matrix.ts';

/** The libraries that are measured beside, by the names of their Python packages. */
export type Library = 'xgboost' | 'lightgbm';

/** One training by upstream. */
export interface UpstreamRun {
  readonly version: string;
  /** Processor seconds. */
  readonly seconds: number;
}

/** Upstream's libraries, where the Python that `PYTHON` names has them, training on one thread on the rows given. */
export class UpstreamTrees {
  private readonly folder = mkdtempSync(join(tmpdir(), 'perpdesk-bench-trees-'));
  private readonly shape: readonly string[];

  constructor({ rows, columns, values, labels }: LabelledMatrix) {
    this.shape = [String(rows), String(columns)];
    writeFileSync(join(this.folder, 'values'), values);
    writeFileSync(join(this.folder, 'labels'), labels);
  }

  /** Undefined where the library is not installed. */
  train(library: Library): UpstreamRun | undefined {
    const script = join(import.meta.dirname, 'upstream_trees.py');
    const { status, stdout } = spawnSync(
      process.env.PYTHON ?? 'python3',
      [script, library, this.folder, ...this.shape],
      { encoding: 'utf8' },
    );
    return status === 0 ? (JSON.parse(stdout) as UpstreamRun) : undefined;
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}

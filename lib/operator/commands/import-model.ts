import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { onnxTensors } from '../../adapters/onnx/tensors.ts';
import type { EpochMs } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import { done } from '../../minute/work.ts';
import { broughtModel, readBroughtWords } from '../../models/import.ts';
import { type Manifest, ManifestError } from '../../models/manifest.ts';
import { ModelFileError } from '../../models/trees/errors.ts';
import { TensorsRefused } from '../../models/work.ts';
import type { Answer } from '../answer.ts';
import { checkOutFolder } from '../training/out-folder.ts';
import { enterIn } from '../training/seat.ts';

export interface ImportOptions {
  /** XGBoost's JSON, LightGBM's text, or ONNX. */
  readonly file: string;
  /** JSON that says what it is; see `docs/models.md`. */
  readonly manifest: string;
  readonly dir: string;
  readonly now: EpochMs;
}

/**
 * Takes a model that was trained elsewhere as a challenger: checked, asked, and written beside the champion. Writes
 * nothing unless all went well. @throws Refusal
 */
export async function importModel({ file, manifest, dir, now }: ImportOptions): Promise<Answer> {
  checkOutFolder(dir);
  const model = new Uint8Array(contentOf('FILE', file));
  const words = refusing(`--manifest ${manifest}`, () =>
    readBroughtWords(contentOf('--manifest', manifest).toString('utf8')),
  );
  const brought = await checked(file, model, words, now);
  const files = enterIn(dir, brought, model, now);
  const { kind, version } = brought;
  return {
    json: { kind, version, files },
    lines: () => [
      `${version} is a challenger now: it predicts in shadow, and has no vote.`,
      'It is promoted once it has been better than the champion on ten days that neither has learnt from.',
      `written: ${files.join(', ')}`,
    ],
  };
}

async function checked(
  file: string,
  model: Uint8Array,
  words: ReturnType<typeof readBroughtWords>,
  now: EpochMs,
): Promise<Manifest> {
  try {
    return await done(broughtModel(model, words, now), onnxTensors({ threads: availableParallelism() }));
  } catch (error) {
    throw refusalOf(file, error);
  }
}

function refusing<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(what, error);
  }
}

const refusalOf = (what: string, error: unknown): unknown =>
  error instanceof ManifestError || error instanceof ModelFileError || error instanceof TensorsRefused
    ? new Refusal(`${what}: ${error.message}`)
    : error;

function contentOf(what: string, path: string): Buffer {
  if (!existsSync(path)) throw new Refusal(`${what} ${path}: there is no such file`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Refusal(
      `${what} ${path}: cannot be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

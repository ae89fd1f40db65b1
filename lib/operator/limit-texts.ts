import type { ListedLimit } from '../adapters/ssm/limit-editor.ts';
import type { StoredLimit } from '../desk/limits/limits.ts';

/** What is stored, of what a person sees listed: defaults that stand in are no edits. */
export const storedLimits = (listed: readonly ListedLimit[]): readonly StoredLimit[] =>
  listed.filter(({ version }) => version > 0).map(({ name, text, version }) => ({ name, text, version }));

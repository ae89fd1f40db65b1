import { oneLine } from '../words.ts';
import type { StoredLimit } from './limits.ts';

/** One parameter that is not what it was. */
export interface Edit {
  readonly name: string;
  /** Version of the parameter after the edit; undefined where it was deleted. */
  readonly version: number | undefined;
  /** Text before; undefined where nobody had stored one. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const SHOWN_MAX = 60;

/** What was edited between two readings of the stored limits, by name. A new version with the same text is none. */
export function editsBetween(before: readonly StoredLimit[], after: readonly StoredLimit[]): readonly Edit[] {
  const [old, now] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return names
    .map(name => ({
      name,
      version: now.get(name)?.version,
      before: old.get(name)?.text,
      after: now.get(name)?.text,
    }))
    .filter(edit => edit.before !== edit.after);
}

/** `risk/symbol-notional-usd-max v7: 500 → 50000`, on one line whatever is stored. */
export function editText({ name, version, before, after }: Edit): string {
  const shown = (text: string | undefined) => (text === undefined ? '(default)' : oneLine(text, SHOWN_MAX));
  const which = version === undefined ? name : `${name} v${version}`;
  return `${oneLine(which, SHOWN_MAX)}: ${shown(before)} → ${shown(after)}`;
}

const byName = (stored: readonly StoredLimit[]): ReadonlyMap<string, StoredLimit> =>
  new Map(stored.map(each => [each.name, each]));

import { readLimits, type StoredLimit } from '../../desk/limits/limits.ts';
import type { LimitStore, LimitsAnswer } from '../../ports.ts';

export interface MemoryLimitStore extends LimitStore {
  /** Stores a text, right or wrong, as the parameter's next version. */
  set(name: string, text: string): void;
}

/** Limits in this process, given as the Parameter Store's texts; what is not given has its default. */
export function memoryLimitStore(texts: Readonly<Record<string, string>> = {}): MemoryLimitStore {
  const stored = new Map<string, StoredLimit>();
  // What follows from a reading is worked out once for it: the same one is given until something is set.
  let known: LimitsAnswer | undefined;
  const set = (name: string, text: string): void => {
    known = undefined;
    stored.set(name, { name, text, version: (stored.get(name)?.version ?? 0) + 1 });
  };
  for (const [name, text] of Object.entries(texts)) set(name, text);
  const read = async (): Promise<LimitsAnswer> => {
    known ??= readLimits([...stored.values()]);
    return known;
  };
  return { set, read };
}

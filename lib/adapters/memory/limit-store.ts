import { readLimits, type StoredLimit } from '../../desk/limits/limits.ts';
import type { LimitStore } from '../../ports.ts';

export interface MemoryLimitStore extends LimitStore {
  /** Stores a text, right or wrong, as the parameter's next version. */
  set(name: string, text: string): void;
}

/** Limits in this process, given as the Parameter Store's texts; what is not given has its default. */
export function memoryLimitStore(texts: Readonly<Record<string, string>> = {}): MemoryLimitStore {
  const stored = new Map<string, StoredLimit>();
  const set = (name: string, text: string): void => {
    stored.set(name, { name, text, version: (stored.get(name)?.version ?? 0) + 1 });
  };
  for (const [name, text] of Object.entries(texts)) set(name, text);
  return { set, read: async () => readLimits([...stored.values()]) };
}

import type { StoredModel } from '../../models/stored.ts';
import type { ModelStore } from '../../ports.ts';

/** Models that are at hand already. */
export function memoryModelStore(given: readonly StoredModel[] = []): ModelStore {
  let stored = given;
  return {
    champions: async () => stored,
    renew: async (kind, read, manifest) => {
      const old = stored.find(each => each.kind === kind);
      if (old === undefined || !('manifest' in old) || old.manifest !== read) return 'conflict';
      stored = stored.map(each => (each === old ? { ...old, manifest } : each));
      return 'saved';
    },
  };
}

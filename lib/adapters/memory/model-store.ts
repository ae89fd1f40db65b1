import type { StoredModel } from '../../models/stored.ts';
import type { ModelStore } from '../../ports.ts';

/** Models that are at hand already. */
export const memoryModelStore = (stored: readonly StoredModel[] = []): ModelStore => ({
  champions: async () => stored,
});

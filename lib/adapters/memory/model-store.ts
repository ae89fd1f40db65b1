import type { ModelStore } from '../../ports.ts';

/** A store in memory: empty, or with what is at hand already. */
export function memoryModelStore(
  given: { readonly files?: ReadonlyMap<string, Uint8Array>; readonly roster?: string } = {},
): ModelStore {
  const files = new Map(given.files);
  let { roster } = given;
  return {
    files: {
      read: async name => files.get(name),
      write: async (name, bytes) => void files.set(name, bytes),
    },
    roster: {
      read: async () => roster,
      write: async (text, read) => {
        if (roster !== read) return 'conflict';
        roster = text;
        return 'saved';
      },
    },
  };
}

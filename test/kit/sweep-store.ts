import { epochMs } from '../../lib/desk/units.ts';
import { digestOf } from '../../lib/models/digest.ts';
import type { SweepStore } from '../../lib/ports.ts';

/** Runs of sweeps in memory, and what was asked of them. */
export function memorySweepStore(now = () => 0) {
  const [texts, files] = [new Map<string, string>(), new Map<string, { bytes: Uint8Array; at: number }>()];
  const asked: string[] = [];
  const store: SweepStore = {
    read: async (run, name) => texts.get(`${run}/${name}`),
    write: async (run, name, text) => {
      texts.set(`${run}/${name}`, text);
    },
    shared: async digest => {
      asked.push(digest);
      return files.get(digest)?.bytes;
    },
    share: async (digest, bytes) => {
      files.set(digest, { bytes, at: now() });
    },
    sharedAt: async digest => {
      const at = files.get(digest)?.at;
      return at === undefined ? undefined : epochMs(at);
    },
  };
  /** Shares a text as a file of a run that lies at `place`. */
  const shared = (place: string, text: string) => {
    const bytes = new TextEncoder().encode(text);
    files.set(digestOf(bytes), { bytes, at: now() });
    return { place, digest: digestOf(bytes) };
  };
  return { store, texts, files, asked, shared };
}

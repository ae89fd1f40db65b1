import type { EpochMs } from '../desk/units.ts';

/**
 * Where runs of sweeps lie: files of each run under its id, and files that runs share, under their SHA-256. Throws a PortError
 * where it cannot be reached.
 */
export interface SweepStore {
  /** Undefined where the run has no such file. */
  read(run: string, name: string): Promise<string | undefined>;
  write(run: string, name: string, text: string): Promise<void>;
  /** Undefined where there is none. */
  shared(digest: string): Promise<Uint8Array | undefined>;
  share(digest: string, bytes: Uint8Array): Promise<void>;
  /** When it was last shared; undefined where there is none. */
  sharedAt(digest: string): Promise<EpochMs | undefined>;
}

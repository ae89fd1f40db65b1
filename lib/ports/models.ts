/**
 * The files of the models: immutable, since each name holds the digest of what it names. Throws a PortError where the
 * store cannot be reached.
 */
export interface ModelFiles {
  /** Undefined for a name that the store does not know. */
  read(name: string): Promise<Uint8Array | undefined>;
  write(name: string, bytes: Uint8Array): Promise<void>;
}

/** Who holds which seat, as one text. Throws a PortError where it cannot be reached. */
export interface ModelRoster {
  /** Undefined where no model was ever seated. */
  read(): Promise<string | undefined>;
  /** Puts a text in the place of the one that was read; `conflict` when another stands there by now. */
  write(text: string, read: string | undefined): Promise<'saved' | 'conflict'>;
}

export interface ModelStore {
  readonly files: ModelFiles;
  readonly roster: ModelRoster;
}

import type { StoredLimit } from '../desk/limits/limits.ts';
import type { LimitsSeen } from '../desk/limits/seen.ts';

/** The limits as they are stored, readable or not. Throws a PortError when the store cannot be read. */
export interface LimitTexts {
  read(): Promise<readonly StoredLimit[]>;
}

/** What the limits guard remembers from one look to the next. */
export interface LimitsMemory {
  /** Undefined before its first look. */
  load(): Promise<LimitsSeen | undefined>;
  /** Written, under the next `rev`, if the stored one is the item's own. */
  save(seen: LimitsSeen): Promise<'saved' | 'conflict'>;
}

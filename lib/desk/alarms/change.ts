import type { EpochMs } from '../units.ts';

/** An alarm of a desk that has gone off, or is over. */
export interface AlarmChange {
  /** Without the desk's name: `unprotected`. */
  readonly name: string;
  readonly state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  readonly at: EpochMs;
  /** What the alarm itself says of what has happened, and where to read on. */
  readonly says: string;
  /** The figures that made it change, in CloudWatch's words. */
  readonly because: string;
}

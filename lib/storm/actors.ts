import type { Minute } from '../desk/units.ts';
import type { Desk } from '../minute/desk.ts';
import type { TickEnd } from '../minute/tick.ts';
import { enter, monitor, scan } from '../minute.ts';
import type { Role } from '../ports.ts';

/** A function of the desk that the scheduler calls each minute. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
  /** What its container keeps warm. */
  readonly reads: 'account' | 'scan';
  readonly run: (desk: Desk, minute: Minute) => Promise<TickEnd>;
}

/** Who takes part. Another function of the desk joins every story by a line here. */
export const ACTORS: readonly Actor[] = [
  { name: 'monitor', role: 'monitor', reads: 'account', run: monitor },
  { name: 'entry', role: 'entry', reads: 'account', run: enter },
  { name: 'scan', role: 'scan', reads: 'scan', run: scan },
];

import type { LearningDesk } from '../minute/desk.ts';
import { rosterOf } from '../minute/models.ts';
import type { Tick } from '../minute/tick.ts';
import type { ModelKind } from '../models/ensemble.ts';
import { foreignTo } from '../models/foreign.ts';
import type { Contender } from '../models/promotion.ts';
import { type RosterSeat, type SeatRole, seatAt, withSeat, writeRoster } from '../models/roster.ts';
import type { SeatEvidence } from '../models/seat-changes.ts';
import type { HeldModel } from '../models/stored.ts';
import { PortError } from '../ports.ts';

/** What is known of a seat's holders, those aside that cannot be used on this market. */
export function evidenceOf(held: readonly HeldModel[], modelMarket: string, kind: ModelKind): SeatEvidence {
  const contender = (role: SeatRole): Contender | undefined => {
    const model = held.find(each => each.kind === kind && each.role === role);
    if (model?.type !== 'usable' || foreignTo(model.manifest, modelMarket) !== undefined) return undefined;
    return model.manifest;
  };
  return {
    champion: contender('champion'),
    previous: contender('previous'),
    challenger: contender('challenger'),
  };
}

/** A kind's seat as the roster has it now. */
export const seatOf = async ({ models }: LearningDesk, kind: ModelKind): Promise<RosterSeat> =>
  seatAt((await rosterOf(models)).roster, kind);

/**
 * Changes a seat by a pure function, notes what happened on it and answers how many things that were. Throws a PortError where the roster was written by
 * another hand meanwhile.
 */
export async function saveSeat(
  tick: Tick<LearningDesk>,
  kind: ModelKind,
  change: (seat: RosterSeat) => RosterSeat,
): Promise<number> {
  const { models } = tick.desk;
  const { roster, text } = await rosterOf(models);
  const before = seatAt(roster, kind);
  const after = change(before);
  if (after === before) return 0;
  if ((await models.roster.write(writeRoster(withSeat(roster, after)), text)) === 'conflict')
    throw new PortError('unavailable', 'the roster of the models was changed by another hand meanwhile');
  const known = before.changes.at(-1);
  const fresh = after.changes.slice(known === undefined ? 0 : after.changes.indexOf(known) + 1);
  for (const { version, what, because } of fresh) tick.note({ type: 'seat', kind, version, what, because });
  return fresh.length;
}

import { defaultLimits, readLimits } from '../../desk/limits/limits.ts';
import { DAY_MS, dayOf, type Minute } from '../../desk/units.ts';
import { rosterOf } from '../../minute/models.ts';
import { POLICY_VERSION } from '../../models/policy/state.ts';
import type { Roster, SeatChange } from '../../models/roster.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { storedLimits } from '../limit-texts.ts';
import { policyOf } from '../policy.ts';
import { type Seats, seatsOf } from '../seats.ts';
import { deskModelsLines } from '../views/desk-models.ts';
import type { PolicyView } from '../views/policy.ts';
import { type DayWeights, weightsByDay } from '../weights.ts';
import { exitCodeOf, whatIfOf } from './models.ts';

/** The models of a desk, as `--json` prints them. */
export interface DeskModelsView extends Seats {
  readonly desk: string;
  readonly market: string;
  /** The last minute whose monitoring is complete: licences and ages are of then. Null before there is one. */
  readonly at: string | null;
  /** Null before the desk has finished a minute. */
  readonly policy: PolicySeat | null;
  /** The newest day first. */
  readonly weights: readonly DayWeights[];
  /** What happened on the seats in these days, the newest first. */
  readonly changes: readonly (SeatChange & { readonly kind: string })[];
}

/** The RL policy with the bounds that its limits give it. */
export interface PolicySeat extends PolicyView {
  readonly version: number;
  readonly multiplierMin: number;
  readonly multiplierMax: number;
}

export const WEIGHT_DAYS = 7;

/** Who holds the seats of a desk, what each has shown, what the votes weighed, and how the RL policy stands. */
export async function deskModels(connection: Connection, days = WEIGHT_DAYS): Promise<Answer> {
  const { desk, models, reader, limits } = connection;
  const state = await reader.load();
  const listed = await limits.list();
  const minute = state.book?.monitoredMinute;
  const read = readLimits(storedLimits(listed));
  const inForce = read.type === 'limits' ? read.limits : defaultLimits();
  // One after the other: a store is let go of at the first that fails, and nothing may still be asking it then.
  const seats = await seatsOf(models.store, { market: models.market, at: minute });
  const { roster } = await rosterOf(models.store);
  const policy = await policyOf(reader, state, inForce);
  const weights = minute === undefined ? [] : await weightsByDay(reader, minute, days);
  const { 'policy/multiplier-min': multiplierMin, 'policy/multiplier-max': multiplierMax } = inForce.values;
  const view: DeskModelsView = {
    desk,
    market: models.market,
    at: minute === undefined ? null : new Date(minute).toISOString(),
    ...seats,
    policy: policy && { ...policy, version: POLICY_VERSION, multiplierMin, multiplierMax },
    weights,
    changes: minute === undefined ? [] : changesSince(roster, minute, days),
  };
  return { json: view, lines: screen => deskModelsLines(view, screen), exitCode: exitCodeOf(seats.models) };
}

/** For each confidence threshold what the trades of the desk's models would have brought, out of sample. */
export async function deskWhatIf({ desk, models, reader }: Connection): Promise<Answer> {
  const { book } = await reader.load();
  const seats = await seatsOf(models.store, { market: models.market, at: book?.monitoredMinute });
  return whatIfOf(seats.models, { desk });
}

function changesSince({ seats }: Roster, minute: Minute, days: number): DeskModelsView['changes'] {
  const since = dayOf(minute) - (days - 1) * DAY_MS;
  return seats
    .flatMap(({ kind, changes }) => changes.map(change => ({ ...change, kind })))
    .filter(({ at }) => at >= since)
    .toSorted((a, b) => b.at - a.at);
}

import { cite, type Limits } from '../limits/limits.ts';
import type { Denial } from '../risk/permission.ts';
import { MINUTE_MS, type Minute } from '../units.ts';
import { minuteText } from '../words.ts';
import type { GuardianState } from './state.ts';

/** Why nothing may be opened for the guardian's sake; undefined when it keeps watch and has no objection. Exits ask nobody. */
export function guardianDenial(
  guardian: GuardianState | undefined,
  minute: Minute,
  limits: Limits,
): Denial | undefined {
  const watched = guardian?.watchedMinute;
  const most = limits.values['guardian/heartbeat-minutes-max'];
  if (guardian === undefined || watched === undefined || minute - watched >= most * MINUTE_MS) {
    const last = watched === undefined ? 'never' : `last at ${minuteText(watched)}`;
    const because = `the guardian has seen the account ${last} (${cite(limits, 'guardian/heartbeat-minutes-max')})`;
    return { code: 'guardian-late', because };
  }
  const [helpless] = guardian.helpless;
  if (helpless !== undefined) {
    const because = `${helpless} has no stop, and the guardian could neither place one nor close it`;
    return { code: 'unprotected-position', because };
  }
  const { failure } = guardian.stops;
  if (failure !== undefined) {
    const because = `${failure.symbol} at ${minuteText(failure.at)}: ${failure.because}`;
    return { code: 'stops-unproved', because };
  }
  return undefined;
}

/** True when no stop has been read back for so long that the next entry has to prove that one can be. */
export function areStopsUnproved(
  guardian: GuardianState | undefined,
  minute: Minute,
  limits: Limits,
): boolean {
  if (guardian === undefined) return true;
  const last = guardian.stops.provedAt ?? guardian.since;
  return minute - last >= limits.values['guardian/quiet-minutes'] * MINUTE_MS;
}

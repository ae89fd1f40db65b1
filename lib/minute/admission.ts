import type { Denial } from '../desk/risk/permission.ts';
import { PortError } from '../ports.ts';
import { sentenceOf, type Tick } from './tick.ts';

/**
 * Why this account may not be traded now; undefined when it may, or when the desk has no such question (all but live
 * ones). It stands before entries alone: what is open already is looked after whatever has become of the key.
 */
export async function accountDenial(tick: Tick): Promise<Denial | undefined> {
  const { admission } = tick.desk;
  if (admission === undefined) return undefined;
  try {
    const { refusals, warnings, isNew } = await admission();
    if (isNew) for (const because of warnings) tick.note({ type: 'state', what: 'live account', because });
    return refusals.length === 0 ? undefined : { code: 'account-refused', because: refusals.join('; ') };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { code: 'venue-unreadable', because: `rights of the key: ${sentenceOf(error)}` };
  }
}

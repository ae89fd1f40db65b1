import { type Admission, admissionOf } from '../../desk/admission.ts';
import { type EpochMs, HOUR_MS } from '../../desk/units.ts';
import type { Clock } from '../../ports.ts';
import { readAccess } from './access.ts';
import type { BinanceClient } from './client.ts';

/** An admission, and whether it was read just now. */
export type ReadAdmission = Admission & { readonly isNew: boolean };

/** Asks the venue for the key's rights once an hour while the container is warm. A reading that failed is not kept. */
export function hourlyAdmission(
  client: BinanceClient,
  clock: Pick<Clock, 'now'>,
): () => Promise<ReadAdmission> {
  let known: { readonly at: EpochMs; readonly admission: Admission } | undefined;
  return async () => {
    const now = clock.now();
    if (known !== undefined && now - known.at < HOUR_MS) return { ...known.admission, isNew: false };
    const admission = admissionOf(await readAccess(client));
    known = { at: now, admission };
    return { ...admission, isNew: true };
  };
}

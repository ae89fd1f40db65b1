import { readLimits } from '../../desk/limits/limits.ts';
import type { Minute } from '../../desk/units.ts';
import type { LimitStore, LimitsAnswer } from '../../ports.ts';
import { type DeskParameters, readStoredLimits } from './desk-parameters.ts';

/**
 * The limits in the Parameter Store, read anew for each minute. Whoever asks again for the same minute gets the same
 * answer, so that functions that share a process agree and the store is asked once. A failure is not remembered.
 */
export function ssmLimitStore(parameters: DeskParameters): LimitStore {
  let last: { readonly minute: Minute; readonly answer: Promise<LimitsAnswer> } | undefined;
  return {
    read: async minute => {
      if (last?.minute !== minute) last = { minute, answer: readStoredLimits(parameters).then(readLimits) };
      const asked = last;
      try {
        return await asked.answer;
      } catch (error) {
        if (last === asked) last = undefined;
        throw error;
      }
    },
  };
}

import { SIGNAL_VALID_MINUTES, type Signal } from '../desk/signal/signal.ts';
import { MINUTE_MS } from '../desk/units.ts';
import type { Signals } from '../ports.ts';

/** A desk without a place for models: nothing votes, and nothing ever votes in a model's place (I45). */
export const unlicensed: Signals = {
  at: async () => ({ signals: [], noTrade: 'no-licensed-model' }),
};

/** A given list in the place of the models: each signal from its own minute on, as long as a signal is valid. It needs no licence. */
export function forcedSignals(list: readonly Signal[]): Signals {
  return {
    at: async minute => {
      const signals = list.filter(({ at }) => at <= minute && minute - at < SIGNAL_VALID_MINUTES * MINUTE_MS);
      return signals.length > 0 ? { signals } : { signals, noTrade: 'no-signal' };
    },
  };
}

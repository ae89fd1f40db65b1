import { expect, test } from 'vitest';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { minutesAfter } from '../../../lib/desk/units.ts';
import { objectionOf } from '../../../lib/operator/preflight/desk.ts';
import type { DeskState } from '../../../lib/ports.ts';
import { aBook, M0 } from '../../contract/book-samples.ts';
import { aGuardian } from '../../contract/guard-store.ts';

const stateAt = (minutes: number, guardian: DeskState['guardian']): DeskState => ({
  book: aBook({ monitoredMinute: minutesAfter(M0, minutes) }),
  positions: [],
  intents: [],
  universe: undefined,
  lastGoodLimits: undefined,
  policy: undefined,
  guardian,
});
const watching = aGuardian({
  watchedMinute: M0,
  helpless: [],
  stops: { provedAt: M0, failure: undefined },
});

test.each<[string, DeskState, RegExp | undefined]>([
  ['that keeps watch has no objection', stateAt(1, watching), undefined],
  ['that never ran is named', stateAt(1, undefined), /has seen the account never/],
  ['that fell silent is named', stateAt(10, watching), /has seen the account last at/],
  ['that has a position without a stop is heard', stateAt(4, aGuardian()), /SOLUSDT has no stop/],
])('a guardian %s', (_, state, said) => {
  const objection = objectionOf(state, defaultLimits());
  if (said === undefined) expect(objection).toBeUndefined();
  else expect(objection).toMatch(said);
});

test('before the first minute there is nothing to ask about', () => {
  expect(() => objectionOf({ ...stateAt(0, watching), book: undefined }, defaultLimits())).toThrow(
    'no minute has been finished yet',
  );
});

import { amount } from '../definition.ts';

/** The guardian's watch, and what entries need of it. */
export const GUARDIAN_LIMITS = {
  'guardian/heartbeat-minutes-max': amount({
    default: 3,
    min: 2,
    max: 60,
    unit: 'minutes',
    whole: true,
    description:
      'No entry when the guardian has not seen the account for this long. Exits and protection do not wait for it.',
  }),
  'guardian/canary-minutes': amount({
    default: 60,
    min: 5,
    max: 1440,
    unit: 'minutes',
    whole: true,
    description:
      'While a position is open the guardian proves this often that the venue takes stops: it places a far one, reads it back and cancels it. If that fails, entries close until it succeeds.',
  }),
  'guardian/quiet-minutes': amount({
    default: 1440,
    min: 60,
    max: 20_160,
    unit: 'minutes',
    whole: true,
    description:
      'After this long without a stop that was read back, an entry is made at the smallest size, until its stop has been.',
  }),
};

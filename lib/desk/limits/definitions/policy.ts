import { amount } from '../definition.ts';

/** How far a licensed policy may bend a size. It has no say in side, symbol, leverage or stop. */
export const POLICY_LIMITS = {
  'policy/multiplier-min': amount({
    default: 0.75,
    min: 0,
    max: 1,
    unit: 'multiplier',
    description:
      'The RL policy never multiplies a size by less than this. 1 is what it has without a licence.',
  }),
  'policy/multiplier-max': amount({
    default: 1.25,
    min: 1,
    max: 2,
    unit: 'multiplier',
    description: 'The RL policy never multiplies a size by more than this. The caps hold after it.',
  }),
  'policy/stale-days-max': amount({
    default: 3,
    min: 1,
    max: 30,
    unit: 'days',
    description:
      'A policy that was not brought up to date for longer has no say. It is brought up to date with each daily close.',
  }),
};

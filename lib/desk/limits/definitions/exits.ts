import { formatLadder, LADDER_PATTERN, type LadderSetting, parseLadder } from '../../plan/ladder.ts';
import type { Fraction } from '../../units.ts';
import { amount, choice, written } from '../definition.ts';

/** Targets, the trail and the time stop. */
export const EXITS_LIMITS = {
  'exits/ladder': written<LadderSetting>({
    default: 'by-leverage',
    unit: 'by-leverage, or legs such as 1R:0.3 2R:0.3 3R:0.4 (also 0.06ROI:0.3 …), shares summing to 1',
    description:
      'Take-profit legs: distance in stop distances (R) or return on margin (ROI), and the share each closes.',
    pattern: LADDER_PATTERN,
    format: formatLadder,
    parse: parseLadder,
  }),
  'exits/trail-atr-multiple': amount({
    default: 1,
    min: 0.1,
    max: 10,
    unit: 'multiples of ATR(14)',
    description: 'After the first target the stop trails this far behind the best mark price.',
  }),
  'exits/trail-fraction-min': amount<Fraction>({
    default: 0.004,
    min: 0.0005,
    max: 0.2,
    unit: 'fraction of price',
    description: 'The trail is never nearer than this.',
  }),
  'exits/trail-step-r-min': amount({
    default: 0.1,
    min: 0.01,
    max: 1,
    unit: 'R (multiples of the stop distance)',
    description: 'The stop is moved only when it improves by at least this much.',
  }),
  'exits/hold-minutes-max': amount({
    default: 240,
    min: 5,
    max: 20_160,
    unit: 'minutes',
    whole: true,
    description: 'Time stop: a position older than this is closed at market.',
  }),
  'exits/on-reverse': choice({
    of: ['ignore', 'close'],
    default: 'ignore',
    description:
      'Whether a signal against an open position closes it, or the position goes on by its own rules.',
  }),
};

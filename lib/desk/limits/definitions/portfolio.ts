import type { NotionalUsd } from '../../units.ts';
import { amount, choice } from '../definition.ts';

/** How much of what moves together, of one direction and of one group is carried at once. */
export const PORTFOLIO_LIMITS = {
  'portfolio/enabled': choice({
    of: ['yes', 'no'],
    default: 'yes',
    description:
      'Whether the Portfolio Balancer may shrink a trade. The caps of the Risk Guard hold either way.',
  }),
  'portfolio/correlated-notional-usd-max': amount<NotionalUsd>({
    default: 12_000,
    min: 0,
    max: 100_000_000,
    unit: 'USD of notional',
    description:
      'Largest exposure after correlation: the size of one coin that would move as much as all positions together.',
  }),
  'portfolio/net-notional-usd-max': amount<NotionalUsd>({
    default: 15_000,
    min: 0,
    max: 100_000_000,
    unit: 'USD of notional',
    description: 'Largest difference between what is long and what is short.',
  }),
  'portfolio/group-notional-usd-max': amount<NotionalUsd>({
    default: 8_000,
    min: 0,
    max: 100_000_000,
    unit: 'USD of notional',
    description: 'Largest difference between long and short within one group of coins (majors, L1, meme …).',
  }),
};

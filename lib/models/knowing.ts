import { normalQuantile } from './statistics.ts';

/** One-sided level of the licence, and the chance with which an edge that exists shall be seen. */
const LEVEL = 0.95;
const POWER = 0.8;

/**
 * How many independent trades tell a win rate from a lower one: with p0 the rate to beat and p1 the true one,
 * `((z(0.95) sqrt(p0 q0) + z(0.8) sqrt(p1 q1)) / (p1 - p0))^2`, the normal approximation of the one-sided test.
 * 55 % against 50 %: 616. Infinite where there is nothing to tell.
 * (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 2003, ch. 2.)
 */
export function tradesToKnow(rate: number, against: number): number {
  if (!(rate > against)) return Infinity;
  const spread = (p: number) => Math.sqrt(p * (1 - p));
  const reach = normalQuantile(LEVEL) * spread(against) + normalQuantile(POWER) * spread(rate);
  return Math.ceil((reach / (rate - against)) ** 2);
}

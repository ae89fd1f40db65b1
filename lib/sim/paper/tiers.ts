import type { LeverageTier } from '../../desk/instrument.ts';
import { tierLadder } from '../markets/tiers.ts';

/**
 * The leverage tiers of every symbol of a paper account. The venue tells its own to a signed request alone, and a paper
 * desk has no key. Of the venue's USDT perpetuals nine in ten are given more leverage and need less maintenance margin
 * at any notional up to 1,000,000; the rest are the newest and smallest (docs/decisions/0013-paper-tiers.md).
 */
export const PAPER_TIERS: readonly LeverageTier[] = tierLadder([
  [10_000, 10, 0.05],
  [50_000, 5, 0.1],
  [60_000, 4, 0.125],
  [250_000, 3, 0.1667],
  [500_000, 2, 0.25],
  [1_000_000, 1, 0.5],
]);

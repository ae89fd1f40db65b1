import type { Position, PositionFill } from './position/position.ts';
import { signOf, type Usd, usd } from './units.ts';

/** Where the money of some trades went, from what was planned to what the venue paid. The parts sum to `realisedUsd`. */
export interface ProfitWaterfall {
  readonly trades: number;
  /** What the plans would have earned at their planned size with every target reached. */
  readonly plannedUsd: Usd;
  /** What the size executed instead of the planned one took from that. */
  readonly sizeUsd: Usd;
  /** What leaving elsewhere than at the targets took: stops, trails, time. At the prices the desk reckoned with. */
  readonly exitsUsd: Usd;
  /** Fills worse (or better) than the prices the desk reckoned with: the mark at entry, triggers and marks at exit. */
  readonly slippageUsd: Usd;
  readonly feesUsd: Usd;
  readonly fundingUsd: Usd;
  readonly realisedUsd: Usd;
}

const EMPTY: ProfitWaterfall = {
  trades: 0,
  plannedUsd: usd(0),
  sizeUsd: usd(0),
  exitsUsd: usd(0),
  slippageUsd: usd(0),
  feesUsd: usd(0),
  fundingUsd: usd(0),
  realisedUsd: usd(0),
};

const isExit = (fill: PositionFill): boolean => fill.kind !== 'entry';

/**
 * One closed trade. The venue's realised profit is counted from the entry price; seen from the plan's reference price
 * the entry's slippage is a part of it, and each exit's is what lies between its fill and the price it was meant for.
 */
export function profitOf(position: Position): ProfitWaterfall {
  const { plan, side, fills } = position;
  const sign = signOf(side);
  const perDollar = plan.targets.reduce(
    (sum, { share, distanceFraction }) => sum + share * distanceFraction,
    0,
  );
  const planned = position.plannedNotionalUsd * perDollar;
  const executed = position.executedNotionalUsd * perDollar;
  const exits = fills.filter(isExit);
  const closed = exits.reduce((sum, { qty }) => sum + qty, 0);
  const entrySlip = -sign * (position.entryPrice - plan.referencePrice) * closed;
  const exitSlip = exits.reduce(
    (sum, { price, expectedPrice, qty }) => sum + sign * (price - (expectedPrice ?? price)) * qty,
    0,
  );
  const realised = fills.reduce((sum, { realisedUsd }) => sum + realisedUsd, 0);
  const fees = -fills.reduce((sum, { commissionUsd }) => sum + commissionUsd, 0);
  return {
    trades: 1,
    plannedUsd: usd(planned),
    sizeUsd: usd(executed - planned),
    exitsUsd: usd(realised - entrySlip - exitSlip - executed),
    slippageUsd: usd(entrySlip + exitSlip),
    feesUsd: usd(fees),
    fundingUsd: position.fundingUsd,
    realisedUsd: usd(realised + fees + position.fundingUsd),
  };
}

/** The waterfalls of several trades, added up. */
export const profitWaterfall = (closed: readonly Position[]): ProfitWaterfall =>
  closed.map(profitOf).reduce(
    (sum, each) => ({
      trades: sum.trades + each.trades,
      plannedUsd: usd(sum.plannedUsd + each.plannedUsd),
      sizeUsd: usd(sum.sizeUsd + each.sizeUsd),
      exitsUsd: usd(sum.exitsUsd + each.exitsUsd),
      slippageUsd: usd(sum.slippageUsd + each.slippageUsd),
      feesUsd: usd(sum.feesUsd + each.feesUsd),
      fundingUsd: usd(sum.fundingUsd + each.fundingUsd),
      realisedUsd: usd(sum.realisedUsd + each.realisedUsd),
    }),
    EMPTY,
  );

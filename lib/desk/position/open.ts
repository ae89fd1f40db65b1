import type { Intent } from '../book.ts';
import type { Instrument } from '../instrument.ts';
import { capped } from '../sizing/trace.ts';
import { type Minute, notionalOfQty, type Price, type Qty, type SymbolId, usd } from '../units.ts';
import { initialStop, targetLegs } from './bracket.ts';
import type { Position } from './position.ts';

/** What the venue says of a filled entry order. */
export interface EntryReport {
  readonly orderId: string;
  readonly filledQty: Qty;
  readonly averagePrice: Price;
}

/** `SOLUSDT-20250527T1430`: the symbol and the minute of the signal, the same for everybody who computes it. */
export const positionIdOf = (symbol: SymbolId, at: Minute): string =>
  `${symbol}-${new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, '')}`;

/** The position that an intent's fill opens, its bracket reckoned from the price that was really paid. */
export function positionOf(intent: Intent, report: EntryReport, instrument: Instrument): Position {
  const { plan, signal, policyContext } = intent;
  const { averagePrice: entryPrice, filledQty: qty } = report;
  const executed = notionalOfQty(qty, entryPrice);
  const stop = initialStop(signal.side, entryPrice, plan.stopFraction, instrument.tickSize);
  return {
    rev: 0,
    id: intent.positionId,
    symbol: intent.symbol,
    side: signal.side,
    phase: 'open',
    mode: intent.mode,
    source: signal.source,
    confidence: signal.confidence,
    openedAt: intent.minute,
    entryOrderId: report.orderId,
    slices: [],
    leverage: intent.leverage,
    entryPrice,
    entryQty: qty,
    qty,
    initialStopPrice: stop,
    stopFraction: plan.stopFraction,
    atrFraction: plan.atrFraction,
    roundTripCostFraction: plan.roundTripCostFraction,
    stopPrice: stop,
    stopStage: 'initial',
    bestMark: undefined,
    targets: targetLegs(signal.side, entryPrice, qty, plan.targets, instrument),
    protection: [],
    protectionSeq: 0,
    exits: [],
    fills: [],
    fundingUsd: usd(0),
    fundings: [],
    fundedTo: intent.minute,
    plan,
    trace: capped(
      intent.trace,
      'Smart Execution',
      'fill',
      executed,
      `${qty} of ${intent.qty} filled at ${entryPrice}`,
    ),
    ...(policyContext === undefined ? {} : { policyContext }),
    plannedNotionalUsd: plan.plannedNotionalUsd,
    intendedNotionalUsd: intent.intendedNotionalUsd,
    executedNotionalUsd: executed,
    closedAt: undefined,
    flatSeenAt: undefined,
  };
}

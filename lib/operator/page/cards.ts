import type { Intent } from '../../desk/book.ts';
import { netOf, oneRUsd } from '../../desk/position/evolve.ts';
import type { Position } from '../../desk/position/position.ts';
import { largestCut } from '../../desk/sizing/trace.ts';
import { minuteOf, signOf } from '../../desk/units.ts';
import { cutName } from '../sentences.ts';
import { openLine } from '../views/open-positions.ts';
import { positionView } from '../views/position.ts';
import type { PositionCard, TradeRow } from './api.ts';

/** An open position as the page shows it, at a mark if there is one. Pure. */
export function cardOf(
  position: Position,
  intents: readonly Intent[],
  mark: number | undefined,
  minute: number | undefined,
): PositionCard {
  const { side, qty, entryPrice, entryQty, bestMark } = position;
  const line = openLine(position, minute === undefined ? undefined : minuteOf(minute));
  const { size } = positionView(position, intents);
  const pnlUsd = mark === undefined ? null : netOf(position) + signOf(side) * qty * (mark - entryPrice);
  const risk = oneRUsd(position);
  return {
    id: position.id,
    symbol: position.symbol,
    side,
    source: position.source,
    phase: position.phase,
    openedAt: position.openedAt,
    leverage: position.leverage,
    confidence: position.confidence,
    qty,
    entryQty,
    entryPrice,
    markPrice: mark ?? null,
    initialStopPrice: position.initialStopPrice,
    stopPrice: position.stopPrice,
    stopStage: position.stopStage,
    bestMark: bestMark ?? null,
    targets: position.targets.map(({ triggerPrice, filled, qty: part }) => ({
      price: triggerPrice,
      filled,
      share: entryQty > 0 ? part / entryQty : 0,
    })),
    stopsLive: line.stopsLive,
    plannedUsd: position.plannedNotionalUsd,
    executedUsd: position.executedNotionalUsd,
    size,
    pnlUsd,
    rMultiple: pnlUsd === null || !(risk > 0) ? null : pnlUsd / risk,
    ifStoppedUsd: line.ifStoppedUsd,
    minutesHeld: line.minutesHeld,
  };
}

/** Less than this share of the planned size is a rounding. */
const CUT_FRACTION_MIN = 0.01;

/** A position that is over, as a row. Pure. */
export function tradeRow(position: Position): TradeRow {
  const cut = largestCut(position.trace);
  const isCut =
    cut !== undefined && cut.beforeUsd - cut.afterUsd >= CUT_FRACTION_MIN * position.plannedNotionalUsd;
  const netUsd = netOf(position);
  return {
    id: position.id,
    symbol: position.symbol,
    side: position.side,
    source: position.source,
    openedAt: position.openedAt,
    closedAt: position.closedAt ?? null,
    plannedUsd: position.plannedNotionalUsd,
    executedUsd: position.executedNotionalUsd,
    cutBy: isCut ? cutName(cut) : null,
    netUsd,
    rMultiple: netUsd / oneRUsd(position),
    exit: position.fills.at(-1)?.kind ?? null,
  };
}

import { netOf } from '../../desk/position/evolve.ts';
import type { Position } from '../../desk/position/position.ts';
import { MINUTE_MS, type Minute, signOf } from '../../desk/units.ts';
import { dollars } from '../../desk/words.ts';
import { tableLines } from '../../local/terminal/table.ts';
import { priceText, qtyText, signedDollars, spanText } from '../figures.ts';
import type { Screen } from '../screen.ts';
import { forcedMark } from '../sentences.ts';

/** An open position as the status lists it. */
export interface OpenLine {
  readonly id: string;
  readonly symbol: string;
  readonly side: string;
  readonly phase: string;
  readonly mode: string;
  readonly source: string;
  readonly qty: number;
  readonly entryPrice: number;
  readonly notionalUsd: number;
  readonly stopPrice: number;
  readonly stopStage: string;
  readonly nextTargetPrice: number | null;
  /** Stops that rest at the venue, as last read back. */
  readonly stopsLive: number;
  /** Profit or loss of the whole position if the stop is hit now, without the exit's costs. */
  readonly ifStoppedUsd: number;
  readonly minutesHeld: number;
}

/** A position as it stood in a minute. Pure. */
export function openLine(position: Position, now: Minute | undefined): OpenLine {
  const { entryPrice, stopPrice, qty, side } = position;
  return {
    id: position.id,
    symbol: position.symbol,
    side,
    phase: position.phase,
    mode: position.mode,
    source: position.source,
    qty,
    entryPrice,
    notionalUsd: qty * entryPrice,
    stopPrice,
    stopStage: position.stopStage,
    nextTargetPrice: position.targets.find(target => !target.filled)?.triggerPrice ?? null,
    stopsLive: position.protection.filter(
      order => order.state === 'live' && (order.leg === 'backstop' || order.leg === 'working'),
    ).length,
    ifStoppedUsd: netOf(position) + signOf(side) * qty * (stopPrice - entryPrice),
    minutesHeld: now === undefined ? 0 : Math.max(0, (now - position.openedAt) / MINUTE_MS),
  };
}

/** Open positions under their titles, what protects each of them last. Pure. */
export function openPositionLines(positions: readonly OpenLine[], { width, paint }: Screen): string[] {
  if (positions.length === 0) return ['No position is open.'];
  const columns = [
    { title: 'position', align: 'left' },
    { title: 'side', align: 'left' },
    { title: 'notional', align: 'right' },
    { title: 'entry', align: 'right' },
    { title: 'stop', align: 'right' },
    { title: 'stage', align: 'left', dropRank: 2 },
    { title: 'target', align: 'right' },
    { title: 'at stop', align: 'right' },
    { title: 'held', align: 'right', dropRank: 1 },
    { title: 'qty', align: 'right', dropRank: 3 },
    { title: 'stops', align: 'left' },
  ] as const;
  const rows = positions.map(each => [
    { text: each.symbol },
    { text: `${each.side}${forcedMark(each.source === 'forced' ? 'forced' : 'ensemble')}` },
    { text: dollars(each.notionalUsd) },
    { text: priceText(each.entryPrice) },
    { text: priceText(each.stopPrice) },
    { text: each.stopStage },
    { text: each.nextTargetPrice === null ? '-' : priceText(each.nextTargetPrice) },
    { text: signedDollars(each.ifStoppedUsd) },
    { text: spanText(each.minutesHeld) },
    { text: qtyText(each.qty) },
    each.qty === 0
      ? { text: 'flat, being closed' }
      : each.stopsLive > 0 && each.phase !== 'open' && each.phase !== 'unknown'
        ? { text: `${each.stopsLive} live`, paint: paint.good }
        : { text: each.phase === 'unknown' ? 'IN DOUBT' : 'NONE', paint: paint.bad },
  ]);
  return tableLines(columns, rows, width, paint.dim);
}

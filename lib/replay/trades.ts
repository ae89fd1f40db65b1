import type { JournalRecord } from '../desk/journal.ts';
import { netOf, oneRUsd } from '../desk/position/evolve.ts';
import type { Position } from '../desk/position/position.ts';
import { signOf } from '../desk/units.ts';
import type { Excursion } from './account.ts';
import type { NotTakenCount, ReplayTrade } from './result.ts';

type Stop = ReplayTrade['stops'][number];

/** What a replay keeps of its journal: how stops moved, and what was not taken. */
export class Kept {
  readonly #stops = new Map<string, Stop[]>();
  readonly #notTaken = new Map<string, { n: number; plannedUsd: number }>();
  troubles = 0;
  firstTrouble: Extract<JournalRecord, { type: 'trouble' }> | undefined;

  hear(record: JournalRecord): void {
    if (record.type === 'protection') this.#stop(record);
    if (record.type === 'not-taken') this.#count(record);
    if (record.type !== 'trouble') return;
    this.troubles += 1;
    this.firstTrouble ??= record;
  }

  stopsOf(id: string): readonly Stop[] {
    return this.#stops.get(id) ?? [];
  }

  /** The most frequent first. */
  notTaken(): readonly NotTakenCount[] {
    return [...this.#notTaken].map(([code, each]) => ({ code, ...each })).toSorted((a, b) => b.n - a.n);
  }

  #stop({
    leg,
    action,
    positionId,
    minute,
    triggerPrice,
    stage,
  }: Extract<JournalRecord, { type: 'protection' }>) {
    if (leg !== 'working' || (action !== 'placed' && action !== 'moved')) return;
    const own = this.#stops.get(positionId) ?? [];
    if (own.at(-1)?.price !== triggerPrice)
      own.push({ at: minute, price: triggerPrice, stage: stage ?? 'initial' });
    this.#stops.set(positionId, own);
  }

  #count({ code, plannedUsd = 0 }: { readonly code: string; readonly plannedUsd?: number }): void {
    const known = this.#notTaken.get(code) ?? { n: 0, plannedUsd: 0 };
    this.#notTaken.set(code, { n: known.n + 1, plannedUsd: known.plannedUsd + plannedUsd });
  }
}

/** A position as a replay's result has it. */
export function tradeOf(
  position: Position,
  stops: readonly Stop[],
  excursion: Excursion | undefined,
): ReplayTrade {
  const { side, entryPrice, fills, closedAt } = position;
  const oneR = oneRUsd(position);
  const netUsd = netOf(position);
  const perR = oneR > 0 ? (position.entryQty * signOf(side)) / oneR : 0;
  const moves =
    excursion === undefined ? [0] : [excursion.low, excursion.high].map(at => (at - entryPrice) * perR);
  const lastExit = fills.findLast(({ kind }) => kind !== 'entry')?.kind;
  return {
    id: position.id,
    symbol: position.symbol,
    side,
    source: position.source,
    confidence: position.confidence,
    openedAt: position.openedAt,
    ...(closedAt === undefined ? {} : { closedAt }),
    entryPrice,
    qty: position.entryQty,
    leverage: position.leverage,
    plannedUsd: position.plannedNotionalUsd,
    intendedUsd: position.intendedNotionalUsd,
    executedUsd: position.executedNotionalUsd,
    trace: position.trace,
    initialStopPrice: position.initialStopPrice,
    stops,
    targets: position.targets.map(({ triggerPrice, qty, filled }) => ({ price: triggerPrice, qty, filled })),
    fills: fills.map(({ at, kind, price, qty, realisedUsd, commissionUsd }) => ({
      at,
      kind,
      price,
      qty,
      realisedUsd,
      commissionUsd,
    })),
    fundingUsd: position.fundingUsd,
    netUsd,
    oneRUsd: oneR,
    rMultiple: oneR > 0 ? netUsd / oneR : 0,
    maeR: Math.max(0, -Math.min(...moves)),
    mfeR: Math.max(0, ...moves),
    ...(lastExit === undefined || lastExit === 'entry' || closedAt === undefined ? {} : { lastExit }),
  };
}

import { createHash } from 'node:crypto';
import type { JournalRecord } from '../desk/journal.ts';
import { median } from '../desk/statistics.ts';
import { MINUTE_MS } from '../desk/units.ts';
import type { ExchangeStatus } from './exchange-control.ts';

/** What came of a run. Money, fills and the two safety figures are the exchange's; the rest is the desk's journal. */
export interface Summary {
  readonly minutes: number;
  readonly universeSize: number;
  readonly entries: number;
  readonly closedTrades: number;
  /** Kind of exit → how many orders; one that filled in several trades counts once. */
  readonly exits: Readonly<Record<string, number>>;
  /**
   * How often working stops were moved: the first move of each, which takes it to break-even with costs at least (mostly
   * further, since the trail is armed by the same target), and those that followed.
   */
  readonly stopMoves: Readonly<Record<string, number>>;
  readonly fills: number;
  readonly equityUsd: number;
  readonly realisedUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
  /** Median of executed over intended size; null without entries. */
  readonly fidelityMedian: number | null;
  readonly unprotectedMinutes: number;
  readonly duplicateOrders: number;
  /** Days whose truth was rebuilt from the venue's ledger, and the most that the desk differed by on one of them. */
  readonly daysClosed: number;
  readonly truthMismatchUsd: number;
  /** How often a model's record was brought up to date with what had come of its predictions. */
  readonly revalidations: number;
  /** Reason → minutes that opened nothing for it, and signals not taken for it. */
  readonly noTrade: Readonly<Record<string, number>>;
  /** SHA-256 over all records in order, as canonical JSON: equal runs have equal hashes. */
  readonly journalHash: string;
  readonly wallSeconds: number;
}

/** What the journal says of a span, counted record by record. */
export class JournalTally {
  entries = 0;
  closedTrades = 0;
  revalidations = 0;
  truthMismatchUsd = 0;
  readonly #days = new Set<number>();
  readonly exits = new Counter();
  readonly stopMoves = new Counter();
  readonly noTrade = new Counter();
  readonly #hash = createHash('sha256');
  /** By position; a slice of it that is filled later raises it. */
  readonly #fidelities = new Map<string, number>();
  readonly #exitsSeen = new Set<string>();
  readonly #movesSeen = new Set<string>();

  add(record: JournalRecord): void {
    this.#hash.update(`${canonicalJson(record)}\n`);
    switch (record.type) {
      case 'minute':
        if (record.noTrade !== undefined) this.noTrade.add(record.noTrade);
        return;
      case 'not-taken':
        this.noTrade.add(record.code);
        return;
      case 'entry':
        this.#entry(record.positionId, record.executedUsd / record.intendedUsd);
        return;
      case 'slice':
        this.#slice(record);
        return;
      case 'exit':
        this.#exit(`${record.positionId} ${record.kind} ${record.minute}`, record.kind);
        return;
      case 'closed':
        this.closedTrades += 1;
        return;
      case 'revalidated':
        if (record.resolved > 0) this.revalidations += 1;
        return;
      case 'truth':
        this.#days.add(record.day);
        this.truthMismatchUsd = Math.max(this.truthMismatchUsd, record.mismatchUsd);
        return;
      case 'protection':
        this.#stopMove(record);
        return;
      case 'account':
      case 'votes':
      case 'shadow':
      case 'seat':
      case 'policy':
      case 'divergence':
      case 'unprotected':
      case 'unknown':
      case 'foreign':
      case 'trouble':
      case 'state':
      case 'universe':
        return;
      default:
        record satisfies never;
    }
  }

  get fidelityMedian(): number | null {
    return this.#fidelities.size === 0 ? null : median([...this.#fidelities.values()]);
  }

  get daysClosed(): number {
    return this.#days.size;
  }

  /** Ends the tally: the hash of all that was added. */
  hash(): string {
    return this.#hash.digest('hex');
  }

  /** A tick that died behind its entry is completed by the next one, which records the entry once more. */
  #entry(positionId: string, fidelity: number): void {
    if (this.#fidelities.has(positionId)) return;
    this.entries += 1;
    this.#fidelities.set(positionId, fidelity);
  }

  #slice({ positionId, executedUsd, intendedUsd }: Extract<JournalRecord, { type: 'slice' }>): void {
    if (executedUsd === undefined || intendedUsd === undefined) return;
    this.#fidelities.set(positionId, executedUsd / intendedUsd);
  }

  /** The same price again is a stop whose quantity followed the position, and no move. */
  #stopMove({
    action,
    stage,
    positionId,
    triggerPrice,
  }: Extract<JournalRecord, { type: 'protection' }>): void {
    if (action !== 'moved' || stage === undefined || stage === 'initial') return;
    const move = `${positionId} ${triggerPrice}`;
    if (this.#movesSeen.has(move)) return;
    this.stopMoves.add(this.#movesSeen.has(positionId) ? 'further' : 'to-break-even');
    this.#movesSeen.add(move).add(positionId);
  }

  /** A large order takes several levels of the book, and each is a record. */
  #exit(order: string, kind: string): void {
    if (this.#exitsSeen.has(order)) return;
    this.#exitsSeen.add(order);
    this.exits.add(kind);
  }
}

class Counter {
  readonly #counts = new Map<string, number>();
  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }
  /** Most frequent first. */
  sorted(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
  }
}

export interface SummaryParts {
  readonly tally: JournalTally;
  readonly status: ExchangeStatus;
  readonly universeSize: number;
  readonly wallSeconds: number;
}

/** Puts the parts together. The tally is used up. */
export function summaryOf({ tally, status, universeSize, wallSeconds }: SummaryParts): Summary {
  return {
    minutes: Math.round((status.time - status.startedAt) / MINUTE_MS),
    universeSize,
    entries: tally.entries,
    closedTrades: tally.closedTrades,
    exits: tally.exits.sorted(),
    stopMoves: tally.stopMoves.sorted(),
    fills: status.fills,
    equityUsd: status.equityUsd,
    realisedUsd: status.realisedUsd,
    feesUsd: status.feesUsd,
    fundingUsd: status.fundingUsd,
    fidelityMedian: tally.fidelityMedian,
    unprotectedMinutes: status.unprotectedMinutes,
    duplicateOrders: status.duplicateOrders,
    daysClosed: tally.daysClosed,
    truthMismatchUsd: tally.truthMismatchUsd,
    revalidations: tally.revalidations,
    noTrade: tally.noTrade.sorted(),
    journalHash: tally.hash(),
    wallSeconds: Number(wallSeconds.toFixed(3)),
  };
}

/** JSON with the members of every object in alphabetical order, so that equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

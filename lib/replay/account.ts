import type { Position } from '../desk/position/position.ts';
import { isOpen } from '../desk/risk/exposure.ts';
import { HOUR_MS, type Minute, type Price, type SymbolId, signOf } from '../desk/units.ts';
import type { AccountPoint } from './result.ts';

/** The furthest that the mark went either way while a position was open. */
export interface Excursion {
  low: number;
  high: number;
}

/** The account by the hour, and how far the marks of each position went. */
export class AccountCourse {
  readonly points: AccountPoint[] = [];
  readonly excursions = new Map<string, Excursion>();
  #lowUsd = Number.POSITIVE_INFINITY;
  #last: AccountPoint | undefined;
  #next: number;

  constructor(from: Minute) {
    this.#next = from;
  }

  /** How the account stands in a minute, told for every one in which something is open, and whenever it has changed. */
  at(
    minute: Minute,
    equityUsd: number,
    positions: readonly Position[],
    markOf: (symbol: SymbolId) => Price | undefined,
  ): void {
    this.#passHours(minute);
    let [net, gross, open] = [0, 0, 0];
    for (const position of positions) {
      if (!isOpen(position)) continue;
      const mark = markOf(position.symbol);
      if (mark === undefined) continue;
      const notional = position.qty * mark;
      net += signOf(position.side) * notional;
      gross += notional;
      open += 1;
      this.#widen(position.id, mark);
    }
    this.#lowUsd = Math.min(this.#lowUsd, equityUsd);
    this.#last = {
      at: minute,
      equityUsd,
      lowUsd: this.#lowUsd,
      netExposureUsd: net,
      grossExposureUsd: gross,
      openPositions: open,
    };
    if (minute >= this.#next) this.#keep();
  }

  /** The last of all, whether its hour is over or not. */
  end(at: number): void {
    this.#passHours(at);
    if (this.#last === undefined || this.points.at(-1)?.at === at) return;
    // A low of an hour that is over stands there already.
    this.points.push({ ...this.#last, at, lowUsd: Math.min(this.#lowUsd, this.#last.equityUsd) });
  }

  /** Hours of which nothing was told: nothing was open in them. */
  #passHours(minute: number): void {
    if (this.#last === undefined) return;
    for (; this.#next < minute; this.#next += HOUR_MS) {
      const lowUsd = Math.min(this.#lowUsd, this.#last.equityUsd);
      this.points.push({ ...this.#last, at: this.#next, lowUsd });
      this.#lowUsd = Number.POSITIVE_INFINITY;
    }
  }

  #keep(): void {
    const last = this.#last as AccountPoint;
    this.points.push(last);
    this.#lowUsd = Number.POSITIVE_INFINITY;
    this.#next = (Math.floor(last.at / HOUR_MS) + 1) * HOUR_MS;
  }

  #widen(id: string, mark: number): void {
    const known = this.excursions.get(id);
    if (known === undefined) this.excursions.set(id, { low: mark, high: mark });
    else {
      known.low = Math.min(known.low, mark);
      known.high = Math.max(known.high, mark);
    }
  }
}

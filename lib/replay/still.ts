import type { Book } from '../desk/book.ts';
import { keepBook } from '../desk/book-keeping.ts';
import { limitsDenial } from '../desk/doctor/errors.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { decide } from '../desk/position/decide.ts';
import { evolve } from '../desk/position/evolve.ts';
import type { Position } from '../desk/position/position.ts';
import type { RestingOrder } from '../desk/position/resting.ts';
import { deskDenial } from '../desk/risk/permission.ts';
import { doubtfulAccount } from '../desk/risk/plausible.ts';
import { dayOf, type Minute, type SymbolId, type Usd, usd } from '../desk/units.ts';
import type { Account, VenuePosition } from '../ports.ts';
import type { Engine } from '../sim/engine/engine.ts';
import { accountOf, conditionalOf, positionOf } from '../sim/venue/reports.ts';
import type { ReplayStore } from './store.ts';

/** What a still minute leaves behind: the account's marks, and nothing else. */
export interface StillMinute {
  readonly book: Book;
  /** Of open positions, as they stand after it: a trail follows the best mark. */
  readonly positions: readonly Position[];
  readonly holdings: ReadonlyMap<SymbolId, VenuePosition>;
}

/** What the venue would have to do for something to have happened: fills, orders, funding, transfers. */
const eventsOf = ({ state }: Engine): string =>
  `${state.lastId} ${state.trades.length} ${state.income.length} ${state.orders.length}`;

/** Half the width of equities that are asked about together, as a share. */
const BAND = 0.005;
const NO_BAND = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY, code: undefined };

/**
 * Tells minutes in which nothing can happen. It is asked after a minute that was run, and holds that minute's end against
 * the next: as long as the venue has done nothing, and the desk's own rules, asked here as its monitor asks them, want
 * nothing done, running the minute would write the account's marks and be over. A replay that runs every minute has the
 * same journal; a test holds it.
 */
export class Stillness {
  readonly #engine: Engine;
  readonly #limits: Limits;
  readonly #store: ReplayStore;
  #events = '';
  #calm = false;
  #day = -1;
  #resting: ReadonlyMap<SymbolId, readonly RestingOrder[]> = new Map();
  #band: { readonly from: number; readonly to: number; readonly code: string | undefined } = NO_BAND;

  constructor(engine: Engine, limits: Limits, store: ReplayStore) {
    this.#engine = engine;
    this.#limits = limits;
    this.#store = store;
  }

  /** A minute has been run, and time has not gone on yet. */
  ran(minute: Minute): void {
    const { book, positions, intents } = this.#store;
    this.#day = dayOf(minute);
    this.#events = eventsOf(this.#engine);
    this.#calm =
      book !== undefined &&
      intents.size === 0 &&
      book.reservations.length === 0 &&
      book.orphans.length === 0 &&
      book.foreign.length === 0 &&
      book.suspectEquityUsd === undefined &&
      [...positions.values()].every(({ phase }) => phase === 'protected');
    if (!this.#calm) return;
    this.#resting = new Map(
      [...positions.keys()].map(symbol => [
        symbol as SymbolId,
        this.#engine.openAlgos(symbol as SymbolId).map(algo => conditionalOf(this.#engine, algo)),
      ]),
    );
  }

  /** Whether nothing at all is open, so that nothing happens until somebody speaks or the day ends. */
  get isFlat(): boolean {
    // A halt is lifted at a minute that a limit names.
    return this.#calm && this.#store.positions.size === 0 && this.#store.book?.haltedAt === undefined;
  }

  /** What this minute would leave behind; undefined where it has to be run to know. */
  at(minute: Minute): StillMinute | undefined {
    if (!this.#calm || dayOf(minute) !== this.#day || eventsOf(this.#engine) !== this.#events)
      return undefined;
    const { book: before, live: open } = this.#store;
    if (before === undefined) return undefined;
    const holdings = new Map<SymbolId, VenuePosition>();
    for (const held of this.#engine.positions()) holdings.set(held.symbol, positionOf(this.#engine, held));
    if (holdings.size !== open.length) return undefined;
    const positions: Position[] = [];
    for (const position of open) {
      const held = holdings.get(position.symbol);
      const marked = held === undefined ? undefined : this.#unmoved(position, held, minute);
      if (marked === undefined) return undefined;
      positions.push(marked);
    }
    const book = this.#marked(before, accountOf(this.#engine.account()), minute);
    return book === undefined ? undefined : { book, positions, holdings };
  }

  /** Why entry would open nothing without having heard anybody. */
  denial(): string | undefined {
    const { book, live } = this.#store;
    if (book === undefined) return undefined;
    return (
      deskDenial(book, this.#limits)?.code ?? this.#impossible(book.equityUsd) ?? doubtfulAccount(live)?.code
    );
  }

  /**
   * What the limits allow at an equity takes longer to find than all else in a still minute. Where it is the same at both
   * ends of a narrow band and in its middle, it is the same within.
   */
  #impossible(equityUsd: Usd): string | undefined {
    if (equityUsd >= this.#band.from && equityUsd <= this.#band.to) return this.#band.code;
    const codeAt = (share: number) => limitsDenial(this.#limits, usd(equityUsd * share))?.code;
    const [code, below, above] = [codeAt(1), codeAt(1 - BAND), codeAt(1 + BAND)];
    if (code === below && code === above)
      this.#band = { from: equityUsd * (1 - BAND), to: equityUsd * (1 + BAND), code };
    return code;
  }

  #unmoved(position: Position, held: VenuePosition, minute: Minute): Position | undefined {
    if (Math.abs(held.qty) !== position.qty) return undefined;
    const { values } = this.#limits;
    const instrument = this.#engine.instrument(position.symbol);
    if (instrument === undefined) return undefined;
    const marked = evolve(position, { type: 'marked', mark: held.markPrice });
    const view = {
      minute,
      mark: held.markPrice,
      liquidationPrice: held.liquidationPrice,
      resting: this.#resting.get(position.symbol) ?? [],
      instrument,
      flattenAll: values['control/state'] === 'halted' && values['control/halt-flatten'] === 'yes',
    };
    return decide(marked, view, this.#limits).length === 0 ? marked : undefined;
  }

  #marked(before: Book, account: Account, minute: Minute): Book | undefined {
    const reading = { account, minute, transfersUsd: usd(0), explainedUsd: usd(0), limits: this.#limits };
    const { book, changes } = keepBook(before, reading);
    return changes.length > 0 || book.suspectEquityUsd !== undefined
      ? undefined
      : { ...book, monitoredMinute: minute };
  }
}

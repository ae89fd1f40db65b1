import { MINUTE_MS } from '../desk/units.ts';
import { hashOfText, mixed } from './chance.ts';
import type { FaultName, Request } from './faults.ts';
import { STORY_STARTS_AT } from './market.ts';
import type { TickRun } from './tick-run.ts';

/** Steps kept for the telling of a failure: the last ones before it. */
const LINES_KEPT = 60;

/** Follows a run: a hash of all that happened, what struck how often, and on demand the last steps in words. */
export class Teller {
  readonly struck = new Map<string, number>();
  readonly #now: () => number;
  readonly #tells: boolean;
  readonly #lines: string[] = [];
  #hash = 0;

  constructor(now: () => number, tells: boolean) {
    this.#now = now;
    this.#tells = tells;
  }

  /** Two runs with the same hash went through the same steps at the same instants. */
  get hash(): string {
    return this.#hash.toString(16).padStart(8, '0');
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  note(value: number): void {
    this.#hash = mixed(this.#hash, value);
  }

  counts(what: string, times = 1): void {
    this.struck.set(what, (this.struck.get(what) ?? 0) + times);
  }

  sent(tick: TickRun, request: Request, nth: number, fault: FaultName | undefined): void {
    this.note(Math.round(this.#now() * 1_000));
    this.note(tick.hash);
    this.note(nth);
    if (fault !== undefined) {
      this.counts(fault);
      this.note(hashOfText(fault));
    }
    if (this.#tells && fault !== undefined)
      this.say(tick, `${request.port}.${request.method} #${nth + 1}: ${fault}`);
  }

  executed(tick: TickRun, request: Request): void {
    this.note(tick.hash ^ request.method.length);
    if (this.#tells && SHOWN.has(request.method)) this.say(tick, `${request.method} ${shown(request.args)}`);
  }

  died(tick: TickRun, how: string): void {
    this.note(hashOfText(how));
    this.say(tick, how);
  }

  /** A line of the telling. */
  say(who: TickRun | string, what: string): void {
    if (!this.#tells) return;
    const name = typeof who === 'string' ? who : `${who.actor} of ${clock(who.minute)}`;
    this.#lines.push(`${clock(this.#now(), true)}  ${name.padEnd(17)} ${what}`);
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
  }
}

const SHOWN = new Set([
  'place',
  'placeConditional',
  'cancelConditional',
  'cancel',
  'setLeverage',
  'setMarginMode',
  'saveIntent',
  'savePosition',
  'saveItem',
  'deleteItem',
]);

const shown = ([item]: readonly unknown[]): string => {
  if (typeof item !== 'object' || item === null) return String(item);
  const keys = [
    'clientId',
    'id',
    'symbol',
    'side',
    'type',
    'state',
    'phase',
    'qty',
    'triggerPrice',
    'stopPrice',
    'rev',
  ];
  return keys
    .filter(key => key in item)
    .map(key => String((item as Record<string, unknown>)[key]))
    .join(' ');
};

/** `12:03` of the story's clock; with seconds on demand. */
export const clock = (at: number, exact = false): string => {
  const text = new Date(at).toISOString();
  const day = Math.floor((at - STORY_STARTS_AT + 12 * 60 * MINUTE_MS) / (1_440 * MINUTE_MS));
  return `${day > 0 ? `+${day}d ` : ''}${exact ? text.slice(11, 23) : text.slice(11, 16)}`;
};

import { type SymbolId, symbolId } from '../../desk/units.ts';
import type { Engine } from '../../sim/engine/engine.ts';
import { refuse } from '../../sim/engine/refusal.ts';
import { badRequest, missing, refusal } from './wire-error.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;
const INTEGER = /^\d{1,16}$/;

/** What a request carries, read by name. Unknown parameters are ignored, as the venue does: a typo has no effect (I31). */
export class Params {
  readonly #values: URLSearchParams;
  constructor(raw: string) {
    this.#values = new URLSearchParams(raw);
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === null || value === '' ? undefined : value;
  }
  needText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw missing(name);
    return value;
  }
  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!NUMBER.test(value)) throw refusal(refuse.illegal(name));
    return Number(value);
  }
  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!INTEGER.test(value)) throw refusal(refuse.illegal(name));
    return Number(value);
  }
  needInteger(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw missing(name);
    return value;
  }
  flag(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw refusal(refuse.badData(name));
    return value === 'true';
  }
  /** One of the given words, in the venue's capitals. */
  word<T extends string>(name: string, allowed: readonly T[], code = -1130): T | undefined {
    const value = this.text(name)?.toUpperCase();
    if (value === undefined) return undefined;
    const found = allowed.find(word => word === value);
    if (found === undefined)
      throw badRequest(
        code,
        code === -1130 ? `Data sent for parameter '${name}' is not valid.` : `Invalid ${name}.`,
      );
    return found;
  }
  needWord<T extends string>(name: string, allowed: readonly T[], code = -1130): T {
    const value = this.word(name, allowed, code);
    if (value === undefined) throw missing(name);
    return value;
  }
  symbol(engine: Engine): SymbolId | undefined {
    const value = this.text('symbol');
    if (value === undefined) return undefined;
    const symbol = symbolId(value);
    if (engine.instrument(symbol) === undefined) throw refusal(refuse.badSymbol());
    return symbol;
  }
  needSymbol(engine: Engine): SymbolId {
    const symbol = this.symbol(engine);
    if (symbol === undefined) throw missing('symbol');
    return symbol;
  }
  /** A row limit: the default when absent, capped at the venue's most. */
  limit(byDefault: number, most: number): number {
    const value = this.integer('limit') ?? byDefault;
    if (value < 1) throw refusal(refuse.badData('limit'));
    return Math.min(value, most);
  }
}

import { type FlattenWord, flattenWordFor, formatFlatten } from '../../desk/limits/flatten.ts';
import { LIMITS } from '../../desk/limits/schema.ts';
import type { Position } from '../../desk/position/position.ts';
import {
  type EpochMs,
  epochMs,
  MINUTE_MS,
  type Minute,
  minutesAfter,
  type SymbolId,
} from '../../desk/units.ts';
import { dollars } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { knownSymbols, symbolNamed } from '../symbols.ts';
import { changeLimits } from './limit-changes.ts';

/** Whether a person means it: asked with what would be closed, where there is somebody to ask. */
export type Ask = (question: string) => Promise<boolean>;

/**
 * Closes one coin's position, or all, at market in the desk's next minute, and halts nothing. It is a word in the limit
 * `control/flatten`, so that it reaches any desk, and outlives whatever crashes until the position is closed.
 * @throws Refusal where nothing of that coin is open
 */
export async function flatten(
  connection: Connection,
  typed: string | undefined,
  meant: boolean | Ask,
): Promise<Answer> {
  const { reader, limits } = connection;
  const [state, reasons] = [await reader.load(), await reader.universeReasons()];
  const monitored = state.book?.monitoredMinute;
  if (monitored === undefined) throw new Refusal('flatten: the desk has not finished a minute yet');
  const symbol = typed === undefined ? 'all' : symbolNamed(typed, knownSymbols(state, reasons));
  const open = state.positions.filter(({ phase }) => phase !== 'closed');
  const closing = open.filter(each => symbol === 'all' || each.symbol === symbol);
  if (closing.length === 0) throw new Refusal(nothingOpen(symbol, state.book?.foreign ?? []));
  // Whatever is open was opened in a minute that the monitor had begun, by the desk's own clock.
  const before = minutesAfter(monitored, 1);
  const standing = LIMITS['control/flatten'].parse((await limits.get('control/flatten'))?.text ?? 'none');
  const kept = 'value' in standing ? standing.value.filter(word => isStillMeant(word, open, monitored)) : [];
  const words = withWord(kept, { symbol, before: epochMs(before) });
  const yes = typeof meant === 'boolean' ? meant : await meant(question(closing));
  return changeLimits(connection, {
    wanted: { 'control/flatten': formatFlatten(words) },
    yes,
    notes: [
      ...closing.map(
        each => `${yes ? 'Closed at market in the next minute' : 'Would be closed'}: ${told(each)}.`,
      ),
      'The desk is not halted: a later signal may open the coin again. To keep it out, add it to universe/denied; to keep all out, npm run desk -- halt.',
    ],
  });
}

const told = ({ symbol, side, qty, entryPrice }: Position): string =>
  `${symbol} ${side}, ${dollars(qty * entryPrice)} at entry`;

const question = (closing: readonly Position[]): string =>
  `Close at market ${closing.map(told).join('; ')}? [y/N] `;

function nothingOpen(symbol: SymbolId | 'all', foreign: readonly { readonly symbol: SymbolId }[]): string {
  const byHand = foreign.filter(held => symbol === 'all' || held.symbol === symbol);
  const others =
    byHand.length === 0
      ? ''
      : `; what another hand opened (${byHand.map(held => held.symbol).join(', ')}) is closed by control/foreign flatten`;
  return `flatten: nothing${symbol === 'all' ? '' : ` in ${symbol}`} is open${others}`;
}

/** So long a signal is good after its bar: until then the word keeps it from being followed. */
const SIGNAL_MINUTES = 5;

/** A word that has done its work is left out of the next text, which would grow for ever. */
function isStillMeant(word: FlattenWord, open: readonly Position[], monitored: Minute): boolean {
  const isDue = open.some(({ symbol, openedAt }) => flattenWordFor([word], symbol, openedAt) !== undefined);
  return isDue || word.before + SIGNAL_MINUTES * MINUTE_MS > monitored;
}

/** One word a coin: the later instant says all that the earlier one said. */
function withWord(words: readonly FlattenWord[], added: FlattenWord): readonly FlattenWord[] {
  const latest = (a: EpochMs, b: EpochMs) => epochMs(Math.max(a, b));
  const same = words.find(({ symbol }) => symbol === added.symbol);
  const others = words.filter(word => word !== same);
  return [...others, { ...added, before: latest(added.before, same?.before ?? added.before) }];
}

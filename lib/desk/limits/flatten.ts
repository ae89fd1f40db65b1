import { type EpochMs, epochMs, type SymbolId, symbolId } from '../units.ts';
import type { LimitParse } from './definition.ts';
import { instantOf, instantText } from './instant.ts';

/**
 * A person's word that what is open of one coin, or of all, be closed. It speaks of what was there before its instant:
 * read again, or by another tick, it says the same, and what is opened later it leaves alone.
 */
export interface FlattenWord {
  readonly symbol: SymbolId | 'all';
  readonly before: EpochMs;
}

const WORD = '([A-Z0-9]{5,20}|all)@[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z';

/** What the parameter store takes: a text of fifty words is within its 4 KB. */
export const FLATTEN_PATTERN = `^(none|${WORD}(,${WORD}){0,49})$`;

export const formatFlatten = (words: readonly FlattenWord[]): string =>
  words.length === 0
    ? 'none'
    : words.map(({ symbol, before }) => `${symbol}@${instantText(before)}`).join(',');

/** The words of a text that fits the pattern; a sentence where one of its instants is no date. */
export function parseFlatten(text: string): LimitParse<readonly FlattenWord[]> {
  if (text === 'none') return { value: [] };
  const words: FlattenWord[] = [];
  for (const word of text.split(',')) {
    const [symbol = '', instant = ''] = word.split('@');
    const at = instantOf(instant);
    if (at === undefined) return { problem: `"${instant}" is no date` };
    words.push({ symbol: symbol === 'all' ? 'all' : symbolId(symbol), before: epochMs(at) });
  }
  return { value: words };
}

/** The word that speaks of what came into being in a coin at an instant: a position, or the signal for one. */
export const flattenWordFor = (
  words: readonly FlattenWord[],
  symbol: SymbolId,
  at: EpochMs,
): FlattenWord | undefined =>
  words.find(word => (word.symbol === 'all' || word.symbol === symbol) && at < word.before);

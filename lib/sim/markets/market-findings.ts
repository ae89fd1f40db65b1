import { DAY_MS, HOUR_MS, type SymbolId } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { barFindings, historyGaps } from './bar-findings.ts';
import { endsEarly } from './delistings.ts';
import type { FundingSpan } from './funding.ts';
import { lengthText } from './length-text.ts';
import type { RecordedSymbol } from './recorded-symbol.ts';

/**
 * What a person must know about recorded data before believing what was played on it. Nothing of it is repaired; data that
 * cannot be true at all is refused with a CandleFileError instead.
 */
export interface MarketFinding {
  readonly kind: FindingKind;
  /** Absent where it is true of all. */
  readonly symbol?: SymbolId;
  /** On one line, the symbol included. */
  readonly text: string;
}

export type FindingKind =
  | 'gap'
  | 'no-volume'
  | 'crash'
  | 'begins-late'
  | 'delisted'
  | 'cut-short'
  | 'ends-early'
  | 'funding';

/** From its first instant until before its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Venues take off a few coins on one day. Where more files than this end within a day, they rather were cut there. */
const DELISTED_TOGETHER_MAX = 5;
/** No coin settles its funding less often. */
const SETTLEMENT_MAX_MS = 8 * HOUR_MS;

/** The findings of a span, by symbol in the order of the symbols, what concerns all of them first. */
export function marketFindings(symbols: ReadonlyMap<SymbolId, RecordedSymbol>, span: Span): MarketFinding[] {
  const findings: MarketFinding[] = [];
  const noFunding = [...symbols.values()].every(({ funding }) => funding === undefined);
  if (noFunding) findings.push({ kind: 'funding', text: `no funding is recorded: every coin ${QUIET}` });
  for (const [symbol, known] of symbols) {
    const about = (kind: FindingKind, words: string | undefined) => {
      if (words !== undefined) findings.push({ kind, symbol, text: `${symbol}: ${words}` });
    };
    about('begins-late', beginsLate(known, span));
    for (const { kind, words } of barFindings(known.bars.played, span)) about(kind, words);
    about('gap', historyWords(known, span));
    const end = endOf(symbol, symbols, span);
    if (end !== undefined) about(end.kind, end.words);
    if (!noFunding) about('funding', fundingWords(known, span));
  }
  return findings;
}

/** The scan reads a month of days, and the one that is open. */
const HISTORY_READ_MS = 31 * DAY_MS;

const historyWords = (
  { bars: { history, playsFrom } }: RecordedSymbol,
  { from }: Span,
): string | undefined =>
  history === undefined ? undefined : historyGaps(history, from - HISTORY_READ_MS, playsFrom);

function beginsLate({ bars: { playsFrom } }: RecordedSymbol, { from, to }: Span): string | undefined {
  if (playsFrom <= from) return undefined;
  if (playsFrom >= to) return `its bars begin ${minuteText(playsFrom)}, after the end`;
  return `its bars begin ${minuteText(playsFrom)}, ${lengthText(playsFrom - from)} late: nothing trades there before`;
}

function endOf(
  symbol: SymbolId,
  symbols: ReadonlyMap<SymbolId, RecordedSymbol>,
  { from, to }: Span,
): { readonly kind: FindingKind; readonly words: string } | undefined {
  const ends = symbols.get(symbol)?.bars.playsTo ?? to;
  if (ends >= to) return undefined;
  const marketEnds = Math.max(...[...symbols.values()].map(({ bars }) => bars.playsTo));
  const said =
    ends <= from
      ? `its bars end ${minuteText(ends)}, before the beginning`
      : `its bars end ${minuteText(ends)}, ${lengthText(marketEnds - ends)} before the others`;
  if (endsEarly(ends, marketEnds))
    return {
      kind: 'ends-early',
      words: `${said}: its price stands from there on, and no resting order fills`,
    };
  const together = [...symbols.values()].filter(({ bars }) => Math.abs(bars.playsTo - ends) < DAY_MS).length;
  if (together <= DELISTED_TOGETHER_MAX)
    return { kind: 'delisted', words: `${said}: taken for delisted, positions are settled there` };
  return {
    kind: 'cut-short',
    words: `${said}: taken for delisted, but ${together - 1} others end within a day of it, as files that were cut short do`,
  };
}

const QUIET = 'pays the quiet rate, 0.01 % at 00, 08 and 16 UTC';

function fundingWords({ bars, funding }: RecordedSymbol, span: Span): string | undefined {
  if (funding === undefined) return `no funding is recorded: it ${QUIET}`;
  const [from, to] = [Math.max(bars.playsFrom, span.from), Math.min(bars.playsTo, span.to)];
  const words: string[] = [];
  if (funding.from - from > SETTLEMENT_MAX_MS || to - funding.to > SETTLEMENT_MAX_MS)
    words.push(
      `funding is recorded from ${minuteText(funding.from)} to ${minuteText(funding.to)} only: else it ${QUIET}`,
    );
  const hole = longestHole(funding, { from, to });
  if (hole !== undefined)
    words.push(
      `funding has a hole of ${lengthText(hole.ms)} after ${minuteText(hole.after)}: nothing is paid in it`,
    );
  return words.length === 0 ? undefined : words.join('; ');
}

function longestHole(
  funding: FundingSpan,
  { from, to }: Span,
): { readonly ms: number; readonly after: number } | undefined {
  let longest: { ms: number; after: number } | undefined;
  let before = funding.from;
  for (const at of funding.rates.keys()) {
    const ms = at - before;
    const inSpan = at > from && before < to;
    if (inSpan && ms > SETTLEMENT_MAX_MS && ms > (longest?.ms ?? 0)) longest = { ms, after: before };
    before = at;
  }
  return longest;
}

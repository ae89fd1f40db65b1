import { INTERVAL_MS } from '../../desk/candle.ts';
import { DAY_MS, epochMs, MINUTE_MS, type SymbolId } from '../../desk/units.ts';
import type { SimInstrument } from '../market.ts';
import { type CandleFile, readCandleFile } from './candle-file.ts';
import type { FundingSpan } from './funding.ts';
import { simInstrument } from './instrument.ts';
import { LongBars } from './long-bars.ts';
import { RecordedBars, type RecordedSpan } from './recorded-bars.ts';
import type { BarSeries } from './series.ts';

/** What was recorded of one symbol. */
export interface RecordedSymbol {
  readonly bars: RecordedSpan;
  readonly instrument: SimInstrument;
  readonly funding: FundingSpan | undefined;
}
type Traded = Omit<RecordedSymbol, 'funding'>;

/** A symbol of which minutes are known, with its history of quarter hours where there is one. */
export function loadMinutes(symbol: SymbolId, path: string, historyPath?: string): Traded {
  const minutes = readCandleFile(path, MINUTE_MS);
  const history = historyPath === undefined ? undefined : readCandleFile(historyPath, INTERVAL_MS['15m']);
  const volumeDecimals = Math.max(minutes.volumeDecimals, history?.volumeDecimals ?? 0);
  const priceDecimals = Math.max(minutes.priceDecimals, history?.priceDecimals ?? 0);
  const bars = new RecordedBars(minutes.bars, history?.bars, volumeDecimals);
  return { bars, instrument: instrumentOf(symbol, bars, { ...minutes, priceDecimals, volumeDecimals }) };
}

/** A symbol of which quarter hours or hours alone are known. */
export function loadLongBars(symbol: SymbolId, path: string, interval: '15m' | '1h'): Traded {
  const file = readCandleFile(path, INTERVAL_MS[interval]);
  const bars = new LongBars(file.bars, file.volumeDecimals);
  return { bars, instrument: instrumentOf(symbol, bars, file) };
}

const instrumentOf = (symbol: SymbolId, bars: RecordedSpan, file: CandleFile): SimInstrument =>
  simInstrument({
    symbol,
    onboardAt: epochMs(bars.firstAt()),
    priceDecimals: file.priceDecimals,
    qtyDecimals: file.volumeDecimals,
    ...usualDay(file.bars),
  });

/** Median over the days of their volume, a day that is not whole scaled up to 24 hours. */
function usualDay(recorded: BarSeries): { dayQuoteUsd: number; dayBaseQty: number } {
  const days: { readonly key: number; bars: number; quoteUsd: number; base: number }[] = [];
  let day = { key: Number.NaN, bars: 0, quoteUsd: 0, base: 0 };
  for (let i = 0; i < recorded.length; i++) {
    const key = Math.floor(recorded.at(i) / DAY_MS);
    if (key !== day.key) {
      day = { key, bars: 0, quoteUsd: 0, base: 0 };
      days.push(day);
    }
    const volume = recorded.volumeAt(i);
    day.bars += 1;
    day.quoteUsd += ((recorded.highAt(i) + recorded.lowAt(i)) / 2) * volume;
    day.base += volume;
  }
  const whole = DAY_MS / recorded.intervalMs;
  const perDay = days.map(each => ({ day: each, scale: whole / each.bars }));
  return {
    dayQuoteUsd: median(perDay.map(({ day, scale }) => day.quoteUsd * scale)),
    dayBaseQty: median(perDay.map(({ day, scale }) => day.base * scale)),
  };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

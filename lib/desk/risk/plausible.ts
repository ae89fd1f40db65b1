import type { Candle } from '../candle.ts';
import type { BookLevel, EntryBook } from '../execution/entry-order.ts';
import { type Instrument, isUsable } from '../instrument.ts';
import { cite, type Limits } from '../limits/limits.ts';
import type { Position } from '../position/position.ts';
import type { Fraction, Price, Usd } from '../units.ts';
import { dollars } from '../words.ts';
import type { Denial } from './permission.ts';

/** What one coin's market said, as entry is about to reckon with it. */
export interface MarketReading {
  readonly bars: readonly Candle[];
  readonly mark: Price;
  readonly fundingRate: Fraction;
  readonly depth: EntryBook;
  readonly instrument: Instrument;
}

/** Market data that cannot be true: figures that are no price, bars and books that contradict themselves. */
export function implausibleMarket(reading: MarketReading): Denial | undefined {
  const because = instrumentFault(reading.instrument) ?? barFault(reading.bars) ?? quoteFault(reading);
  return because === undefined ? undefined : { code: 'data-implausible', because };
}

const isPrice = (value: number): boolean => value > 0 && Number.isFinite(value);

const instrumentFault = (instrument: Instrument): string | undefined =>
  isUsable(instrument)
    ? undefined
    : `the steps and bounds of ${instrument.symbol} are no numbers to round by: tick ${instrument.tickSize}, step ${instrument.lot.stepSize}, at most ${instrument.lot.qtyMax}`;

function barFault(bars: readonly Candle[]): string | undefined {
  const wrong = bars.find(
    ({ open, high, low, close }) =>
      !(isPrice(low) && isPrice(high) && low <= Math.min(open, close) && high >= Math.max(open, close)),
  );
  return wrong === undefined
    ? undefined
    : `a signal bar reads open ${wrong.open}, high ${wrong.high}, low ${wrong.low}, close ${wrong.close}`;
}

function quoteFault({ mark, fundingRate, depth: { bids, asks } }: MarketReading): string | undefined {
  if (!isPrice(mark)) return `the mark price reads ${mark}`;
  if (!Number.isFinite(fundingRate)) return `the funding rate reads ${fundingRate}`;
  const level = [...bids, ...asks].find(each => !isPrice(each.price) || !isPrice(each.qty));
  if (level !== undefined) return `the book holds ${level.qty} at ${level.price}`;
  const [bid, ask] = [bids[0]?.price, asks[0]?.price];
  if (bid !== undefined && ask !== undefined && bid >= ask)
    return `the best bid ${bid} is not below the best ask ${ask}`;
  return ordered(asks, 1) && ordered(bids, -1) ? undefined : 'the book does not begin with its best level';
}

const ordered = (levels: readonly BookLevel[], sign: 1 | -1): boolean =>
  levels.every((level, i) => {
    const before = levels[i - 1];
    return before === undefined || sign * (level.price - before.price) >= 0;
  });

/**
 * Whether the account says something else than it told the monitor of this same minute: a reading that far off is not
 * sized by (I36). Written so that an equity that is no number denies.
 */
export function implausibleEquity(equityUsd: Usd, monitoredUsd: Usd, limits: Limits): Denial | undefined {
  const moved = Math.abs(equityUsd / monitoredUsd - 1);
  if (moved <= limits.values['risk/equity-move-fraction-max']) return undefined;
  const because = `equity reads ${dollars(equityUsd)}, and the monitor has just read ${dollars(monitoredUsd)} (${cite(limits, 'risk/equity-move-fraction-max')})`;
  return { code: 'equity-implausible', because };
}

/** What the account holds is not certain while the venue contradicts the fills of a position: nothing is added to it. */
export function doubtfulAccount(positions: readonly Position[]): Denial | undefined {
  const doubted = positions.filter(({ phase }) => phase === 'unknown').map(({ symbol }) => symbol);
  if (doubted.length === 0) return undefined;
  return {
    code: 'account-in-doubt',
    because: `the venue’s answers about ${doubted.join(', ')} do not add up with the fills`,
  };
}

import { type Minute, minuteOf, minutesAfter } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import type { SimMarket } from '../sim/market.ts';
import { findingsTold } from '../sim/markets/findings-text.ts';
import { loadRecordedMarket, type RecordedMarket } from '../sim/markets/recorded.ts';
import { simpleMarket } from '../sim/markets/simple.ts';
import { syntheticMarket } from '../sim/markets/synthetic.ts';
import { Refusal } from './refusal.ts';
import type { DeskSettings, KeptTexts, MarketSettings } from './settings.ts';

/** The same for every run, since a market of another length counts as another market. */
const DRAWN_DAYS = 365;

/** A market, with what is odd about its data where it was recorded. */
type OpenMarket = SimMarket & Partial<Pick<RecordedMarket, 'findingsIn'>>;

/** The market of a desk. Throws a CandleFileError on the first thing that is wrong with recorded data. */
export function openMarket(settings: MarketSettings): OpenMarket {
  if (settings.kind === 'simple') return simpleMarket({ seed: settings.seed, days: DRAWN_DAYS });
  if (settings.kind === 'synthetic') {
    const { seed, martingale } = settings;
    return syntheticMarket({ seed, days: DRAWN_DAYS, martingale });
  }
  const { data, history, funding } = settings;
  return loadRecordedMarket({
    dataFolder: data,
    ...(history === undefined ? {} : { historyFolder: history }),
    ...(funding === undefined ? {} : { fundingFolder: funding }),
  });
}

/** What must be known of recorded data before believing what is played on it, from a minute on for so many, or to its end. */
export function findingsOf(
  { findingsIn, endsAt }: OpenMarket,
  from: Minute,
  minutes?: number,
): readonly string[] {
  const to = minutes === undefined ? endsAt : Math.min(endsAt, minutesAfter(from, minutes));
  return findingsTold(findingsIn?.(from, to) ?? []);
}

/** The minute the account begins in. Throws a Refusal where the market has not begun, or is over. */
export function firstMinute({ from }: DeskSettings, market: SimMarket): Minute {
  if (from === undefined) return market.startsAt;
  if (from >= market.startsAt && from < market.endsAt) return minuteOf(from);
  throw new Refusal(
    `--from ${minuteText(from)}: this market goes from ${minuteText(market.startsAt)} to ${minuteText(market.endsAt)} UTC`,
  );
}

/** `simple market, seed 1`, `synthetic market, seed 7`, `martingale market, seed 7` or `recorded market`. */
export function marketWords(settings: MarketSettings): string {
  switch (settings.kind) {
    case 'simple':
      return `simple market, seed ${settings.seed}`;
    case 'synthetic':
      return `${settings.martingale ? 'martingale' : 'synthetic'} market, seed ${settings.seed}`;
    case 'recorded':
      return 'recorded market';
    default:
      return settings satisfies never;
  }
}

/**
 * The market by the name that a model's licence goes by: that of its law. A seed draws another path of the same law; the
 * twin has a law of its own, and what was learnt from the synthetic market is worth nothing there.
 */
export const marketName = (settings: MarketSettings): string =>
  settings.kind === 'synthetic' && settings.martingale ? 'martingale' : settings.kind;

/** The market by which the functions of a stored desk judge models: recorded bars are the real market's own. */
export const judgedMarket = ({ market = 'simple', martingale }: KeptTexts = {}): string => {
  if (market === 'recorded') return 'binance-usdm';
  return martingale === undefined ? market : 'martingale';
};

import { epochMs, fraction } from '../../desk/units.ts';
import type { FundingHistory } from '../../ports.ts';
import type { BinanceClient } from './client.ts';
import { decode } from './decode.ts';
import { fundingRatesWire } from './wire.ts';

/** Rows of one answer at most: six weeks of hourly settlements. */
const ROWS_MAX = 1_000;

/** The venue's settlements, a few milliseconds after the hour as it writes them. */
export const binanceFundingHistory = (client: BinanceClient): FundingHistory => ({
  settlements: async (symbol, since) => {
    const answer = await client.read('fapiPublicGetFundingRate', {
      symbol,
      startTime: since,
      limit: ROWS_MAX,
    });
    return decode(fundingRatesWire, answer, `funding rates of ${symbol}`).map(
      ({ fundingTime, fundingRate }) => ({ at: epochMs(fundingTime), rate: fraction(fundingRate) }),
    );
  },
});

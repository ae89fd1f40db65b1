import { epochMs, fraction } from '../../desk/units.ts';
import type { FundingHistory } from '../../ports.ts';
import type { BinanceClient } from './client.ts';
import { decode, expectAbout } from './decode.ts';
import { fundingRatesWire } from './wire.ts';

/** Rows of one answer at most: six weeks of hourly settlements. */
const ROWS_MAX = 1_000;

/** The venue's settlements, a few milliseconds after the hour as it writes them. Read whole, or a PortError. */
export const binanceFundingHistory = (client: Pick<BinanceClient, 'read'>): FundingHistory => ({
  settlements: async (symbol, since) => {
    const what = `funding rates of ${symbol}`;
    const answer = await client.read('fapiPublicGetFundingRate', {
      symbol,
      startTime: since,
      limit: ROWS_MAX,
    });
    return decode(fundingRatesWire, answer, what).map(wire => {
      expectAbout(symbol, wire.symbol, what);
      return { at: epochMs(wire.fundingTime), rate: fraction(wire.fundingRate) };
    });
  },
});

import { type Market, PortError } from '../../ports.ts';
import type { BinanceClient } from './client.ts';

/** Request weight that the venue grants an address in a minute. */
export const WEIGHT_GRANTED = 2_400;
/** Of it, what whoever looks for something to open may see used: the rest is left to protection and exits. */
export const WEIGHT_TO_OPEN = 1_800;

/**
 * The market as the scan and entry read it. Once the venue's own count says that this address has used so much of the
 * running minute, by whomever (I64), it asks for no more bars, books and tickers and throws a `rate-limited` PortError: the
 * monitor and the guardian, who share the address, then still get their answers. The listing and a single mark are never
 * held back: entry needs them for what it closes and protects, too, and they are the cheapest of all.
 */
export function sparedMarket(market: Market, client: Pick<BinanceClient, 'usedWeight'>): Market {
  let asking: Promise<unknown> | undefined;
  /** A minute's first answer tells the count: before it, the cheapest of all questions is asked, once. */
  const usedNow = async (): Promise<number> => {
    if (client.usedWeight() === undefined) {
      asking ??= market.serverTime().finally(() => {
        asking = undefined;
      });
      await asking;
    }
    return client.usedWeight() ?? 0;
  };
  const spare = async (): Promise<void> => {
    const used = await usedNow();
    if (used >= WEIGHT_TO_OPEN)
      throw new PortError(
        'rate-limited',
        `this address has used ${used} of ${WEIGHT_GRANTED} request weight in this minute; the rest is left to exits`,
      );
  };
  return {
    ...market,
    dayTickers: () => spare().then(() => market.dayTickers()),
    bestQuotes: () => spare().then(() => market.bestQuotes()),
    marks: () => spare().then(() => market.marks()),
    depth: symbol => spare().then(() => market.depth(symbol)),
    candles: (...args) => spare().then(() => market.candles(...args)),
  };
}

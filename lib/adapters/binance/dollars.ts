import { type Minute, minuteOf, type Usd, usd } from '../../desk/units.ts';
import { PortError } from '../../ports.ts';
import type { BinanceClient } from './client.ts';
import { decode } from './decode.ts';
import { markKlinesWire } from './wire.ts';

/** An amount of an asset, at an instant, in dollars. */
export type ToDollars = (amount: number, asset: string, at: number) => Promise<Usd>;

/** USDT, and the credits that stand for it in accounts of the European Economic Area. */
const DOLLARS = new Set(['USDT', 'BNFCR']);

/**
 * Counts amounts in dollars: USDT and credits one to one, BNB (fees are often paid in it) at its mark price when the
 * minute of the fill began (I65). The function remembers the marks it has read. Throws a PortError `malformed` for
 * an asset that it has no rate for; an amount of zero needs none.
 */
export function toDollars(client: Pick<BinanceClient, 'read'>): ToDollars {
  const marks = new Map<Minute, Promise<number>>();
  return async (amount, asset, at) => {
    if (DOLLARS.has(asset) || amount === 0) return usd(amount);
    if (asset !== 'BNB')
      throw new PortError('malformed', `an amount of ${asset} cannot be counted in dollars`);
    const minute = minuteOf(at);
    const mark = marks.get(minute) ?? bnbMark(client, minute);
    marks.set(minute, mark);
    return usd(amount * (await mark));
  };
}

async function bnbMark(client: Pick<BinanceClient, 'read'>, minute: Minute): Promise<number> {
  const answer = await client.read('fapiPublicGetMarkPriceKlines', {
    symbol: 'BNBUSDT',
    interval: '1m',
    startTime: minute,
    limit: 1,
  });
  const bar = decode(markKlinesWire, answer, 'mark price bars of BNBUSDT').at(0);
  if (bar === undefined || bar[0] !== minute) {
    throw new PortError('unavailable', `no mark price of BNBUSDT at ${new Date(minute).toISOString()}`);
  }
  return bar[1];
}

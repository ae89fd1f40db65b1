import { epochMs, MINUTE_MS, minuteOf, symbolId, type Usd, usd } from '../../desk/units.ts';
import { PortError } from '../../ports.ts';
import type { Engine } from '../engine/engine.ts';
import { asWritten, digitsOf, moneyAsWritten } from '../shown/digits.ts';
import { instrumentAt } from './answer.ts';

const BNB = symbolId('BNBUSDT');

/**
 * An amount of the engine's ledger in dollars. What moved in BNB counts at BNB's price when its minute began, as for a
 * reader of the wire, who is told the BNB alone (I65). Throws a PortError where BNB has no price then.
 */
export function inDollars(engine: Engine, amountUsd: Usd, amountBnb: number | undefined, at: number): Usd {
  if (amountBnb === undefined) return usd(moneyAsWritten(amountUsd));
  const amount = moneyAsWritten(amountBnb);
  return usd(amount === 0 ? 0 : amount * bnbPrice(engine, at));
}

function bnbPrice(engine: Engine, at: number): number {
  const bnb = instrumentAt(engine, BNB);
  const minute = minuteOf(at);
  const price =
    minute + MINUTE_MS > engine.now
      ? engine.priceOf(BNB)
      : engine.market.candles(BNB, '1m', minute, minute + 1)[0]?.open;
  if (price !== undefined) return asWritten(price, digitsOf(bnb).price);
  throw new PortError(
    'unavailable',
    `no mark price of BNBUSDT at ${new Date(epochMs(minute)).toISOString()}`,
  );
}

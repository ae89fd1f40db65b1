import { type SymbolId, symbolId, type Usd, usd } from '../../desk/units.ts';
import type { Core } from './core.ts';
import { credit } from './credit.ts';
import { round8 } from './money.ts';

const BNB = symbolId('BNBUSDT');
/** What a fee paid in BNB is less than one paid in the margin asset. */
const BNB_DISCOUNT = 0.1;

/** What a fee came to, in dollars at the time; `bnb` where it was paid in that. */
export interface FeePaid {
  readonly usd: Usd;
  readonly bnb?: number;
}

/**
 * Takes a trade's fee, worth `feeUsd` in the margin asset: from the BNB balance where that is switched on and enough,
 * at the price of BNB now and with the discount; else from the wallet.
 */
export function payFee(core: Core, symbol: SymbolId, feeUsd: number, tradeId: number): FeePaid {
  const inBnb = bnbFor(core, feeUsd * (1 - BNB_DISCOUNT));
  if (inBnb === undefined) {
    credit(core, 'COMMISSION', symbol, -feeUsd, tradeId);
    return { usd: usd(feeUsd) };
  }
  const worth = usd(round8(feeUsd * (1 - BNB_DISCOUNT)));
  core.state.bnb = round8(core.state.bnb - inBnb);
  core.state.income.push({
    id: core.nextId(),
    type: 'COMMISSION',
    symbol,
    amountUsd: usd(0 - worth),
    amountBnb: -inBnb,
    tradeId,
    time: core.at,
  });
  return { usd: worth, bnb: inBnb };
}

function bnbFor(core: Core, worthUsd: number): number | undefined {
  if (!core.state.feeBurn || worthUsd <= 0) return undefined;
  const at = core.instruments.has(BNB) ? core.priceOf(BNB) : undefined;
  const needed = at === undefined ? Number.POSITIVE_INFINITY : round8(worthUsd / at);
  return needed > 0 && needed <= core.state.bnb ? needed : undefined;
}

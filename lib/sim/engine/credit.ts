import { type SymbolId, usd } from '../../desk/units.ts';
import type { Core } from './core.ts';
import { round8 } from './money.ts';
import type { IncomeType } from './state.ts';

/** One movement of the wallet, with its line in the income history. */
export function credit(core: Core, type: IncomeType, symbol: SymbolId, amount: number, tradeId = 0): void {
  const amountUsd = usd(round8(amount));
  if (amountUsd === 0) return;
  core.state.walletUsd = usd(round8(core.state.walletUsd + amountUsd));
  core.state.income.push({ id: core.nextId(), type, symbol, amountUsd, tradeId, time: core.at });
}

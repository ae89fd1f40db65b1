import { symbolId, type Usd } from '../../desk/units.ts';
import { accountView } from './account.ts';
import type { Core } from './core.ts';
import { credit } from './credit.ts';
import { round8 } from './money.ts';
import { type Answer, accepted, refused } from './refusal.ts';

/** BNB put aside for fees (above zero) or taken away. Answers the balance afterwards. */
export function transferBnb(core: Core, amount: number): Answer<number> {
  if (!Number.isFinite(amount)) return refused(-1102, 'amountBnb must be a number.');
  if (core.state.bnb + amount < 0) return refused(-2018, 'Balance is insufficient.');
  core.state.bnb = round8(core.state.bnb + amount);
  return accepted(core.state.bnb);
}

/** A deposit (above zero) or a withdrawal, which takes no more than is available. Answers the wallet afterwards. */
export function transfer(core: Core, amountUsd: Usd): Answer<Usd> {
  if (!Number.isFinite(amountUsd) || amountUsd === 0)
    return refused(-1102, 'amountUsd must be a number but zero.');
  if (amountUsd + accountView(core).availableUsd < 0) return refused(-2018, 'Balance is insufficient.');
  credit(core, 'TRANSFER', symbolId(''), amountUsd);
  return accepted(core.state.walletUsd);
}

import * as z from 'zod/mini';
import type { AccountAccess } from '../../desk/admission.ts';
import { epochMs } from '../../desk/units.ts';
import { type BinanceClient, signing } from './client.ts';
import { decode, flag, id, perhapsInstant } from './decode.ts';
import { accountConfigWire } from './wire.ts';

type Calls = Pick<BinanceClient, 'hasKeys' | 'read'>;

const spotAccountWire = z.object({ uid: id });

const keyWire = z.object({
  enableFutures: flag,
  enableWithdrawals: flag,
  enableInternalTransfer: flag,
  permitsUniversalTransfer: flag,
  ipRestrict: flag,
  enablePortfolioMarginTrading: z.optional(flag),
  tradingAuthorityExpirationTime: perhapsInstant,
});

const accountInfoWire = z.object({ isPortfolioMarginRetailEnabled: z.optional(flag) });

/** The number by which its owner knows the account that the client's key belongs to. Throws a PortError. */
export async function readAccountId(client: Calls): Promise<string> {
  return decode(spotAccountWire, await signing(client).read('privateGetAccount'), 'account number').uid;
}

/** What the key may do and how the account is set. Throws a PortError. */
export async function readAccess(unchecked: Calls): Promise<AccountAccess> {
  const client = signing(unchecked);
  const [key, info, config] = await Promise.all([
    client.read('sapiGetAccountApiRestrictions'),
    client.read('sapiGetAccountInfo'),
    client.read('fapiPrivateGetAccountConfig'),
  ]);
  const rights = decode(keyWire, key, 'rights of the key');
  const { isPortfolioMarginRetailEnabled = false } = decode(accountInfoWire, info, 'account information');
  const { enablePortfolioMarginTrading = false, tradingAuthorityExpirationTime: endsAt } = rights;
  return {
    hedgeMode: decode(accountConfigWire, config, 'account mode').dualSidePosition,
    portfolioMargin: isPortfolioMarginRetailEnabled || enablePortfolioMarginTrading,
    mayTradeFutures: rights.enableFutures,
    mayWithdraw: rights.enableWithdrawals,
    mayTransfer: rights.enableInternalTransfer || rights.permitsUniversalTransfer,
    boundToAddresses: rights.ipRestrict,
    tradingEndsAt: endsAt === undefined ? undefined : epochMs(endsAt),
  };
}

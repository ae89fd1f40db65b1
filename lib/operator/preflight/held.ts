import type { BinanceClient } from '../../adapters/binance/client.ts';
import { binanceVenue } from '../../adapters/binance/venue.ts';
import { dynamoAccountStore } from '../../adapters/dynamo/account-store.ts';
import type { DeskTable } from '../../adapters/dynamo/table.ts';
import type { HeldAtVenue } from '../../desk/preflight/destroy.ts';
import type { PaperAccount } from '../../sim/paper/account.ts';

/** What the account at the venue holds, whoever opened it. Throws a PortError. */
export async function heldAt(client: BinanceClient): Promise<HeldAtVenue> {
  const venue = binanceVenue(client);
  const positions = await venue.positions();
  const orders = await venue.openOrders();
  const conditionals = await venue.openConditionals();
  return {
    positions: positions.map(({ symbol, qty }) => ({ symbol, qty })),
    orders: [
      ...orders.map(({ symbol, side }) => ({ symbol, what: `${side} order` })),
      ...conditionals.map(({ symbol, type }) => ({ symbol, what: type })),
    ],
  };
}

/** The same of a paper account, which is an item of the desk's own table. Nothing is held before it was first written. */
export async function heldOnPaper(table: DeskTable): Promise<HeldAtVenue> {
  const stored = await dynamoAccountStore<PaperAccount>(table).load();
  if (stored === undefined) return { positions: [], orders: [] };
  const { positions, orders, algos } = stored.state.engine;
  const rests = new Set(['NEW', 'PARTIALLY_FILLED']);
  return {
    positions: Object.entries(positions).flatMap(([symbol, { qty }]) => (qty === 0 ? [] : [{ symbol, qty }])),
    orders: [...orders, ...algos]
      .filter(({ status }) => rests.has(status))
      .map(({ symbol, type }) => ({
        symbol,
        what: type.toLowerCase().replaceAll('_', '-'),
      })),
  };
}

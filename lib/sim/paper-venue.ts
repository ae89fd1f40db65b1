import type { Venue } from '../ports.ts';
import { instruct } from './paper/instruct.ts';
import { paperOrders } from './paper/orders.ts';
import { engineOver, type PaperOptions, paperSessions } from './paper/session.ts';
import { simVenue } from './venue.ts';

/**
 * An account of the desk's own over the venue's real market: the matching engine, moved once a minute over real bars and
 * books by whoever asks first, and kept as one item that is written by condition. Any number of processes work on it at
 * once. What the desk sends now meets the venue's real book; what rests is set off by the engine's pessimistic reading of
 * the bars (I44). An order is carried out once or not at all. Reads throw a PortError; orders answer with an outcome.
 */
export function paperVenue(options: PaperOptions): Venue {
  const current = paperSessions(options);
  const shared = sharedReading(async () => simVenue(engineOver(await current())));
  return {
    ...paperReads(() => shared.read()),
    ...paperOrders(options, async prepare => {
      try {
        return await instruct(current, options.store, prepare);
      } finally {
        shared.forget();
      }
    }),
  };
}

type Reads = Omit<Venue, keyof ReturnType<typeof paperOrders>>;

const paperReads = (venue: () => Promise<Venue>): Reads => ({
  account: async () => await (await venue()).account(),
  positions: async () => await (await venue()).positions(),
  openOrders: async () => await (await venue()).openOrders(),
  openConditionals: async () => await (await venue()).openConditionals(),
  findOrder: async (symbol, clientId) => await (await venue()).findOrder(symbol, clientId),
  orderById: async (symbol, orderId) => await (await venue()).orderById(symbol, orderId),
  findConditional: async clientId => await (await venue()).findConditional(clientId),
  trades: async (symbol, since) => await (await venue()).trades(symbol, since),
  income: async since => await (await venue()).income(since),
  tiers: async symbol => await (await venue()).tiers(symbol),
  settings: async symbol => await (await venue()).settings(symbol),
  mode: async () => await (await venue()).mode(),
});

/**
 * Questions that are asked side by side share one reading of the account, so that they see it at one instant. A question
 * that is asked after an instruction never joins a reading from before it.
 */
function sharedReading<T>(current: () => Promise<T>) {
  let pending: Promise<T> | undefined;
  const forget = (which = pending): void => {
    if (pending === which) pending = undefined;
  };
  return {
    forget: () => forget(),
    read: async (): Promise<T> => {
      pending ??= current();
      const reading = pending;
      try {
        return await reading;
      } finally {
        forget(reading);
      }
    },
  };
}

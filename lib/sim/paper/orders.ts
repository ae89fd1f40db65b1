import type { Instrument } from '../../desk/instrument.ts';
import { minuteOf, type SymbolId } from '../../desk/units.ts';
import type { Mark, Outcome, Rejection, Venue } from '../../ports.ts';
import { type Refusal, refuse, refused } from '../engine/refusal.ts';
import type { Orders } from '../venue/orders.ts';
import type { Look } from './account.ts';
import { bookLeft, shapeOf } from './books.ts';
import type { Instruction } from './instruct.ts';
import { openedIn, type PaperSources, readDepth, readLately, readMark } from './sources.ts';

type Tell = <T>(prepare: () => Promise<Instruction<T> | Rejection>) => Promise<Outcome<T>>;

/** Everything that changes the account. Orders are judged at the mark, and filled from the book, of the instant they are sent. */
export const paperOrders = (sources: PaperSources, tell: Tell): Orders => ({
  place: order =>
    tell(async () => {
      const instrument = await tradable(sources, order.symbol);
      if ('code' in instrument) return instrument;
      const { symbol, clientId } = order;
      const [mark, depth, bars] = await Promise.all([
        readMark(sources, symbol),
        readDepth(sources, symbol),
        readLately(sources, symbol),
      ]);
      const shape = shapeOf(depth, instrument.tickSize, { bars, now: minuteOf(mark.at) });
      return {
        seen: { symbol, look: lookOf(mark, instrument, openedIn(bars, mark.at)) },
        act: async (venue, engine) => {
          engine.setBook(symbol, shape);
          engine.showBook(symbol, bookLeft(depth, engine.state));
          return await venue.place(order);
        },
        done: async venue => found(await venue.findOrder(symbol, clientId)),
      };
    }),
  placeConditional: order =>
    tell(async () => {
      const instrument = await tradable(sources, order.symbol);
      if ('code' in instrument) return instrument;
      const { symbol, clientId } = order;
      return {
        seen: { symbol, look: lookOf(await readMark(sources, symbol), instrument, undefined) },
        act: async venue => await venue.placeConditional(order),
        done: async venue => found(await venue.findConditional(clientId)),
      };
    }),
  cancel: (symbol, clientId) => tell(async () => plain(venue => venue.cancel(symbol, clientId), nothing)),
  cancelConditional: clientId => tell(async () => plain(venue => venue.cancelConditional(clientId), nothing)),
  setMarginMode: (symbol, mode) =>
    tell(async () => plain(venue => venue.setMarginMode(symbol, mode), nothing)),
  setLeverage: (symbol, times) =>
    tell(async () =>
      plain(
        venue => venue.setLeverage(symbol, times),
        async venue => (await venue.settings(symbol)).leverage,
      ),
    ),
});

const nothing = async (): Promise<void> => {};

/** An instruction that no price has a part in. */
const plain = <T>(
  act: (venue: Venue) => Promise<Outcome<T>>,
  report: (venue: Venue) => Promise<T>,
): Instruction<T> => ({
  act,
  done: async venue => ({ type: 'accepted', report: await report(venue) }),
});

const found = <T>(report: T | undefined): Outcome<T> =>
  report === undefined
    ? { type: 'unknown', because: 'the paper account has carried it out and no longer remembers it' }
    : { type: 'accepted', report };

/** The instrument as the venue lists it now, or the venue's refusal of one that does not trade. */
async function tradable({ market }: PaperSources, symbol: SymbolId): Promise<Instrument | Rejection> {
  const instrument = (await market.instruments()).find(each => each.symbol === symbol);
  if (instrument === undefined) return rejection(refuse.badSymbol());
  if (instrument.status === 'TRADING') return instrument;
  return rejection(
    refused(-4108, 'Symbol is on delivering or delivered or settling or closed or pre-trading.'),
  );
}

const rejection = ({ code, because }: Refusal): Rejection => ({ type: 'rejected', code, because });

const lookOf = (
  { at, mark, nextFundingAt, fundingRate }: Mark,
  instrument: Instrument,
  opened: Look['opened'],
): Look => ({
  at,
  mark,
  funding: { at: nextFundingAt, rate: fundingRate },
  instrument,
  ...(opened === undefined ? {} : { opened }),
});

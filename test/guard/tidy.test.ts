import { describe, expect, test } from 'vitest';
import { clientIdOf } from '../../lib/desk/client-id.ts';
import { price, qty } from '../../lib/desk/units.ts';
import { alone, buyByHand, byHand, restingOf, strip, unreadable } from '../kit/guard.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { COIN, stage } from '../kit/stage.ts';

const start = stage({ over: 'process' });
const QUIET: readonly ScriptedBar[] = flat(1_000, 60);
/** A person sells what was bought by hand. */
const SELLS_IT = { side: 'sell', type: 'MARKET', qty: qty(0.5), reduceOnly: true } as const;
const STOPPED: readonly ScriptedBar[] = [[1_000, 1_000, 990, 990], ...flat(990, 60)];

describe('orders of the desk’s own where nothing is left, and no monitor', () => {
  test('I27 go after two looks, when the trades show the position closed', async () => {
    const desk = await start(STOPPED, { over: 'http' });
    await desk.minute();
    await desk.advance();
    expect((await restingOf(desk)).length).toBeGreaterThan(2);
    await alone(desk, 1);
    expect((await restingOf(desk)).length).toBeGreaterThan(2);
    await alone(desk, 1);
    expect(await restingOf(desk)).toEqual([]);
  });

  test('I27 go without the book as well', async () => {
    const desk = await start(STOPPED, { changeGuard: () => ({ book: { load: unreadable } }) });
    await desk.minute();
    await desk.advance();
    await alone(desk, 4);
    expect(await restingOf(desk)).toEqual([]);
  });

  test.each<[string, 'unreadable' | 'empty']>([
    ['stay while the trades cannot be read', 'unreadable'],
    ['stay while the account shows no trade', 'empty'],
  ])('I58 %s', async (_what, how) => {
    const desk = await start(STOPPED, {
      changeGuard: ({ venue }) => ({
        venue: { ...venue, trades: how === 'empty' ? async () => [] : unreadable },
      }),
    });
    await desk.minute();
    await desk.advance();
    const before = await restingOf(desk);
    await alone(desk, 5);
    expect(await restingOf(desk)).toEqual(before);
  });

  test('I58 stay when the account hides a position of which only a part was closed', async () => {
    const desk = await start([[1_000, 1_009, 1_000, 1_009], ...flat(1_009, 60)], {
      changeGuard: ({ venue }) => ({ venue: { ...venue, positions: async () => [] } }),
    });
    await desk.minute();
    await desk.advance();
    const before = await restingOf(desk);
    expect(before.length).toBeGreaterThan(2);
    await alone(desk, 6);
    expect(await restingOf(desk)).toEqual(before);
  });

  test('I59 of a person or of another desk are none of its business', async () => {
    const desk = await start(QUIET, { signals: [] });
    await desk.minute();
    buyByHand(desk);
    const place = (clientId: string, at: number) =>
      desk.desk.venue.placeConditional({
        clientId,
        symbol: COIN,
        side: 'sell',
        type: 'stop-market',
        triggerPrice: price(at),
        qty: 0.5 as never,
      });
    await place('web_stop', 900);
    await place(clientIdOf('another', 'x', 'working', 0), 901);
    byHand(desk, SELLS_IT);
    await alone(desk, 6);
    expect(await restingOf(desk)).toHaveLength(2);
  });

  test('I27 a stop of the guardian’s own goes when a person has closed what it was for', async () => {
    const desk = await start(QUIET, { signals: [] });
    await desk.minute();
    buyByHand(desk);
    await alone(desk, 3);
    expect(await restingOf(desk)).toHaveLength(1);
    byHand(desk, SELLS_IT);
    await alone(desk, 4);
    expect(await restingOf(desk)).toEqual([]);
  });
});

describe('surplus stops', () => {
  const twoStops = async () => {
    const desk = await start(QUIET);
    await desk.minute();
    const [position] = (await desk.store.load()).positions;
    if (position === undefined) throw new Error('nothing was opened');
    await strip(desk);
    for (const [seq, at] of [990, 991].entries()) {
      await desk.desk.venue.placeConditional({
        clientId: clientIdOf('test', position.id, 'working', 100 + seq),
        symbol: COIN,
        side: 'sell',
        type: 'stop-market',
        triggerPrice: price(at),
        qty: position.qty,
      });
    }
    return desk;
  };

  test('I59 the looser one goes, and not before it is two minutes old and was seen twice', async () => {
    const desk = await twoStops();
    await alone(desk, 3);
    expect(await restingOf(desk)).toHaveLength(2);
    await alone(desk, 2);
    expect(await restingOf(desk)).toEqual([expect.stringMatching(/^stop 991 /)]);
  });

  test('I22 stays when the tighter one is gone at the last moment', async () => {
    const desk = await twoStops();
    await alone(desk, 3);
    const { venue } = desk.guardDesk;
    let reads = 0;
    const watched = {
      ...venue,
      openConditionals: async () => {
        reads += 1;
        // Between its two readings of the minute somebody else takes the tighter one away.
        if (reads === 2)
          await desk.desk.venue.cancelConditional(
            (await venue.openConditionals()).find(order => order.triggerPrice === 991)?.clientId ?? '',
          );
        return venue.openConditionals();
      },
    };
    Object.assign(desk.guardDesk, { venue: watched });
    await alone(desk, 1);
    expect(reads).toBe(2);
    expect(await restingOf(desk)).toEqual([expect.stringMatching(/^stop 990 /)]);
  });
});

import { expect, test } from 'vitest';
import { aDesk, aSignalAt, coinMarket } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';

test('I29 a target that the price passed while its order was gone is taken at market once, not each minute', async () => {
  // Entered at 1000 with a stop of 0.8 %; the first target lies at 1008, the second at 1016.
  const bars = [...flat(1_000, 1), [1_000, 1_009, 1_000, 1_009] as const, ...flat(1_009, 8)];
  const desk = await aDesk({
    market: coinMarket(bars, { at: 1_000 }),
    signals: [aSignalAt(0)],
    limits: { 'exits/trail-atr-multiple': '5' },
  });
  try {
    await desk.minute();
    const targets = (await desk.desk.venue.openConditionals())
      .filter(order => order.type === 'take-profit-market')
      .toSorted((a, b) => a.triggerPrice - b.triggerPrice);
    await desk.desk.venue.cancelConditional(targets[0]?.clientId ?? '');
    await desk.advance();
    await desk.minutes(5);
    expect((await desk.records('exit')).map(({ kind, qty }) => [kind, qty])).toEqual([
      ['partial-take-profit', targets[0]?.qty],
    ]);
    const [position] = (await desk.store.load()).positions;
    expect(position?.targets.map(target => target.filled)).toEqual([true, false, false]);
  } finally {
    await desk.close();
  }
});

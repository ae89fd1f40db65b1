import { describe, expect, test } from 'vitest';
import { live } from '../kit/live.ts';

/** So much that a stranger on the desk's own address leaves less than entries may use. */
const TICKERS = 45;

describe('a stranger who uses up the address’s requests', () => {
  test('I20 keeps entry from reading, and neither monitor nor guardian', async () => {
    const desk = await live();
    const { engine } = desk.exchange;
    const [monitoring, entering] = [await desk.wire(), await desk.wireEntry()];
    const resting = () => engine.state.algos.filter(({ status }) => status === 'NEW');
    const stranger = () => {
      for (let i = 0; i < TICKERS; i += 1) desk.exchange.handle('GET', '/fapi/v1/ticker/24hr', '', {});
    };

    stranger();
    await desk.minute(monitoring, entering);
    expect(engine.state.orders).toEqual([]);
    const said = (await desk.records()).flatMap(each => ('because' in each ? [each.because ?? ''] : []));
    expect(said.join('\n')).toMatch(/of 2400 request weight in this minute; the rest is left to exits/);

    // The next signal comes an hour after the first.
    for (let i = 0; i < 60; i += 1) await desk.minute(monitoring, entering);
    expect((await desk.reader.load()).positions).toMatchObject([{ phase: 'protected' }]);

    for (const { clientId } of resting()) engine.cancelAlgo({ clientId });
    expect(resting()).toEqual([]);
    stranger();
    await desk.minute(monitoring, entering);
    expect(resting().length).toBeGreaterThanOrEqual(2);
    expect((await desk.reader.load()).positions).toMatchObject([{ phase: 'protected' }]);
  });
});

import { describe, expect, test } from 'vitest';
import { live } from '../kit/live.ts';

/** So much that a stranger on the desk's own address leaves less than entries may use. */
const TICKERS = 45;

describe('a stranger who uses up the address’s requests', () => {
  const stranger = (exchange: Awaited<ReturnType<typeof live>>['exchange']) => {
    for (let i = 0; i < TICKERS; i += 1) exchange.handle('GET', '/fapi/v1/ticker/24hr', '', {});
  };

  test('I20 keeps entry from reading, which says so and opens nothing', async () => {
    const desk = await live();
    stranger(desk.exchange);
    await desk.minute(await desk.wire(), await desk.wireEntry());
    expect(desk.exchange.engine.state.orders).toEqual([]);
    const said = (await desk.records()).flatMap(each => ('because' in each ? [each.because ?? ''] : []));
    expect(said.join('\n')).toMatch(/of 2400 request weight in this minute; the rest is left to exits/);
  });

  test('I20 keeps neither monitor nor guardian from protecting what is open', async () => {
    const desk = await live();
    const { engine } = desk.exchange;
    const [monitoring, entering] = [await desk.wire(), await desk.wireEntry()];
    const resting = () => engine.state.algos.filter(({ status }) => status === 'NEW');
    await desk.minute(monitoring, entering);
    for (const { clientId } of resting()) engine.cancelAlgo({ clientId });
    expect(resting()).toEqual([]);
    stranger(desk.exchange);
    await desk.minute(monitoring, entering);
    expect(resting().length).toBeGreaterThanOrEqual(2);
    expect((await desk.reader.load()).positions).toMatchObject([{ phase: 'protected' }]);
  });
});

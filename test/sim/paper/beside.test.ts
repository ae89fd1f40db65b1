import { describe, test } from 'vitest';
import { expectNoGift, HOURS } from '../../kit/beside.ts';
import { aSignalAt, coinMarket, type TestDeskOptions } from '../../kit/desk.ts';
import type { ScriptedBar } from '../../kit/scripted-market.ts';

const wavePrice = (minute: number) =>
  1_000 * (1 + 0.004 * Math.sin(minute / 17) + 0.007 * Math.sin(minute / 83));
const waves: ScriptedBar[] = Array.from({ length: HOURS * 60 + 5 }, (_, minute) => {
  const [open, close] = [wavePrice(minute), wavePrice(minute + 1)];
  return [open, Math.max(open, close) * 1.0004, Math.min(open, close) * 0.9996, close];
});
const oneCoin: TestDeskOptions = {
  market: coinMarket(waves, { at: wavePrice(0), funding: { 300: 0.0004, 480: -0.0003 } }),
  signals: Array.from({ length: 24 }, (_, i) => aSignalAt(3 + i * 20, i % 3 === 1 ? 'short' : 'long')),
};

describe('a paper desk beside a desk straight on the engine, over the same market for eight hours', () => {
  test('I44 one coin: the same decisions, no fill better', async () => {
    await expectNoGift(oneCoin, { exits: 4, funded: true });
  });
});

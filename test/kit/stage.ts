import { afterEach } from 'vitest';
import { symbolId } from '../../lib/desk/units.ts';
import { aDesk, aSignalAt, coinMarket, type TestDesk, type TestDeskOptions } from './desk.ts';
import { flat, type ScriptedBar } from './scripted-market.ts';

export const COIN = symbolId('COINUSDT');
export const SAFE = { unprotectedMinutes: 0, duplicateOrders: 0 };

/**
 * How the tests of the minute begin: one long in COINUSDT entered at 1000 with a stop of 0.8 % and targets at 1, 2 and
 * 3 R, then the bars of the test. The desk is closed after each test. `usual` is what the tests of a file have in common.
 */
export function stage(usual: Partial<TestDeskOptions> = {}) {
  let open: TestDesk | undefined;
  afterEach(async () => {
    await open?.close();
    open = undefined;
  });
  return async (then: readonly ScriptedBar[], options: Partial<TestDeskOptions> = {}): Promise<TestDesk> => {
    const market = coinMarket([...flat(1_000, 1), ...then], { at: 1_000 });
    open = await aDesk({ market, signals: [aSignalAt(0)], ...usual, ...options });
    return open;
  };
}

export const exitsOf = async (desk: TestDesk) => (await desk.records('exit')).map(record => record.kind);
export const safetyOf = (desk: TestDesk) => desk.engine.state.safety;

/** The working stops that rest, farthest first; the backstop is not among them. */
export const workingStopsOf = async (desk: TestDesk) =>
  (await desk.desk.venue.openConditionals())
    .filter(order => order.type === 'stop-market' && order.qty !== 'all')
    .map(order => order.triggerPrice)
    .toSorted((a, b) => a - b);

import { describe, expect, onTestFinished, test } from 'vitest';
import type { ExitKind } from '../../lib/desk/position/position.ts';
import type { AccountKind } from '../../lib/ports.ts';
import { AGAIN_MINUTES, DAYS_MINUTES, isThere, NEEDS, playToTheEnd, recordedDays } from './recorded-days.ts';

const EVERY_KIND: readonly ExitKind[] = [
  'stop-loss',
  'break-even-stop',
  'trailing-stop',
  'partial-take-profit',
  'take-profit',
  'time-stop',
  'reverse',
  'halt-flatten',
];

/** Two recorded days on an account of a kind. A file for each kind, so that they are played side by side. */
export function everyExitKind(account: AccountKind): void {
  const begin = async () => {
    const run = await recordedDays(account);
    onTestFinished(() => run.desk.close());
    return run;
  };

  describe.skipIf(!isThere)(`two recorded days, ${account} ${NEEDS}`, () => {
    let firstHash = '';

    test('positions end in every way there is, protected in each minute, and the books are the exchange’s', async () => {
      const { desk, tally } = await begin();
      await playToTheEnd(desk);
      firstHash = (await tally(AGAIN_MINUTES)).hash;
      const { engine } = desk.exchange;
      const { entries, exits, fidelity } = await tally(DAYS_MINUTES);
      expect(Object.keys(exits)).toEqual(expect.arrayContaining([...EVERY_KIND]));
      expect(entries).toBeGreaterThan(40);
      expect(fidelity).toBeGreaterThanOrEqual(0.95);
      expect(desk.failures).toEqual([]);
      expect(engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
      expect(engine.positions()).toEqual([]);
      // What the desk says each position came to, and what became of the account.
      const nets = (await desk.records('closed')).reduce((sum, { netUsd }) => sum + netUsd, 0);
      expect(nets).toBeCloseTo(engine.account().walletUsd - 10_000, 2);
    }, 1_800_000);

    test('played again they are the same, to the byte', async () => {
      const { desk, tally } = await begin();
      await desk.minutes(AGAIN_MINUTES);
      const again = await tally(AGAIN_MINUTES);
      expect(again.entries).toBeGreaterThan(10);
      expect(again.hash).toBe(firstHash);
    });
  });
}

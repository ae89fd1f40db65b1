import { describe, expect, test } from 'vitest';
import { FUNCTIONS, type MinuteRun, tickDesk, WARM_AT } from './tick/desk.ts';

/** A quiet minute of all four functions: units, and the requests to the table by their kind. */
async function quietMinute(coins: number, positions: number) {
  const desk = await tickDesk({ coins, positions, delayMs: 0 });
  try {
    let last: MinuteRun | undefined;
    for (let minute = 0; minute <= WARM_AT + 1; minute += 1) last = await desk.minute();
    expect(await desk.positions()).toBe(positions);
    const runs = FUNCTIONS.flatMap(name => last?.[name] ?? []);
    const requests: Record<string, number> = {};
    for (const { calls } of runs)
      for (const [kind, n] of Object.entries(calls))
        if (/^(Get|Put|Update|Delete|Batch|Query)/.test(kind) && !kind.includes('Parameter'))
          requests[kind] = (requests[kind] ?? 0) + n;
    return {
      read: runs.reduce((sum, { reads }) => sum + reads, 0),
      written: runs.reduce((sum, { writes }) => sum + writes, 0),
      requests,
    };
  } finally {
    await desk.close();
  }
}

describe('what a minute costs in units of DynamoDB', () => {
  test('grows with open positions: symbols only make the universe’s list longer', async () => {
    const few = await quietMinute(10, 3);
    const many = await quietMinute(60, 3);
    const none = await quietMinute(60, 0);
    // In the same requests, and by less than a tenth of a unit a symbol.
    expect(many.requests).toEqual(few.requests);
    expect(many.read - few.read).toBeLessThan(5);
    expect(many.written - few.written).toBeLessThan(5);
    // Each of the four functions reads each open position.
    expect(many.read - none.read).toBeGreaterThanOrEqual(3);
    expect(many.read - none.read).toBeLessThanOrEqual(4 * 3);
  }, 120_000);
});

import { describe, expect, test } from 'vitest';
import { FUNCTIONS, type MinuteRun, tickDesk } from './tick/desk.ts';

const OPENS_AT = 5;
const POSITIONS = 3;

/** What a quiet minute of all four functions comes to: units, and the requests to the table by their kind. */
function costOf(minute: MinuteRun) {
  const runs = FUNCTIONS.map(name => minute[name]);
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
}

/** A quiet minute of one desk before it has opened anything, and one with its positions. */
async function quietMinutes(coins: number) {
  const desk = await tickDesk({ coins, positions: POSITIONS, opensAt: OPENS_AT, delayMs: 0 });
  try {
    const runs: MinuteRun[] = [];
    while (runs.length < OPENS_AT) runs.push(await desk.minute());
    expect(await desk.positions()).toBe(0);
    while (runs.length < OPENS_AT + 4) runs.push(await desk.minute());
    expect(await desk.positions()).toBe(POSITIONS);
    const [before, after] = [runs[OPENS_AT - 1], runs.at(-1)] as [MinuteRun, MinuteRun];
    return { before: costOf(before), after: costOf(after) };
  } finally {
    await desk.close();
  }
}

describe('what a minute costs in units of DynamoDB', () => {
  test('grows with open positions: symbols only make the universe’s list longer', async () => {
    const { after: few } = await quietMinutes(10);
    const { before: none, after: many } = await quietMinutes(60);
    // In the same requests, and by less than a tenth of a unit a symbol.
    expect(many.requests).toEqual(few.requests);
    expect(many.read - few.read).toBeLessThan(5);
    expect(many.written - few.written).toBeLessThan(5);
    // Each of the four functions reads each open position.
    expect(many.read - none.read).toBeGreaterThanOrEqual(POSITIONS);
    expect(many.read - none.read).toBeLessThanOrEqual(4 * POSITIONS);
  });
});

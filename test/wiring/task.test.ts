import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { retrain } from '../../lib/retrain.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';
import { runTask } from '../../lib/wiring/task.ts';
import { learning, NOW } from '../kit/learning-desk.ts';

const AT = { PERPDESK_SCHEDULED_TIME: '2026-01-06T00:10:00Z' };

describe('a task', () => {
  let said: string[] = [];
  beforeEach(() => {
    said = [];
    vi.spyOn(process.stdout, 'write').mockImplementation(text => said.push(String(text)) > 0);
  });
  afterEach(() => void vi.restoreAllMocks());
  const lines = () => said.map(text => JSON.parse(text));

  async function run(handler: Parameters<typeof runTask>[0]['handler'], more = {}): Promise<number[]> {
    const codes: number[] = [];
    await runTask({ handler, env: AT, exit: code => void codes.push(code), ...more });
    return codes;
  }

  test('hands the minute of its environment to the handler, and ends with 0', async () => {
    const handler = vi.fn(async () => ({ minute: '2026-01-06T00:10:00.000Z', end: 'done' as const }));
    expect(await run(handler)).toEqual([0]);
    expect(handler).toHaveBeenCalledWith({ scheduledTime: '2026-01-06T00:10:00Z' });
    expect(lines()).toEqual([{ minute: '2026-01-06T00:10:00.000Z', end: 'done' }]);
  });

  test('runs the night of a desk as the function does', async () => {
    const { desk, metrics } = learning();
    const handler = scheduledHandler(async () => desk, retrain);
    expect(await run(handler, { env: { PERPDESK_SCHEDULED_TIME: new Date(NOW).toISOString() } })).toEqual([
      0,
    ]);
    expect(metrics).toMatchObject([{ ModelFaults: 0 }]);
  });

  test('ends with 1 where the handler fails, and says why in one line', async () => {
    expect(await run(() => Promise.reject(new Error('no table')))).toEqual([1]);
    expect(lines()).toEqual([{ failed: 'Error: no table', trace: expect.stringContaining('no table') }]);
  });

  test('that was told no minute says so', async () => {
    const handler = scheduledHandler(async () => learning().desk, retrain);
    expect(await run(handler, { env: {} })).toEqual([1]);
    expect(said.join('')).toContain('the schedule sends');
  });

  test('that hangs ends itself, since nobody else would', async () => {
    vi.useFakeTimers();
    const codes: number[] = [];
    const hanging = () => new Promise<never>(() => {});
    void runTask({ handler: hanging, env: AT, mayTakeMs: 120_000, exit: code => void codes.push(code) });
    await vi.advanceTimersByTimeAsync(119_000);
    expect(codes).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect(codes).toEqual([1]);
    expect(lines()).toEqual([{ failed: 'not done after 2 minutes, so it was ended' }]);
  });
});

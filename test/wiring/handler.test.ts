import { describe, expect, test } from 'vitest';
import { scheduledHandler } from '../../lib/wiring/handler.ts';

describe('a scheduled handler', () => {
  test('runs the minute the schedule meant, on the desk its container keeps', async () => {
    const minutes: number[] = [];
    let wired = 0;
    const handler = scheduledHandler(
      async () => {
        wired += 1;
        return 'desk';
      },
      async (_desk, minute) => {
        minutes.push(minute);
        return 'done';
      },
    );
    expect(await handler({ scheduledTime: '2026-01-05T00:01:00Z' })).toEqual({
      minute: '2026-01-05T00:01:00.000Z',
      end: 'done',
    });
    await handler({ scheduledTime: '2026-01-05T00:02:59.999Z' });
    expect(minutes).toEqual([Date.UTC(2026, 0, 5, 0, 1), Date.UTC(2026, 0, 5, 0, 2)]);
    expect(wired).toBe(1);
  });

  test('tries the wiring again after it has failed', async () => {
    let tries = 0;
    const handler = scheduledHandler(
      async () => {
        tries += 1;
        if (tries === 1) throw new Error('the key could not be read');
        return 'desk';
      },
      async () => 'done',
    );
    const event = { scheduledTime: '2026-01-05T00:01:00Z' };
    await expect(handler(event)).rejects.toThrow('the key could not be read');
    expect((await handler(event)).end).toBe('done');
  });

  test.each([
    [{}],
    [{ scheduledTime: 'soon' }],
    [undefined],
    [{ scheduledTime: '<aws.scheduler.scheduled-time>' }],
    [{ scheduledTime: '2025-02-30T00:00:00Z' }],
    [{ scheduledTime: ['2026-01-05T00:01:00Z'] }],
    [{ scheduledTime: 'a\nb'.repeat(5_000) }],
    [null],
    ['2026-01-05T00:01:00Z'],
  ])('refuses the event %j', async event => {
    const handler = scheduledHandler(
      async () => 'desk',
      async () => 'done',
    );
    await expect(handler(event)).rejects.toThrow(/^the schedule sends [^\p{Cc}]{1,200}$/u);
  });
});

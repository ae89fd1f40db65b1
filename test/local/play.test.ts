import { expect, onTestFinished, test, vi } from 'vitest';
import { type EpochMs, epochMs, type Minute, minuteOf, minutesAfter } from '../../lib/desk/units.ts';
import { minuteRun } from '../../lib/local/handlers.ts';
import { play } from '../../lib/local/play.ts';

const START = minuteOf(Date.UTC(2026, 0, 5));

function aRun(options: { minutes: number; endsAfter?: number; speed?: number; stopAfter?: number }) {
  const log: string[] = [];
  const stop = new AbortController();
  let now: Minute = START;
  const at = (time: number) => (time - START) / 60_000;
  const run = play({
    clock: { set: (time: EpochMs) => log.push(`clock ${at(time)}`) },
    exchange: {
      advance: async () => {
        now = minutesAfter(now, 1);
        log.push('advance');
        return { time: epochMs(now), ended: at(now) >= (options.endsAfter ?? 1_000) };
      },
    },
    runMinute: minuteRun([
      { name: 'monitor', handler: async () => log.push('monitor') },
      { name: 'entry', handler: async () => Promise.reject(new Error('out of order')) },
      { name: 'scan', handler: async event => log.push(`scan ${JSON.stringify(event)}`) },
    ]),
    from: START,
    until: minutesAfter(START, options.minutes),
    speed: options.speed ?? 0,
    stop: stop.signal,
    after: (time, failures) => {
      log.push(
        `after ${at(time)}: ${failures.map(({ handler, because }) => `${handler} ${because}`).join()}`,
      );
      if (at(time) === options.stopAfter) stop.abort();
    },
  });
  return { run, log };
}

test('a minute runs its handlers in order, then the market goes on; one that throws does not stop the others', async () => {
  const { run, log } = aRun({ minutes: 1 });
  expect(await run).toBe(minutesAfter(START, 1));
  expect(log).toEqual([
    'clock 0',
    'monitor',
    'scan {"scheduledTime":"2026-01-05T00:00:00.000Z"}',
    'advance',
    'clock 1',
    'after 1: entry out of order',
  ]);
});

test('a daily function runs in its minute of the day and in no other', async () => {
  const ran: number[] = [];
  const daily = { name: 'daily', handler: async () => ran.push(minute), minuteOfDay: 10 };
  const run = minuteRun([daily]);
  let minute = 0;
  for (; minute < 2 * 1_440; minute += 1) await run(minutesAfter(START, minute));
  expect(ran).toEqual([10, 1_450]);
});

test.each([
  ['the minutes asked for', { minutes: 3 }, 3],
  ['the market', { minutes: 30, endsAfter: 2 }, 2],
  ['the person', { minutes: 30, stopAfter: 4, speed: 1_000 }, 4],
])('%s can end the run', async (_who, options, minutes) => {
  expect(await aRun(options).run).toBe(minutesAfter(START, minutes));
});

test('a speed is held', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const began = performance.now();
  const { run } = aRun({ minutes: 11, speed: 100 });
  await vi.runAllTimersAsync();
  expect(await run).toBe(minutesAfter(START, 11));
  expect(performance.now() - began).toBe(110);
});

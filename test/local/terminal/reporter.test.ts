import { expect, test } from 'vitest';
import { minutesAfter } from '../../../lib/desk/units.ts';
import { hourlyReporter } from '../../../lib/local/terminal/reporter.ts';
import type { View } from '../../../lib/local/terminal/view.ts';
import { NOW } from '../../kit/builders.ts';

const HOUR = minutesAfter(NOW, -new Date(NOW).getUTCMinutes());

/** What is printed over as many hours, where these are the reasons for not trading. */
async function printed(...reasons: readonly (string | undefined)[]): Promise<string[]> {
  const lines: string[] = [];
  let hour = 0;
  const view = {
    equityUsd: 10_000,
    dayUsd: 0,
    positions: [],
    universeSize: 6,
    unprotectedMinutes: 0,
    duplicateOrders: 0,
    handlerFailures: 0,
    speed: 20,
  };
  const reporter = hourlyReporter(
    {
      played: () => {},
      read: async now => ({ view: { ...view, now, noTrade: reasons[hour++] } as unknown as View, news: [] }),
    },
    text => lines.push(text.trimEnd()),
  );
  for (let minute = 1; minute <= 60 * reasons.length; minute += 1)
    await reporter.after(minutesAfter(HOUR, minute), []);
  return lines.map(line => line.split('  ').at(-1) ?? '');
}

test('a line an hour; a reason for not trading stands in it when it is a new one, times of day aside', async () => {
  const figure = '20.0 min/s';
  expect(
    await printed(
      'the next bar closes at 15:00',
      'the next bar closes at 16:00',
      'no model',
      undefined,
      'no model',
    ),
  ).toEqual(['the next bar closes at 15:00', figure, 'no model', figure, 'no model']);
});

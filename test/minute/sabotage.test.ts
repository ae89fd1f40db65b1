import { describe, expect, test } from 'vitest';
import type { Desk } from '../../lib/minute/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { safetyOf, stage } from '../kit/stage.ts';

const start = stage();

describe('the zeros can be other than zero', () => {
  test('a desk sabotaged to skip its stops is counted by the exchange', async () => {
    const lying = ({ venue }: Desk): Partial<Desk> => ({
      venue: {
        ...venue,
        placeConditional: async order => ({ type: 'accepted', report: liveReport(order) }),
        findConditional: async clientId => liveReports.get(clientId),
      },
    });
    const desk = await start(flat(1_000, 9), { change: lying });
    await desk.minutes(3);
    expect(safetyOf(desk).unprotectedMinutes).toBeGreaterThan(0);
  });

  test('I62 a desk sabotaged to send an intent again is counted by the exchange', async () => {
    const again = ({ venue }: Desk): Partial<Desk> => ({
      venue: {
        ...venue,
        place: async order => {
          await venue.place(order);
          return venue.place(order);
        },
      },
    });
    const desk = await start(flat(1_000, 9), { change: again });
    await desk.minutes(2);
    expect(safetyOf(desk).duplicateOrders).toBe(1);
  });
});

type Placed = Parameters<Desk['venue']['placeConditional']>[0];
type Report = NonNullable<Awaited<ReturnType<Desk['venue']['findConditional']>>>;
const liveReports = new Map<string, Report>();
function liveReport(order: Placed): Report {
  const report = {
    ...order,
    algoId: '1',
    reduceOnly: true,
    status: 'live',
    orderId: undefined,
    createdAt: 0,
  } as Report;
  liveReports.set(order.clientId, report);
  return report;
}

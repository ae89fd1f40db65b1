import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import { cost } from '../../../lib/operator/commands/cost.ts';
import type { Connection } from '../../../lib/operator/connection.ts';
import type { CostView } from '../../../lib/operator/views/cost.ts';
import { PortError } from '../../../lib/ports.ts';
import { aPosition } from '../../kit/positions.ts';

const asked = async (connection?: Connection) => {
  const answer = await cost(connection);
  return {
    view: answer.json as CostView,
    text: answer.lines({ width: 300, paint: PLAIN }).join('\n'),
  };
};

/** A desk with so many open positions, what its cloud has counted, and the mode that its book is of. */
const desk = (open: number, counted?: Connection['counted'], mode = 'paper'): Connection =>
  ({
    desk: 'main',
    reader: {
      load: async () => ({ book: { mode }, positions: Array.from({ length: open }, () => aPosition()) }),
    },
    ...(counted === undefined ? {} : { counted }),
  }) as unknown as Connection;

describe('cost', () => {
  test('without a desk is that of one by the bench, and says so', async () => {
    const { view, text } = await asked();
    expect(view.desk).toBeNull();
    expect(text).toContain('a paper desk of 50 symbols: a month of 30 days in AWS');
    expect(text).toContain('measured by the bench, 5 positions open');
    expect(text).toMatch(/together +\$\d/);
  });

  test('of an embedded desk grows with its open positions', async () => {
    const [none, three] = [await asked(desk(0)), await asked(desk(3))];
    expect(three.view.usage.reads).toBeGreaterThan(none.view.usage.reads);
    expect(three.view.listUsd).toBeGreaterThan(none.view.listUsd);
    expect(three.text).toContain('desk main');
    expect(three.text).toContain('3 positions open');
  });

  const COUNTED = {
    seconds: { PositionMonitor: 1, UniverseScan: 4, SignalEntry: 2, Guardian: 1 },
    reads: 100,
    writes: 50,
    desks: 1,
    days: 7,
  };

  test('of a deployed desk is by what CloudWatch has counted, and says what that leaves out', async () => {
    const { view, text } = await asked(desk(0, async () => COUNTED));
    expect(view.usage).toMatchObject({ seconds: COUNTED.seconds, reads: 100, writes: 50 });
    expect(text).toContain(
      '8.0 s a minute together (counted by CloudWatch, 7 days, without the starts of containers)',
    );
    expect(text).toContain('100 units a minute (counted by CloudWatch, 7 days)');
  });

  test('of a table that several desks share counts an equal share, and says so', async () => {
    const { view, text } = await asked(desk(0, async () => ({ ...COUNTED, desks: 4 })));
    expect(view.usage).toMatchObject({ reads: 25, writes: 12.5 });
    expect(text).toContain('of the table an equal share for each of its 4 desks');
  });

  test('of one whose CloudWatch may not be asked is by the bench, and names the rights', async () => {
    const { view, text } = await asked(
      desk(2, async () => {
        throw new PortError('unauthorised', 'CloudWatch: reading Duration failed: AccessDenied');
      }),
    );
    expect(view.usage.reads).toBe((await asked(desk(2))).view.usage.reads);
    expect(text).toContain(
      'measured by the bench, since CloudWatch did not let itself be asked: cloudwatch:ListMetrics and cloudwatch:GetMetricStatistics are needed',
    );
  });

  test('of a twin is refused: it has not the parts of which the bill is made', async () => {
    const twin = {
      desk: 'main-twin',
      reader: { load: async () => ({ book: { mode: 'paper', twinOf: 'main' }, positions: [] }) },
      counted: async () => undefined,
    } as unknown as Connection;
    await expect(cost(twin)).rejects.toThrow(
      'cost: main-twin is a twin of main, without scan, learning and limits guard',
    );
  });

  test('is a PortError where CloudWatch gives no answer', async () => {
    const silent = desk(2, async () => {
      throw new PortError('unavailable', 'CloudWatch: reading Duration failed');
    });
    await expect(cost(silent)).rejects.toThrow('CloudWatch: reading Duration failed');
  });

  test('of a live desk has its fixed address, which another desk of the stack does not pay again', async () => {
    const [paper, live] = [
      await asked(desk(0, async () => COUNTED)),
      await asked(desk(0, async () => COUNTED, 'live')),
    ];
    expect(live.view.listUsd).toBeCloseTo(paper.view.listUsd + 41.6, 9);
    expect(live.view.afterFreeUsd).toBeCloseTo(paper.view.afterFreeUsd + 41.6, 9);
    expect(live.view.extraDesk).toEqual(paper.view.extraDesk);
    expect(live.text).toMatch(/Fixed address of live desks +\$41\.60/);
    expect(live.text).not.toContain('A live desk adds a fixed address');
    expect(paper.text).toContain('A live desk adds a fixed address');
  });

  test('of one that has not ticked yet is by the bench', async () => {
    const { view } = await asked(desk(2, async () => undefined));
    expect(view.usage.unitsFrom).toBe('measured by the bench, 2 positions open');
  });

  test('names the lines that make most of it, and whether the aim is met', async () => {
    const { view, text } = await asked();
    const dearest = view.lines.toSorted((a, b) => b.listUsd - a.listUsd)[0];
    expect(text.replaceAll('\n', ' ')).toContain(`Most of it: ${dearest?.what} $`);
    expect(text.replaceAll('\n', ' ')).toContain(
      `at list prices it is ${view.listUsd < 5 ? 'below' : 'above'}`,
    );
  });
});

import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import { cost } from '../../../lib/operator/commands/cost.ts';
import type { Connection } from '../../../lib/operator/connection.ts';
import type { CostView } from '../../../lib/operator/views/cost.ts';
import { aPosition } from '../../kit/positions.ts';

const asked = async (connection?: Connection) => {
  const answer = await cost(connection);
  return {
    view: answer.json as CostView,
    text: answer.lines({ width: 300, paint: PLAIN }).join('\n'),
  };
};

/** A desk with so many open positions, and what its cloud has counted. */
const desk = (open: number, counted?: Connection['counted']): Connection =>
  ({
    desk: 'main',
    reader: { load: async () => ({ positions: Array.from({ length: open }, () => aPosition()) }) },
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

  test('of a deployed desk is by what CloudWatch has counted', async () => {
    const { view, text } = await asked(
      desk(0, async () => ({ seconds: 8, reads: 100, writes: 50, days: 7 })),
    );
    expect(Object.values(view.usage.seconds).reduce((a, b) => a + b, 0)).toBeCloseTo(8, 9);
    expect(view.usage).toMatchObject({ reads: 100, writes: 50 });
    expect(text).toContain('8.0 s a minute together (counted by CloudWatch, 7 days)');
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

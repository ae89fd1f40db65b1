import { describe, expect, test } from 'vitest';
import { flat } from '../kit/scripted-market.ts';
import { COIN, stage } from '../kit/stage.ts';

const start = stage();

describe('each minute that the monitor reads the account', () => {
  test('it notes equity, the highest equity and the marks of what is open, as the venue reads them', async () => {
    const desk = await start([[1_000, 1_004, 1_000, 1_004], ...flat(1_004, 3)]);
    await desk.minutes(2);
    const [before, open] = await desk.records('account');
    expect(before).toMatchObject({ equityUsd: 10_000, highWaterUsd: 10_000, marks: [] });
    const mark = (await desk.desk.market.mark(COIN)).mark;
    await desk.minute();
    const last = (await desk.records('account')).at(-1);
    const { book } = await desk.store.load();
    expect(open?.marks).toEqual([{ symbol: COIN, markPrice: expect.any(Number) }]);
    expect(last).toMatchObject({
      role: 'monitor',
      equityUsd: book?.equityUsd,
      highWaterUsd: book?.highWaterUsd,
      marks: [{ symbol: COIN, markPrice: mark }],
    });
  });

  test('once a minute, and no mark of a position that is over', async () => {
    const desk = await start([[1_000, 1_000, 985, 985], ...flat(985, 3)]);
    await desk.minutes(4);
    const records = await desk.records('account');
    expect(records.map(({ minute }) => minute)).toEqual([...new Set(records.map(({ minute }) => minute))]);
    expect(records).toHaveLength(4);
    expect(records.at(-1)?.marks).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { MINUTE_MS, usd } from '../../../lib/desk/units.ts';
import { settlementsOf } from '../../../lib/sim/funding-history.ts';
import { paperVenue } from '../../../lib/sim/paper-venue.ts';
import { aDesk, aSignalAt, coinMarket, type TestDeskOptions, WARM } from '../../kit/desk.ts';
import { paperOptions } from '../../kit/paper.ts';
import { flat, type ScriptedBar } from '../../kit/scripted-market.ts';

/** A long at 1000 with its stop at 992; the desk goes silent in minute 3, and the market through the stop while it is. */
const SILENT_FROM = 3;
const fallsAt = (minute: number, then: readonly ScriptedBar[] = []): ScriptedBar[] => [
  ...flat(1_000, minute),
  [1_000, 1_000, 985, 990],
  // Back above everything: whoever looks at the price alone sees nothing.
  [990, 1_003, 990, 1_003],
  ...then,
];

async function afterSilence(minutes: number, bars: readonly ScriptedBar[], where: 'paper' | 'engine') {
  const market = coinMarket(bars, { at: 1_000, minutes: 4_500, funding: { 480: 0.0003 } });
  const remarks: string[] = [];
  const options: TestDeskOptions = {
    market,
    signals: [aSignalAt(0)],
    over: 'process',
    change: ({ market: shown, clock }) =>
      where === 'engine'
        ? {}
        : {
            venue: paperVenue(
              paperOptions(market, {
                market: shown,
                clock,
                openingUsd: usd(10_000),
                remark: async (_, because) => void remarks.push(...because),
                funding: {
                  settlements: async (symbol, since) => settlementsOf(market, symbol, since, clock.now()),
                },
              }),
            ),
          },
  };
  const desk = await aDesk(options);
  await desk.minutes(SILENT_FROM);
  await desk.advance(minutes);
  await desk.minutes(3);
  const { venue } = desk.desk;
  return {
    remarks,
    exits: await desk.records('exit'),
    closed: await desk.records('closed'),
    troubles: await desk.records('trouble'),
    positions: await venue.positions(),
    resting: await venue.openConditionals(),
    trades: (await venue.trades(market.instruments()[0]?.symbol as never, WARM)).filter(
      trade => trade.side === 'sell',
    ),
    income: await venue.income(WARM),
  };
}

describe('a desk that was down', () => {
  test.each([
    [5, 4],
    [90, 47],
    [1_400, 1_100],
  ])('%i minutes finds the stop that went off in minute %i, minute by minute', async (minutes, fall) => {
    const paper = await afterSilence(minutes, fallsAt(fall), 'paper');
    const engine = await afterSilence(minutes, fallsAt(fall), 'engine');
    expect(paper.remarks).toEqual([]);
    expect(paper.troubles).toEqual([]);
    expect(paper.exits.map(({ kind }) => kind)).toEqual(['stop-loss']);
    expect(paper.closed).toHaveLength(1);
    expect(paper.positions).toEqual([]);
    expect(paper.resting).toEqual([]);
    expect(paper.trades.map(({ at }) => at)).toEqual([WARM + (fall + 0.5) * MINUTE_MS]);
    expect(paper.trades[0]?.price).toBeLessThanOrEqual(engine.trades[0]?.price ?? 0);
    expect(paper.trades[0]?.price).toBeGreaterThan(991);
    expect(paper.income.map(({ kind }) => kind)).toEqual(engine.income.map(({ kind }) => kind));
  });

  test.each([
    ['in the first quarter of them', 5],
    ['in a whole quarter', 100],
    ['where the quarters end and the minutes begin', 508],
  ])(
    '2000 minutes sees the oldest of them in quarter hours, never better, and says so: %s',
    async (_, fall) => {
      const paper = await afterSilence(2_000, fallsAt(fall), 'paper');
      const engine = await afterSilence(2_000, fallsAt(fall), 'engine');
      expect(paper.exits.map(({ kind }) => kind)).toEqual(['stop-loss']);
      expect(paper.positions).toEqual([]);
      const [exit] = paper.trades;
      const late = ((exit?.at ?? 0) - (engine.trades[0]?.at ?? 0)) / MINUTE_MS;
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(15);
      expect(exit?.price).toBeLessThanOrEqual(engine.trades[0]?.price ?? 0);
      expect(paper.remarks).toEqual([
        'COINUSDT was played in 34 quarter hours from 2026-01-05 04:02 to 2026-01-05 12:30: its minutes are no longer given',
      ]);
    },
  );

  test('2000 minutes still pays for every settlement of them', async () => {
    const [paper, engine] = [
      await afterSilence(2_000, flat(1_000, 3_000), 'paper'),
      await afterSilence(2_000, flat(1_000, 3_000), 'engine'),
    ];
    const funding = ({ income }: typeof paper) =>
      income.filter(({ kind }) => kind === 'funding').map(({ at, amountUsd }) => [at, amountUsd]);
    expect(funding(paper)).toHaveLength(1);
    expect(funding(paper)).toEqual(funding(engine));
  });

  test('minutes without a bar are said, and what they hide is not made up', async () => {
    const gap: ScriptedBar[] = [...flat(1_000, 5), null, null, null, ...flat(1_000, 60)];
    const paper = await afterSilence(20, gap, 'paper');
    expect(paper.remarks).toEqual([
      '3 minutes of COINUSDT have no bar from 2026-01-05 04:02 to 2026-01-05 04:23, and were not played',
    ]);
    expect(paper.positions).toHaveLength(1);
  });
});

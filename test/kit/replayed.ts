import { DAY_MS, HOUR_MS } from '../../lib/desk/units.ts';
import { drawAt, streamKey } from '../../lib/models/random.ts';
import { type AccountPoint, RESULT_FORMAT, type ReplayResult } from '../../lib/replay/result.ts';
import { type MadeWithMarks, madeTrade } from './replayed-trade.ts';

const COINS = ['SOL', 'ETH', 'BTC', 'DOGE', 'AVAX', 'LINK', 'XRP', 'ADA', 'SUI', 'ARB', 'OP', '1000PEPE'];

export interface ReplayedWish {
  readonly seed?: number;
  readonly trades?: number;
  readonly days?: number;
  /** How many trades carry bars. */
  readonly charted?: number;
  readonly walletUsd?: number;
}

/** A made-up result of a replay: repeatable, and as a real one would be put together. */
export function replayed(wish: ReplayedWish = {}): ReplayResult {
  const { seed = 7, trades = 300, days = 200, charted = 40, walletUsd = 15_000 } = wish;
  const from = Date.UTC(2025, 2, 1);
  const to = from + days * DAY_MS;
  const key = streamKey(seed, 99);
  const made: MadeWithMarks[] = [];
  let equityUsd = walletUsd;
  for (let i = 0; i < trades; i += 1) {
    const slot = Math.floor((i + drawAt(key, i)) * ((days * 96) / (trades + 1)));
    const symbol = `${COINS[Math.floor(drawAt(key, 10_000 + i) * COINS.length)]}USDT`;
    const one = madeTrade({
      seed,
      i,
      symbol,
      openedAt: from + slot * 900_000,
      equityUsd,
      endsAt: to,
      charted: i % Math.ceil(trades / Math.max(1, charted)) === 0 && charted > 0,
    });
    made.push(one);
    equityUsd = Math.max(1_000, equityUsd + one.trade.netUsd);
  }
  return {
    format: RESULT_FORMAT,
    hash: `${seed.toString(16).padStart(2, '0')}c0ffee`.repeat(8).slice(0, 64),
    complete: true,
    from,
    to,
    data: { symbols: COINS.map(coin => `${coin}USDT`), interval: '15m', bars: days * 96 * COINS.length },
    limits: [
      { name: 'plan/leverage-max', text: '3' },
      { name: 'risk/symbol-notional-usd-max', text: '5200', changed: true },
      { name: 'risk/trade-notional-usd-max', text: '6000' },
    ],
    models: [
      { kind: 'xgboost', version: 'xgboost-20250220', licensed: true },
      { kind: 'lightgbm', version: 'lightgbm-20250220', licensed: true },
      {
        kind: 'patchtst',
        version: 'patchtst-20250220',
        licensed: false,
        because: 'win rate 49.1 % of 812 is not above 50 %',
      },
      { kind: 'nhits', licensed: false, because: 'there is none' },
    ],
    warnings: ['ARBUSDT: 3 gaps, 11 bars in all, 2025-04-12 03:15 the first; nothing was filled in'],
    walletUsd,
    account: accountOf(made, walletUsd, from, to),
    trades: made.map(({ trade }) => trade),
    noTrade: [
      { code: 'no-signal', minutes: days * 1_400 },
      { code: 'signals-not-taken', minutes: days * 9 },
      { code: 'no-licensed-model', minutes: 2_880 },
    ],
    notTaken:
      trades === 0
        ? []
        : [
            { code: 'symbol-busy', n: 410, plannedUsd: 0 },
            { code: 'confidence-low', n: 233, plannedUsd: 0 },
            { code: 'positions-full', n: 61, plannedUsd: 341_000 },
            { code: 'cap-reached', n: 12, plannedUsd: 66_400 },
          ],
    ran: { seconds: 14.2, minutesRun: days * 210, minutes: days * 1_440 },
  };
}

/** The account by the hour, from what each trade had realised and what was open of it. */
function accountOf(
  made: readonly MadeWithMarks[],
  walletUsd: number,
  from: number,
  to: number,
): readonly AccountPoint[] {
  const points: AccountPoint[] = [];
  let active = 0;
  let settledUsd = 0;
  const running = new Set<MadeWithMarks>();
  for (let at = from + HOUR_MS; at <= to; at += HOUR_MS) {
    for (let one = made[active]; one !== undefined && one.trade.openedAt < at; one = made[active]) {
      running.add(one);
      active += 1;
    }
    let [equityUsd, lowUsd, net, gross, open] = [walletUsd + settledUsd, walletUsd + settledUsd, 0, 0, 0];
    for (const one of running) {
      const mark = one.marks.findLast(each => each.at <= at);
      if (mark === undefined) continue;
      const { entryPrice, closedAt, netUsd } = one.trade;
      if (closedAt !== undefined && closedAt <= at) {
        settledUsd += netUsd;
        equityUsd += netUsd;
        lowUsd += netUsd;
        running.delete(one);
        continue;
      }
      equityUsd += mark.realisedUsd + mark.qty * (mark.close - entryPrice);
      lowUsd += mark.realisedUsd + mark.qty * (mark.worst - entryPrice);
      net += mark.qty * mark.close;
      gross += Math.abs(mark.qty * mark.close);
      open += 1;
    }
    points.push({
      at,
      equityUsd,
      lowUsd: Math.min(lowUsd, equityUsd),
      netExposureUsd: net,
      grossExposureUsd: gross,
      openPositions: open,
    });
  }
  return points;
}

/** A run that somebody ended on its twelfth day. */
export const cutShort = (): ReplayResult => ({
  ...replayed({ trades: 18, days: 12, charted: 6 }),
  complete: false,
  endedBecause: 'Ctrl-C after 12 of 200 days',
});

/** A run in which nothing was ever opened. */
export const quiet = (): ReplayResult => ({
  ...replayed({ trades: 0, days: 60 }),
  models: [{ kind: 'xgboost', licensed: false, because: 'there is none' }],
});

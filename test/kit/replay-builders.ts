import { DAY_MS } from '../../lib/desk/units.ts';
import {
  type AccountPoint,
  RESULT_FORMAT,
  type ReplayResult,
  type ReplayTrade,
} from '../../lib/replay/result.ts';

/** Parts of a replay's result with everything that a test does not care about filled in. */

export const FROM = Date.UTC(2025, 0, 1);

export const aTrade = (changes: Partial<ReplayTrade> = {}): ReplayTrade => ({
  id: 'SOLUSDT-20250101T0000',
  symbol: 'SOLUSDT',
  side: 'long',
  source: 'ensemble',
  confidence: 0.6,
  openedAt: FROM,
  closedAt: FROM + 3_600_000,
  entryPrice: 100,
  qty: 10,
  leverage: 3,
  plannedUsd: 1_000,
  intendedUsd: 1_000,
  executedUsd: 1_000,
  trace: [],
  initialStopPrice: 98,
  stops: [{ at: FROM, price: 98, stage: 'initial' }],
  targets: [],
  fills: [],
  fundingUsd: 0,
  netUsd: 0,
  oneRUsd: 100,
  rMultiple: 0,
  maeR: 0,
  mfeR: 0,
  ...changes,
});

export const aPoint = (
  changes: Partial<AccountPoint> & Pick<AccountPoint, 'at' | 'equityUsd'>,
): AccountPoint => ({
  lowUsd: changes.equityUsd,
  netExposureUsd: 0,
  grossExposureUsd: 0,
  openPositions: 0,
  ...changes,
});

export const aResult = (changes: Partial<ReplayResult> = {}): ReplayResult => ({
  format: RESULT_FORMAT,
  hash: 'a'.repeat(64),
  complete: true,
  from: FROM,
  to: FROM + DAY_MS,
  data: { symbols: ['SOLUSDT'], interval: '15m', bars: 96 },
  limits: [],
  models: [],
  warnings: [],
  walletUsd: 1_000,
  account: [],
  trades: [],
  noTrade: [],
  notTaken: [],
  ran: { seconds: 1, minutesRun: 100, minutes: 1_440 },
  ...changes,
});

/** An account that ended each day from the start with this equity. */
export const byTheDay = (equities: readonly number[], walletUsd = 1_000): ReplayResult =>
  aResult({
    walletUsd,
    to: FROM + equities.length * DAY_MS,
    account: equities.map((equityUsd, day) => aPoint({ at: FROM + (day + 1) * DAY_MS, equityUsd })),
  });

/** An account with these daily returns. */
export const returning = (returns: readonly number[]): ReplayResult => {
  let equity = 1_000;
  return byTheDay(
    returns.map(each => {
      equity *= 1 + each;
      return equity;
    }),
  );
};

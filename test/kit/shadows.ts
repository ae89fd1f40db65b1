import type { JournalEvent, JournalRecord } from '../../lib/desk/journal.ts';
import type { Wish } from '../../lib/desk/shadow/wish.ts';
import {
  fraction,
  leverage,
  type Minute,
  minutesAfter,
  notionalUsd,
  price,
  usd,
} from '../../lib/desk/units.ts';
import { COIN, NOW } from './builders.ts';

type Of<T extends JournalEvent['type']> = Extract<JournalRecord, { readonly type: T }>;

/** $1,000 at 100, a stop of 1 %, one target at 2 %, a round trip of 0.14 % (a fill costs 0.07 %), ten minutes. */
export const aWish = (overrides: Partial<Wish> = {}): Wish => ({
  signalAt: NOW,
  notionalUsd: notionalUsd(1_000),
  cutsBehind: [],
  limit: 'risk/daily-loss-usd-max v3',
  referencePrice: price(100),
  leverage: leverage(3),
  atrFraction: fraction(0.005),
  stopFraction: fraction(0.01),
  targets: [{ distanceFraction: fraction(0.02), share: fraction(1) }],
  fillCostFraction: fraction(0.0007),
  roundTripCostFraction: fraction(0.0014),
  trailFraction: fraction(0.005),
  trailStepR: 0.1,
  holdMinutesMax: 10,
  ...overrides,
});

/** A long refused by the day's loss, so many minutes after NOW. */
export const aNotTaken = (minutes = 0, overrides: Partial<Of<'not-taken'>> = {}): Of<'not-taken'> => ({
  minute: minutesAfter(NOW, minutes),
  role: 'entry',
  mode: 'embedded',
  type: 'not-taken',
  symbol: COIN,
  side: 'long',
  source: 'ensemble',
  code: 'daily-loss',
  because: 'the day is full',
  wish: aWish(),
  ...overrides,
});

/** What became of such a trade: `netUsd` on the wish's $1,000. */
export const aShadow = (
  { minute, symbol, side, code, wish = aWish() }: Of<'not-taken'>,
  netUsd = -11.4,
): Of<'shadow'> => ({
  minute: minutesAfter(minute, 600),
  role: 'close',
  mode: 'embedded',
  type: 'shadow',
  symbol,
  side,
  at: minute,
  signalAt: wish.signalAt,
  code,
  ...(wish.limit === undefined ? {} : { limit: wish.limit }),
  plannedUsd: wish.notionalUsd,
  netUsd: usd(netUsd),
  netR: netUsd / (wish.notionalUsd * 0.0114),
  lastExit: 'stop-loss',
  minutesHeld: 3,
});

export const later = (minutes: number): Minute => minutesAfter(NOW, minutes);

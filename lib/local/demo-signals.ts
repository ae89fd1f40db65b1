import { writeFileSync } from 'node:fs';
import { type Minute, minutesAfter } from '../desk/units.ts';

/** Coins of the simple market, in the order in which the demo takes them. */
const COINS = [
  'SOLUSDT',
  'DOGEUSDT',
  'ETHUSDT',
  'SUIUSDT',
  'XRPUSDT',
  'LINKUSDT',
  'ADAUSDT',
  'WIFUSDT',
  'BTCUSDT',
];
const FIRST_AFTER_MINUTES = 5;
const EVERY_MINUTES = 20;
const DAYS = 60;

/**
 * A list of forced signals over the simple market: one coin after the other, sides taking turns. It knows nothing of
 * prices. It shows the desk at work, not a way to make money.
 */
export function demoSignals(startsAt: Minute): string {
  const count = Math.floor((DAYS * 24 * 60) / EVERY_MINUTES);
  const lines = Array.from({ length: count }, (_, i) => {
    const at = new Date(minutesAfter(startsAt, FIRST_AFTER_MINUTES + i * EVERY_MINUTES));
    return `${at.toISOString()},${COINS[i % COINS.length] ?? ''},${i % 2 === 0 ? 'long' : 'short'}`;
  });
  return `time,symbol,side\n${lines.join('\n')}\n`;
}

/** Writes the demo's list where the handlers are told to read it. */
export const writeDemoSignals = (path: string, startsAt: Minute): void =>
  writeFileSync(path, demoSignals(startsAt));

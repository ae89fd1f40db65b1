import { fraction, type Minute, price, qty, symbolId, type Usd, usd } from '../../lib/desk/units.ts';
import type { Market, Venue } from '../../lib/ports.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import { flat, START, scriptedMarket } from '../kit/scripted-market.ts';

/** The stage of the contract tests: one coin, a few minutes, and a venue that an implementation builds over them. */

export const COIN = symbolId('COINUSDT');
export const WALLET: Usd = usd(15_000);
export const FUNDING_RATE = fraction(0.0001);
/** The minutes after the start in which something happens, and the prices before and after. Funding is on the hour. */
export const FUNDING_AT = 60;
export const FALL_AT = 10;
export const RISE_AT = 15;
export const GAP_AT = 20;
export const BEFORE = price(100);
export const AFTER_FALL = price(95);
export const AFTER_GAP = price(90);
/** Deep enough for one trade of the desk's size, not for fifty. */
export const DEPTH_USD_PER_LEVEL = 5_000;

/** Stands at 100, falls to 95 in minute 10, rises to 107 through 108 in minute 15, opens at 90 in minute 20. */
export const sceneMarket = (): SimMarket =>
  scriptedMarket(
    {
      [COIN]: [
        ...flat(BEFORE, FALL_AT),
        [100, 100, 95, 95],
        ...flat(AFTER_FALL, RISE_AT - FALL_AT - 1),
        [95, 108, 95, 107],
        ...flat(107, GAP_AT - RISE_AT - 1),
        [90, 91, 89, 90],
      ],
    },
    { instrument: { depthUsdPerLevel: DEPTH_USD_PER_LEVEL }, funding: { [FUNDING_AT]: FUNDING_RATE } },
  );

/** What an implementation is given to build a venue from. */
export interface Scene {
  readonly market: SimMarket;
  readonly startAt: Minute;
  readonly walletUsd: Usd;
}

/** What it gives back: both ports over that market, with time standing still until `advance`. */
export interface Stage {
  readonly market: Market;
  readonly venue: Venue;
  readonly advance: (minutes: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type MakeStage = (scene: Scene) => Promise<Stage>;

export const scene = (): Scene => ({ market: sceneMarket(), startAt: START, walletUsd: WALLET });
export const NINE = qty(9);

import type { Instrument } from '../../desk/instrument.ts';
import { epochMs } from '../../desk/units.ts';
import type { SimInstrument } from '../market.ts';

/** What the venue writes for a perpetual, which is never delivered: 2100-12-25. */
const NEVER_DELIVERED = epochMs(4_133_404_800_000);

/** A coin that is not yet listed is shown as waiting, a delivered one as settling. */
export function shownStatus(it: SimInstrument, now: number): string {
  if (it.onboardAt > now) return 'PENDING_TRADING';
  return it.deliveryAt <= now ? 'SETTLING' : it.status;
}

/** A delisting is news when it is announced, and not before. */
export const shownDelivery = (it: SimInstrument, now: number) =>
  (it.deliveryKnownAt ?? 0) > now ? NEVER_DELIVERED : it.deliveryAt;

/** A market as the venue lists it at an instant. */
export function shown(it: SimInstrument, now: number): Instrument {
  const { tiers: _, depthUsdPerLevel: __, deliveryKnownAt: ___, ...known } = it;
  return { ...known, status: shownStatus(it, now), deliveryAt: shownDelivery(it, now) };
}

/** The markets as the venue lists them; made anew only when one is listed, delivered or given notice. */
export class Listing {
  readonly #instruments: readonly SimInstrument[];
  #shown: readonly Instrument[] = [];
  #from = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;

  constructor(instruments: readonly SimInstrument[]) {
    this.#instruments = instruments;
  }

  at(now: number): readonly Instrument[] {
    if (now >= this.#from && now < this.#until) return this.#shown;
    const changes = this.#instruments.flatMap(it => [it.onboardAt, it.deliveryAt, it.deliveryKnownAt ?? 0]);
    this.#shown = this.#instruments.map(it => shown(it, now));
    this.#from = now;
    this.#until = Math.min(...changes.filter(at => at > now));
    return this.#shown;
  }
}

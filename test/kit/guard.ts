import { isGuardianId } from '../../lib/desk/client-id.ts';
import { epochMs, qty } from '../../lib/desk/units.ts';
import type { GuardDesk } from '../../lib/guard/desk.ts';
import { PortError } from '../../lib/ports.ts';
import type { OrderInstruction } from '../../lib/sim/engine/orders.ts';
import type { TestDesk } from './desk.ts';
import { COIN } from './stage.ts';

/** What a person does on the venue's own page: an order in COINUSDT, with the client id that the page gives. */
export function byHand({ engine }: TestDesk, order: Omit<OrderInstruction, 'symbol' | 'clientId'>): void {
  const placed = engine.placeOrder({ symbol: COIN, ...order, clientId: `web_${engine.state.lastId + 1}` });
  if (placed.type !== 'accepted') throw new Error(`an order by hand was refused: ${placed.because}`);
}

export const buyByHand = (desk: TestDesk, amount = 0.5) =>
  byHand(desk, { side: 'buy', type: 'MARKET', qty: qty(amount) });

/** Takes every conditional order away that rests at the venue. */
export async function strip(desk: TestDesk): Promise<void> {
  for (const { clientId } of await desk.desk.venue.openConditionals())
    await desk.desk.venue.cancelConditional(clientId);
}

/** Minutes in which the guardian is all that runs. */
export async function alone(desk: TestDesk, minutes: number): Promise<void> {
  for (let i = 0; i < minutes; i += 1) {
    await desk.guard();
    await desk.advance();
  }
}

/** A guardian whose time goes on while it waits, as in AWS; `meanwhile` is what others do in that time. */
export const waiting =
  (secondLookMs = 21_000, meanwhile: () => Promise<unknown> = async () => {}) =>
  ({ clock }: GuardDesk): Pick<GuardDesk, 'clock' | 'secondLookMs'> => {
    let waited = 0;
    return {
      secondLookMs,
      clock: {
        now: () => epochMs(clock.now() + waited),
        sleep: async ms => {
          await meanwhile();
          waited += ms;
        },
      },
    };
  };

export const unreadable = async (): Promise<never> => {
  throw new PortError('unavailable', 'no answer');
};

/** The conditional orders that rest, the guardian's marked by a star: `stop* 992 all`, `target 1008 0.18`. */
export const restingOf = async (desk: TestDesk): Promise<string[]> =>
  (await desk.desk.venue.openConditionals())
    .map(({ clientId, type, triggerPrice, qty }) => {
      const star = isGuardianId(desk.desk.name, 'guard', clientId) ? '*' : '';
      return `${type === 'stop-market' ? 'stop' : 'target'}${star} ${triggerPrice} ${qty}`;
    })
    .toSorted();

/** Every order that the venue took from the guardian. */
export const sentByGuardian = (desk: TestDesk) =>
  desk.engine.state.accepted.filter(({ clientId }) =>
    (['guard', 'flatten', 'canary'] as const).some(leg => isGuardianId(desk.desk.name, leg, clientId)),
  );

/** The guardian's orders but for its canaries: what it did because something was wrong. */
export const actsOf = (desk: TestDesk) =>
  sentByGuardian(desk).filter(({ clientId }) => !isGuardianId(desk.desk.name, 'canary', clientId));

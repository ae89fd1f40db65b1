import type { GuardianState } from '../../desk/guardian/state.ts';
import { MINUTE_MS } from '../../desk/units.ts';
import type { AcceptedOrder, AlgoState } from '../../sim/engine/state.ts';
import type { Watch } from '../judge.ts';
import { AT_REST_AFTER_MINUTES } from './rest.ts';

/** Whatever the monitor and the guardian send can only protect or close. */
export const watchOpeners: Watch = (_world, expect) => step => {
  if (step.type !== 'accepted') return;
  const { tick, line } = step;
  expect(
    'only entry opens',
    tick.role === 'entry' ? line.kind === 'order' || isReducing(line) : isReducing(line),
    () => `${tick.actor} sent ${line.type} ${line.clientId} in ${line.symbol}, which could open`,
  );
};

const isReducing = ({ reduceOnly, closePosition }: AcceptedOrder): boolean => reduceOnly || closePosition;

/** Nothing is opened without the guardian's word or against it, as it stood when the tick began or later (I21). */
export const watchWord: Watch = (world, expect) => {
  /** The words of the last minutes, the present one last. */
  let words: { readonly from: number; readonly word: GuardianState }[] = [];
  return step => {
    if (step.type === 'saved guardian') {
      const { now } = world.sim;
      words = [
        ...words.filter(({ from }) => now - from < 5 * MINUTE_MS).slice(-9),
        { from: now, word: step.guardian },
      ];
    }
    if (step.type !== 'accepted' || step.line.kind !== 'order' || step.line.reduceOnly) return;
    const { tick, line } = step;
    const first = words.findLastIndex(({ from }) => from <= tick.startedAt);
    const heard = words.slice(Math.max(0, first)).map(({ word }) => word);
    const most = Math.max(
      ...world.limits
        .since(tick.startedAt)
        .map(answer =>
          answer.type === 'limits' ? answer.limits.values['guardian/heartbeat-minutes-max'] : 0,
        ),
    );
    expect(
      'entries need the guardian',
      heard.some(
        ({ watchedMinute, helpless, stops }) =>
          watchedMinute !== undefined &&
          tick.minute - watchedMinute < most * MINUTE_MS &&
          helpless.length === 0 &&
          stops.failure === undefined,
      ),
      () => `${line.symbol} was opened without the guardian’s word, or against it`,
    );
  };
};

/** So long after a stop was cancelled its like must not come back. */
const FOUGHT_WITHIN_MINUTES = 10;

/** In quiet times neither keeper takes away what the other puts back (I59). */
export const watchKeepers: Watch = (world, expect) => {
  const gone = new Map<string, { readonly at: number; readonly role: string; readonly since: number }>();
  return step => {
    const { now } = world.sim;
    const isQuiet = now - world.troubledAt >= AT_REST_AFTER_MINUTES * MINUTE_MS;
    if (step.type === 'cancelled' && isQuiet)
      gone.set(likenessOf(step.algo, step.algo.triggerPrice), {
        at: now,
        role: step.tick.role,
        since: world.ledger.held.get(step.algo.symbol)?.openedAt ?? 0,
      });
    if (step.type !== 'accepted' || step.line.kind !== 'algo') return;
    const before = gone.get(likenessOf(step.line, step.line.price));
    const isSame = before?.since === (world.ledger.held.get(step.line.symbol)?.openedAt ?? 0);
    expect(
      'the keepers do not fight',
      !isQuiet ||
        before === undefined ||
        !isSame ||
        before.role === step.tick.role ||
        now - before.at > FOUGHT_WITHIN_MINUTES * MINUTE_MS,
      () =>
        `${step.tick.actor} puts ${step.line.type} on ${step.line.symbol} back that ${before?.role} took away`,
    );
  };
};

const likenessOf = (
  { symbol, side, type, qty }: Pick<AlgoState | AcceptedOrder, 'symbol' | 'side' | 'type' | 'qty'>,
  trigger: number,
): string => `${symbol} ${side} ${type} ${qty} ${trigger}`;

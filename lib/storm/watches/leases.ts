import type { Lease, Role } from '../../ports.ts';
import type { Watch } from '../judge.ts';
import type { TickRun } from '../tick-run.ts';

/** A guardian whom the table does not answer works under a lease of its own: it can only protect or close. */
const isAtHand = ({ role, struck }: TickRun): boolean =>
  role === 'guardian' && struck.some(({ request }) => request.method === 'lease');

/** One tick of a role at work, one tick a minute, and none without a lease (I14, I15). */
export const watchLeases: Watch = ({ sim }, expect) => {
  const last = new Map<Role, { readonly tick: TickRun; readonly lease: Lease }>();
  const leased = new Set<TickRun>();
  return step => {
    if (step.type === 'leased') {
      const { tick, lease } = step;
      const before = last.get(lease.role);
      last.set(lease.role, { tick, lease });
      leased.add(tick);
      if (before === undefined) return;
      const isOver = before.tick.hasReleased || !before.tick.isAlive || before.lease.expiresAt <= sim.now;
      expect(
        'one tick of a role at a time',
        isOver || before.lease.fence === 0,
        () => `two ticks of ${lease.role} are at work`,
      );
      expect(
        'one tick of a role at a time',
        lease.minute > before.lease.minute && lease.fence > before.lease.fence,
        () => `${lease.role} was leased for a minute that is past`,
      );
    }
    if (step.type === 'accepted' && step.line.kind === 'order' && !step.line.reduceOnly) {
      const ends = last.get(step.tick.role);
      expect(
        'one tick of a role at a time',
        ends === undefined || ends.tick !== step.tick || ends.lease.expiresAt > sim.now,
        () => `${step.line.symbol} was opened after the lease of its tick had run out`,
      );
      expect(
        'one tick of a role at a time',
        ends === undefined || ends.tick === step.tick,
        () => `${step.line.symbol} was opened by a tick whose lease another one has taken over`,
      );
    }
    if (step.type === 'accepted' || step.type === 'cancelled') {
      expect(
        'one tick of a role at a time',
        leased.has(step.tick) || isAtHand(step.tick),
        () => `${step.tick.actor} acts without a lease`,
      );
    }
  };
};

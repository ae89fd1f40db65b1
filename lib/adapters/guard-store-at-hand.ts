import type { GuardianState } from '../desk/guardian/state.ts';
import type { Minute } from '../desk/units.ts';
import { type GuardStore, PortError } from '../ports.ts';

/**
 * The guardian's store in minutes when the table is silent: it remembers here what it could not write, and takes a
 * lease of its own. Two such ticks may then work at once. That is the lesser evil: whatever a guardian sends can only
 * protect or close, and a stop too many is trimmed later.
 */
export function guardStoreAtHand(store: GuardStore): GuardStore {
  /** As last read or written, or as it was to be written. */
  let known: GuardianState | undefined;
  let leasedMinute: Minute | undefined;
  return {
    lease: async (role, minute, now, until) => {
      try {
        return await store.lease(role, minute, now, until);
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        if (leasedMinute !== undefined && leasedMinute >= minute) return { type: 'stale' };
        leasedMinute = minute;
        return { type: 'leased', lease: { role, minute, fence: 0, expiresAt: until } };
      }
    },
    release: async lease => {
      if (lease.fence > 0) await store.release(lease);
    },
    load: async () => {
      try {
        const stored = await store.load();
        // Of the same rev, what is known here is newer, or equal: a write of it did not land. Of another, it did.
        if (known === undefined || known.rev !== (stored?.rev ?? 0)) known = stored;
      } catch (error) {
        if (!(error instanceof PortError) || known === undefined) throw error;
      }
      return known;
    },
    save: async (state, lease) => {
      known = state;
      const saved = await store.save(state, lease);
      if (saved.type === 'saved') known = saved.item;
      return saved;
    },
  };
}

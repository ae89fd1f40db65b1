import type { BookStore, Lease, Role } from '../../ports.ts';

/** Leases by role, given out as the table gives them. */
export function memoryLeases(): Pick<BookStore, 'lease' | 'release'> {
  const last = new Map<Role, Lease>();
  return {
    lease: async (role, minute, now, until) => {
      const before = last.get(role);
      if (before !== undefined && before.minute >= minute) return { type: 'stale' };
      if (before !== undefined && before.expiresAt > now) return { type: 'held' };
      const lease: Lease = { role, minute, fence: (before?.fence ?? 0) + 1, expiresAt: until };
      last.set(role, lease);
      return { type: 'leased', lease };
    },
    release: async ({ role, fence }) => {
      const current = last.get(role);
      if (current?.fence === fence) last.set(role, { ...current, expiresAt: 0 as Lease['expiresAt'] });
    },
  };
}

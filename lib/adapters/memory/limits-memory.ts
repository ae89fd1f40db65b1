import type { LimitsSeen } from '../../desk/limits/seen.ts';
import type { LimitsMemory } from '../../ports.ts';
import { frozenCopy } from './versioned.ts';

/** What the limits guard remembers, in this process. */
export function memoryLimitsMemory(): LimitsMemory {
  let kept: LimitsSeen | undefined;
  return {
    load: async () => kept,
    save: async seen => {
      if (seen.rev !== (kept?.rev ?? 0)) return 'conflict';
      kept = frozenCopy({ ...seen, rev: seen.rev + 1 }, 'limits-seen');
      return 'saved';
    },
  };
}

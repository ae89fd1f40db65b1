import type { AccountStore, StoredAccount } from '../../ports.ts';
import { plain } from '../plain.ts';

/** A paper account in this process, with the meaning of the table's item: conditions, copies, plain data alone. */
export function memoryAccountStore<State extends object>(): AccountStore<State> {
  let stored: StoredAccount<string> | undefined;
  return {
    load: async () =>
      stored === undefined ? undefined : { rev: stored.rev, state: JSON.parse(stored.state) as State },
    save: async (rev, state) => {
      const text = JSON.stringify(plain(state, 'account'));
      if ((stored?.rev ?? 0) !== rev) return 'conflict';
      stored = { rev: rev + 1, state: text };
      return 'saved';
    },
  };
}

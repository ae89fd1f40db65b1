import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import { guardStoreContract } from '../../contract/guard-store.ts';

guardStoreContract('memory', async () => {
  const store = memoryStore();
  return { guard: store.guard, book: store };
});

import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import { bookContract } from '../../contract/book.ts';

bookContract('memory', async () => {
  const store = memoryStore();
  return { store, reader: store, journal: store };
});

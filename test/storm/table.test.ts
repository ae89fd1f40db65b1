import { Table, tableStore } from '../../lib/storm/table.ts';
import { bookContract } from '../contract/book.ts';

// With nothing going wrong between its requests, the storm's table is a store like the others.
bookContract('the storm’s table', async () => {
  const store = tableStore(new Table(), async (_name, _args, execute) => await execute());
  return { store, reader: store, journal: store };
});

import { memoryModelStore } from '../../../lib/adapters/memory/model-store.ts';
import { modelStoreContract } from '../../contract/model-store.ts';

modelStoreContract('the one in memory', async () => memoryModelStore());

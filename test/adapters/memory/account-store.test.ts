import { memoryAccountStore } from '../../../lib/adapters/memory/account-store.ts';
import { accountStoreContract } from '../../contract/account-store.ts';

accountStoreContract('memory', memoryAccountStore);

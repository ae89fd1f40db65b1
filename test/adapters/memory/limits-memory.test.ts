import { memoryLimitsMemory } from '../../../lib/adapters/memory/limits-memory.ts';
import { limitsMemoryContract } from '../../contract/limits-memory.ts';

limitsMemoryContract('memory', async () => memoryLimitsMemory());

import { everyExitKind } from './exits.ts';

everyExitKind('usdt-isolated');

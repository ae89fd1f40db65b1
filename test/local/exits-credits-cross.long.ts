import { everyExitKind } from './exits.ts';

everyExitKind('credits-cross');

import * as z from 'zod/mini';
import type { StopProof } from '../../desk/guardian/proof.ts';
import type { GuardianState, Sighting, Suspicion } from '../../desk/guardian/state.ts';
import type { ItemKind } from './item-kind.ts';
import { instant, name, type ShapeOf, sentence } from './shape.ts';
import { side } from './shapes.ts';

const sighting = z.looseObject({
  symbol: name,
  side,
  firstAt: instant,
  lastAt: instant,
} satisfies ShapeOf<Sighting>);
const suspicion = z.looseObject({ clientId: name, since: instant } satisfies ShapeOf<Suspicion>);
const failure = z.looseObject({ at: instant, symbol: name, because: sentence } satisfies ShapeOf<
  NonNullable<StopProof['failure']>
>);

/** What the guardian's item must hold: entries are opened by its word. */
const guardianShape = z.looseObject({
  since: instant,
  watchedMinute: z.optional(instant),
  sightings: z.array(sighting),
  orphans: z.array(suspicion),
  surplus: z.array(suspicion),
  helpless: z.array(name),
  stops: z.looseObject({
    provedAt: z.optional(instant),
    failure: z.optional(failure),
  } satisfies ShapeOf<StopProof>),
} satisfies ShapeOf<Omit<GuardianState, 'rev'>>);

export const guardianKind: ItemKind = {
  name: 'word of the guardian',
  version: 1,
  steps: {},
  shape: guardianShape,
};

import { EXITS } from './exits.ts';
import type { Incident } from './incident.ts';
import { MODELS } from './models.ts';
import { ORDERS } from './orders.ts';
import { SIZE } from './size.ts';
import { STOPS } from './stops.ts';
import { TRUTH } from './truth.ts';
import { VENUE } from './venue.ts';

/** All sixty-five, in their order. */
export const INCIDENTS: readonly Incident[] = [
  ...SIZE,
  ...ORDERS,
  ...STOPS,
  ...EXITS,
  ...TRUTH,
  ...MODELS,
  ...VENUE,
];

import * as z from 'zod/mini';
import { type Limits, readLimits, type StoredLimit } from '../../desk/limits/limits.ts';
import { definitionOf, isLimitName, LIMIT_NAMES } from '../../desk/limits/schema.ts';
import { PortError } from '../../ports.ts';
import { decode } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { count } from './shape.ts';

/** Limits as the texts they came from, so that what a later version of the schema reads is checked once more. */
export const textsOf = (limits: Limits): { readonly texts: readonly StoredLimit[] } => ({
  texts: LIMIT_NAMES.map(name => ({
    name,
    text: definitionOf(name).format(limits.values[name]),
    version: limits.versions[name],
  })),
});

const stored = z.looseObject({
  texts: z.array(z.looseObject({ name: z.string(), text: z.string(), version: count })),
});

export const limitsKind: ItemKind = { name: 'copy of the limits', version: 1, steps: {}, shape: stored };

/**
 * The limits again; undefined when today's schema refuses a value, or the item is none: exits go on without a copy.
 * Names it no longer knows are left out.
 */
export function limitsOf(item: unknown): Limits | undefined {
  const texts = storedTexts(item);
  if (texts === undefined) return undefined;
  const read = readLimits(texts.filter(({ name }) => isLimitName(name)));
  return read.type === 'limits' ? read.limits : undefined;
}

function storedTexts(item: unknown): readonly StoredLimit[] | undefined {
  try {
    return decode<{ readonly texts: readonly StoredLimit[] }>(item, limitsKind).texts;
  } catch (error) {
    if (error instanceof PortError) return undefined;
    throw error;
  }
}

import { type Limits, readLimits, type StoredLimit } from '../../desk/limits/limits.ts';
import { definitionOf, isLimitName, LIMIT_NAMES } from '../../desk/limits/schema.ts';

/** Limits as the texts they came from, so that what a later version of the schema reads is checked once more. */
export const textsOf = (limits: Limits): { readonly texts: readonly StoredLimit[] } => ({
  texts: LIMIT_NAMES.map(name => ({
    name,
    text: definitionOf(name).format(limits.values[name]),
    version: limits.versions[name],
  })),
});

/** The limits again; undefined when today's schema refuses a value. Names it no longer knows are left out. */
export function limitsOf({ texts }: { readonly texts: readonly StoredLimit[] }): Limits | undefined {
  const read = readLimits(texts.filter(({ name }) => isLimitName(name)));
  return read.type === 'limits' ? read.limits : undefined;
}

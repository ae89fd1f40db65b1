import { definitionOf, LIMIT_NAMES, type LimitName } from '../../desk/limits/schema.ts';
import { limitParameter } from './names.ts';

/** A limit's parameter as it is first stored. */
export interface Seed {
  readonly name: LimitName;
  readonly parameter: string;
  readonly text: string;
  /** What the limit does and what its number counts; shown where people edit it. */
  readonly description: string;
  /** The regular expression that the store holds every edit to. */
  readonly pattern: string;
}

/** The seed of one limit; its text is the schema's default unless another is given. */
export function seedOf(desk: string, name: LimitName, text?: string): Seed {
  const definition = definitionOf(name);
  return {
    name,
    parameter: limitParameter(desk, name),
    text: text ?? definition.format(definition.default),
    description: `${definition.description} Unit: ${definition.unit}.`,
    pattern: definition.pattern,
  };
}

/** Every limit of a desk. `texts` (a profile's, say) stand in for defaults. */
export const seedPlan = (desk: string, texts: Readonly<Record<string, string>> = {}): readonly Seed[] =>
  LIMIT_NAMES.map(name => seedOf(desk, name, texts[name]));

/** What is still to be stored: never anything that a person may have edited. */
export function missing(seeds: readonly Seed[], storedNames: Iterable<string>): readonly Seed[] {
  const stored = new Set(storedNames);
  return seeds.filter(({ name }) => !stored.has(name));
}

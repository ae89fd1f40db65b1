import { digestOf } from './digest.ts';

/** The ordered names of the features a model reads. */
export interface Schema {
  /** Raised when a feature keeps its name and changes its meaning. */
  readonly version: number;
  readonly names: readonly string[];
  /** SHA-256 of version and ordered names; a model answers for the schema it was trained on and no other (I47). */
  readonly hash: string;
}

/** @throws Error when a name stands twice, which would be a bug */
export function schemaOf(version: number, names: readonly string[]): Schema {
  if (new Set(names).size !== names.length) throw new Error('a feature stands twice in the schema');
  return { version, names, hash: digestOf(`v${version}\n${names.join('\n')}`) };
}

/** The place of a feature in a row. @throws Error for a name that is none, which would be a bug */
export function columnOf(names: readonly string[], name: string): number {
  const column = names.indexOf(name);
  if (column < 0) throw new Error(`no feature is called ${name}`);
  return column;
}

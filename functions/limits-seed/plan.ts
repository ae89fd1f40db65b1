/** A limit as it is first put into the parameter store. */
export interface LimitSeed {
  /** Relative to the desk's limits: `risk/positions-max`. */
  readonly name: string;
  /** The default, as a stored text. */
  readonly text: string;
  /** What it does and what its number counts: what a person reads beside the field they edit. */
  readonly description: string;
  /** Enforced by the store on every later edit. */
  readonly pattern: string;
}

/** A limit as the store holds it now. */
export interface StoredSeed {
  readonly name: string;
  readonly text: string;
  readonly version: number;
  readonly description: string;
  readonly pattern: string;
}

export interface SeedingPlan {
  /** Nobody has stored these: they are created with their default. */
  readonly create: readonly LimitSeed[];
  /** Description or pattern have changed; the value stays whatever a person made of it. */
  readonly redescribe: readonly { readonly seed: LimitSeed; readonly stored: StoredSeed }[];
  /** Stored values that the pattern of today refuses: left as they are, for the desk to refuse and a person to mend. */
  readonly misfits: readonly string[];
  /** Stored, but no limit of this version: left as they are. The desk opens nothing until they are gone (I07). */
  readonly unknown: readonly string[];
}

/** True when the store would accept the text under the pattern. */
export const fits = (text: string, pattern: string): boolean => new RegExp(pattern).test(text);

/** Compares what should be there with what is. Creates what is missing, never changes a value, deletes nothing. */
export function planSeeding(seeds: readonly LimitSeed[], stored: readonly StoredSeed[]): SeedingPlan {
  const there = new Map(stored.map(one => [one.name, one]));
  const known = new Set(seeds.map(({ name }) => name));
  const changed = seeds.flatMap(seed => {
    const one = there.get(seed.name);
    return one === undefined || isDescribed(one, seed) ? [] : [{ seed, stored: one }];
  });
  return {
    create: seeds.filter(({ name }) => !there.has(name)),
    redescribe: changed.filter(({ seed, stored }) => fits(stored.text, seed.pattern)),
    misfits: changed
      .filter(({ seed, stored }) => !fits(stored.text, seed.pattern))
      .map(({ seed }) => seed.name),
    unknown: stored.filter(({ name }) => !known.has(name)).map(({ name }) => name),
  };
}

const isDescribed = (stored: StoredSeed, seed: LimitSeed): boolean =>
  stored.description === seed.description && stored.pattern === seed.pattern;

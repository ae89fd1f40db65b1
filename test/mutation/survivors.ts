/** A mutant that no test kills. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  readonly was: string;
  readonly now: string;
}

/** Why some mutants of one text are harmless. Lines move, so that the text itself is named. */
export interface Harmless {
  readonly file: string;
  readonly was: string;
  /** The replacements meant; all of them where none is named. */
  readonly now?: readonly string[];
  readonly reason: string;
}

export interface Explained extends Survivor {
  readonly reason: string;
}

/** Each survivor with its reason, those that have none, and reasons of which nothing survives. */
export function reasonsFor(
  survivors: readonly Survivor[],
  harmless: readonly Harmless[],
): {
  readonly explained: readonly Explained[];
  readonly unexplained: readonly Survivor[];
  readonly idle: readonly Harmless[];
} {
  const isMeant = (each: Harmless, { file, was, now }: Survivor) =>
    each.file === file && each.was === was && (each.now === undefined || each.now.includes(now));
  const found = survivors.map(survivor => ({
    survivor,
    reason: harmless.find(each => isMeant(each, survivor))?.reason,
  }));
  return {
    explained: found.flatMap(({ survivor, reason }) =>
      reason === undefined ? [] : [{ ...survivor, reason }],
    ),
    unexplained: found.filter(({ reason }) => reason === undefined).map(({ survivor }) => survivor),
    idle: harmless.filter(each => !survivors.some(survivor => isMeant(each, survivor))),
  };
}

/** Edits (insert, delete, replace, swap of neighbours) that lead from one text to another. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (same ? 0 : 1),
        swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(a.length, b.length);
}

/** Edits forgiven: a third of the word, two at least. */
const tolerance = (text: string): number => Math.max(2, Math.floor(text.length / 3));

/**
 * The name a person most probably meant: the one with the fewest edits between, else one that holds what was typed.
 * Undefined when none comes near.
 */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const ranked = names
    .map(name => ({ name, edits: distance(wanted, name.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const [best] = ranked;
  if (best !== undefined && best.edits <= tolerance(typed)) return best.name;
  const words = wanted.split(/[^a-z0-9]+/).filter(word => word.length > 2);
  return words.length === 0
    ? undefined
    : ranked.find(({ name }) => words.every(word => name.toLowerCase().includes(word)))?.name;
}

/** `, did you mean risk/positions-max?`, or nothing. */
export function suggestion(typed: string, names: readonly string[]): string {
  const meant = nearest(typed, names);
  return meant === undefined ? '' : `, did you mean ${meant}?`;
}

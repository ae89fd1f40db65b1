/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

const Z_95 = 1.959964;

/** The 95 % interval of a rate of which `won` of `n` were seen; honest for small n too. (Wilson, 1927.) */
export function winInterval(won: number, n: number): readonly [low: number, high: number] {
  const z2 = Z_95 ** 2;
  const middle = (won + z2 / 2) / (n + z2);
  const half = (Z_95 / (n + z2)) * Math.sqrt((won * (n - won)) / n + z2 / 4);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

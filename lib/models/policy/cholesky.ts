/**
 * Symmetric matrices that are positive definite, as their lower triangles row by row: what is stored once cannot come
 * apart, so no rounding ever makes one lopsided.
 */

/** The place of row `i`, column `j` (`j <= i`) in a triangle. */
export const at = (i: number, j: number): number => (i * (i + 1)) / 2 + j;

/** How many numbers the triangle of a matrix of `n` rows has. */
export const triangleOf = (n: number): number => at(n, 0);

/**
 * The triangle L with L·Lᵀ = A (Cholesky); undefined where A is not positive definite, or holds what is no number.
 * `a` has at least `triangleOf(n)` numbers.
 */
export function factor(a: readonly number[], n: number): readonly number[] | undefined {
  const l: number[] = [];
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = a[at(i, j)] as number;
      for (let k = 0; k < j; k += 1) sum -= (l[at(i, k)] as number) * (l[at(j, k)] as number);
      if (i === j && !(sum > 0)) return undefined;
      const value = i === j ? Math.sqrt(sum) : sum / (l[at(j, j)] as number);
      if (!Number.isFinite(value)) return undefined;
      l.push(value);
    }
  }
  return l;
}

/** y with L·y = b. */
export function forward(l: readonly number[], b: readonly number[]): number[] {
  const y: number[] = [];
  for (let i = 0; i < b.length; i += 1) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (l[at(i, k)] as number) * (y[k] as number);
    y.push(sum / (l[at(i, i)] as number));
  }
  return y;
}

/** x with Lᵀ·x = y. */
export function backward(l: readonly number[], y: readonly number[]): number[] {
  const x = [...y];
  for (let i = y.length - 1; i >= 0; i -= 1) {
    let sum = y[i] as number;
    for (let k = i + 1; k < y.length; k += 1) sum -= (l[at(k, i)] as number) * (x[k] as number);
    x[i] = sum / (l[at(i, i)] as number);
  }
  return x;
}

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

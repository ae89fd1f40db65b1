/**
 * Chance for each request of its own: what is drawn for one never depends on what others have drawn. So a story keeps
 * its other events when one of them is left out.
 */
export interface Draws {
  /** Uniform in [0, 1). */
  readonly next: () => number;
}

/** FNV-1a over a text. */
export function hashOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** One more number hashed into a hash. */
export const mixed = (hash: number, value: number): number => {
  let z = (Math.imul(hash ^ (value | 0), 0x9e3779b1) + 0x7f4a7c15) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
};

/** A sequence of draws for one hash (splitmix32). */
export function drawsOf(hash: number): Draws {
  let state = hash;
  return {
    next: () => {
      state = (state + 0x9e3779b9) | 0;
      let z = state ^ (state >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
    },
  };
}

export const between = ({ next }: Draws, low: number, high: number): number => low + (high - low) * next();

/** A whole number from `low` to `high`, both included. */
export const wholeBetween = (draws: Draws, low: number, high: number): number =>
  Math.floor(between(draws, low, high + 1));

export const oneOf = <T>(draws: Draws, items: readonly T[]): T => {
  const item = items[Math.floor(draws.next() * items.length)];
  if (item === undefined) throw new RangeError('there is nothing to choose from');
  return item;
};

/** Many small, few large: the logarithm is uniform. */
export const logBetween = (draws: Draws, low: number, high: number): number =>
  low * (high / low) ** draws.next();

/**
 * Chance that can be repeated, by counting: the n-th draw of a stream is a pure function of the stream's key and n,
 * so a draw depends neither on how many came before it nor on the order they were asked for.
 * The mixing step is the 32-bit finaliser of MurmurHash3, applied twice.
 */

/** The key of a stream of draws: 32 bits made from a seed and whole numbers that name the stream. */
export function streamKey(seed: number, ...names: readonly number[]): number {
  let key = mixed((seed | 0) ^ (0x6a09e667 + Math.floor(seed / 4294967296)));
  for (const name of names) key = mixed((key + 0x9e3779b9) ^ Math.imul(name + 1, 0x85ebca6b));
  return key;
}

/** The draw of a stream at an index (a whole number): uniform in [0, 1), 32 bits fine. */
export function drawAt(key: number, index: number): number {
  return (mixed(mixed((key + Math.imul(index, 0x9e3779b9)) | 0) ^ key) >>> 0) / 4294967296;
}

function mixed(bits: number): number {
  let z = bits | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

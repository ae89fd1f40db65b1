/**
 * Chance that can be repeated: the small-fast-counter generator (sfc32) with streams named by words,
 * so that one part of the simulation drawing more numbers never shifts another part's.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Standard normal. */
  normal(): number;
}

/** A generator for one stream of a seed; equal arguments give equal sequences on every machine. */
export function seededRandom(seed: number, stream: string): Random {
  let state = hashOf(seed, stream);
  const mixed = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  return sfc32(mixed(), mixed(), mixed());
}

function sfc32(first: number, second: number, third: number): Random {
  let [a, b, c, counter] = [first, second, third, 1];
  let spare: number | undefined;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  const normal = () => {
    if (spare !== undefined) {
      const drawn = spare;
      spare = undefined;
      return drawn;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  for (let i = 0; i < 12; i++) next(); // the first words still show the seed
  return { next, normal };
}

/** FNV-1a over the stream's name, begun from the seed. */
function hashOf(seed: number, stream: string): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed | 0, 0x85ebca6b);
  for (let i = 0; i < stream.length; i++) hash = Math.imul(hash ^ stream.charCodeAt(i), 0x01000193);
  return hash;
}

/**
 * Whether a walk with a known drift touches its upper or its lower barrier first: the chance that a synthetic market
 * states. Lengths are in deviations of one bar, times in bars, so that the volatility itself does not appear.
 */
export interface Race {
  /** Distance of either barrier, in deviations of a bar; above zero. */
  readonly barrier: number;
  /** Drift of a bar, in deviations of a bar, for the first `driftBars` bars; none after them. */
  readonly drift: number;
  readonly driftBars: number;
  /** After so many bars the race is over, and the side on which the walk stands decides. */
  readonly horizonBars: number;
}

/** Beyond this exponent a mode has died out. */
const DEAD = 36;

/**
 * Chance that the upper barrier is touched before the lower one, or that the walk ends above its start when neither
 * is. Solves the backward heat equation on the strip by its sine series: first the bars without drift, then the ones
 * with it, which a factor exp(drift x position) turns into the same equation. (Karatzas and Shreve, Brownian Motion
 * and Stochastic Calculus, 1991, sections 2.8 and 3.5.)
 */
export function upperFirst({ barrier, drift, driftBars, horizonBars }: Race): number {
  const tilted = Math.min(driftBars, horizonBars);
  if (drift === 0 || tilted <= 0) return 0.5;
  if (drift < 0) return 1 - upperFirst({ barrier, drift: -drift, driftBars, horizonBars });
  const points = gridPoints(barrier);
  const later = withoutDrift(barrier, horizonBars - tilted, points);
  // The share of the strip below the start is one half: only odd modes are seen there.
  const decay = (Math.PI * Math.PI) / (8 * barrier * barrier);
  const settled = (x: number) => Math.expm1(-2 * drift * (x + barrier)) / Math.expm1(-4 * drift * barrier);
  const rest = later.map((chance, i) => {
    const x = ((2 * i) / points - 1) * barrier;
    return (chance - settled(x)) * Math.exp(drift * x);
  });
  let chance = settled(0);
  for (let n = 1; n < points / 2 && n * n * decay * tilted < DEAD; n += 2) {
    const size = (2 / points) * sineSum(rest, n, points);
    const sign = n % 4 === 1 ? 1 : -1;
    chance += sign * size * Math.exp(-(n * n * decay + (drift * drift) / 2) * tilted);
  }
  return Math.min(1, Math.max(0, chance));
}

/** Enough points for the narrowest bump that matters, half a bar's deviation, and a power of two. */
function gridPoints(barrier: number): number {
  let points = 64;
  while (points < barrier * 24) points *= 2;
  return points;
}

/** The chance at each point of the strip when `bars` are left, all without drift. */
function withoutDrift(barrier: number, bars: number, points: number): number[] {
  const decay = (Math.PI * Math.PI) / (8 * barrier * barrier);
  const table = sines(points);
  return Array.from({ length: points + 1 }, (_, i) => {
    if (bars <= 0) return Math.sign(i - points / 2) / 2 + 0.5;
    let chance = i / points;
    for (let n = 2; n * n * decay * bars < DEAD && n < points; n += 2) {
      const size = ((n % 4 === 0 ? 2 : -2) / (n * Math.PI)) * Math.exp(-n * n * decay * bars);
      chance += size * (table[(n * i) % (2 * points)] ?? 0);
    }
    return chance;
  });
}

function sineSum(values: readonly number[], mode: number, points: number): number {
  const table = sines(points);
  let sum = 0;
  for (let i = 1; i < points; i += 1) sum += (values[i] ?? 0) * (table[(mode * i) % (2 * points)] ?? 0);
  return sum;
}

const kept = new Map<number, Float64Array>();
/** sin(pi k / points) for a whole turn. */
function sines(points: number): Float64Array {
  const known = kept.get(points);
  if (known !== undefined) return known;
  const table = Float64Array.from({ length: 2 * points }, (_, k) => Math.sin((Math.PI * k) / points));
  kept.set(points, table);
  return table;
}

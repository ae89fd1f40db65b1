import type { Candle } from '../../desk/candle.ts';

/**
 * Bars folded into longer ones aligned to the epoch. A longer bar that lacks one of its parts is left out and becomes a
 * gap: its high and low would be those of a shorter time.
 */
export function wholeBars(candles: readonly Candle[], partMs: number, toMs: number): readonly Candle[] {
  if (partMs === toMs) return candles;
  const whole: Candle[] = [];
  let parts: Candle[] = [];
  for (const candle of candles) {
    const first = parts[0];
    if (first !== undefined && Math.floor(first.at / toMs) !== Math.floor(candle.at / toMs)) parts = [];
    parts.push(candle);
    if (parts.length === toMs / partMs) whole.push(joined(parts));
  }
  return whole;
}

function joined(parts: readonly Candle[]): Candle {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a bar of no parts');
  let { high, low } = first;
  let volume = 0;
  for (const part of parts) {
    if (part.high > high) high = part.high;
    if (part.low < low) low = part.low;
    volume += part.volume;
  }
  return { at: first.at, open: first.open, high, low, close: last.close, volume };
}

import { kept, type SizingTrace, traced } from '../sizing/trace.ts';
import { type Fraction, fraction, isBetterFor, notionalOfQty, notionalUsd, price } from '../units.ts';
import { dollars } from '../words.ts';
import { cleanQty } from './amount.ts';
import type { EntrySlice, Position } from './position.ts';

type Filled = Extract<EntrySlice, { readonly state: 'filled' }>;
type Lapsed = Extract<EntrySlice, { readonly state: 'lapsed' }>;

/** True when the position knows what became of this order of its entry; the order that opened it is known by its id. */
export const knowsSlice = ({ slices }: Position, clientId: string): boolean =>
  slices.some(slice => slice.clientId === clientId);

/** The orders whose trades are the entry's fills. */
export const entryOrderIds = ({ entryOrderId, slices }: Position): readonly string[] => [
  entryOrderId,
  ...slices.flatMap(slice => (slice.state === 'filled' ? [slice.orderId] : [])),
];

/**
 * A slice's fill joins the position: its quantity, its dollars, its line of the trace. The price is the weighted one of
 * both reports until the fills are listed. The stop's price stays; targets are resized apart, once all fills are known.
 */
export function joined(position: Position, slice: Filled): Position {
  if (position.slices.some(each => each.clientId === slice.clientId && each.state === 'filled'))
    return position;
  const { entryQty, entryPrice, executedNotionalUsd, slices, trace } = position;
  const added = notionalOfQty(slice.qty, slice.averagePrice);
  const whole = cleanQty(entryQty + slice.qty);
  const left = position.fills.reduce(
    (sum, fill) => (fill.kind === 'entry' ? sum : sum - fill.qty),
    whole as number,
  );
  return rescaled({
    ...position,
    entryQty: whole,
    entryPrice: price((entryPrice * entryQty + added) / whole),
    qty: cleanQty(Math.max(0, left)),
    executedNotionalUsd: notionalUsd(executedNotionalUsd + added),
    slices: [...slices.filter(each => each.clientId !== slice.clientId), slice],
    trace: withLine(trace, slice, notionalUsd(traced(trace) + added)),
  });
}

/** A slice that entered nothing leaves its line, and why. */
export const lapsed = (position: Position, slice: Lapsed): Position =>
  knowsSlice(position, slice.clientId)
    ? position
    : {
        ...position,
        slices: [...position.slices, slice],
        trace: kept(
          position.trace,
          'Smart Execution',
          `slice ${slice.slice}`,
          `${dollars(slice.notionalUsd)} given up: ${slice.because}`,
        ),
      };

const withLine = (
  trace: SizingTrace,
  { slice, because }: Filled,
  afterUsd: SizingTrace[number]['afterUsd'],
): SizingTrace => [
  ...trace,
  { owner: 'Smart Execution', step: `slice ${slice}`, beforeUsd: traced(trace), afterUsd, because },
];

/**
 * R is what the whole of a position loses at its initial stop. Slices fill at prices of their own and the stop stays, so
 * the fraction is reckoned anew from the price that was paid on average; the plan keeps the one it was made with.
 */
export function rescaled(position: Position): Position {
  const { side, entryPrice, initialStopPrice, slices } = position;
  const same = !slices.some(({ state }) => state === 'filled');
  // A fill far better than asked for could bring the average to the stop; R stays what it was then.
  if (same || !isBetterFor(side, entryPrice, initialStopPrice)) return position;
  return { ...position, stopFraction: distanceOf(entryPrice, initialStopPrice) };
}

const distanceOf = (entry: number, stop: number): Fraction => fraction(Math.abs(entry - stop) / entry);

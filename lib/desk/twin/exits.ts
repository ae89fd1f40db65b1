import type { ExitKind, Position } from '../position/position.ts';
import {
  type EpochMs,
  MINUTE_MS,
  type Minute,
  minuteOf,
  type NotionalUsd,
  notionalUsd,
  type Price,
  price,
  signOf,
} from '../units.ts';
import { isOfDay, type Pair } from './desk-day.ts';
import type { ExitApart, ExitMade } from './divergence.ts';

/** All that one cause took out of a position: a leg of the ladder, a stop, an order at market. */
export interface Exit extends ExitMade {
  readonly leg: string;
  readonly price: Price;
  readonly notionalUsd: NotionalUsd;
}

/** A price that both desks got for the same thing. Above zero the desk did worse than its twin. */
export interface ComparedPrice {
  readonly what: 'entry' | 'exit';
  readonly bps: number;
  /** What the desk traded at it. */
  readonly notionalUsd: NotionalUsd;
}

/** Two exits of one cause so far apart are still the same: paper looks at its market once a minute. */
const SAME_MINUTES = 1;

interface Fill {
  readonly price: number;
  readonly qty: number;
}

/** The exits of a position by what caused them, in the order in which they ended. */
export function exitsOf({ fills }: Position): readonly Exit[] {
  const causes = new Map<string, { kind: ExitKind; leg: string; at: Minute; fills: Fill[] }>();
  for (const fill of fills) {
    const { kind, leg = '' } = fill;
    if (kind === 'entry') continue;
    const cause = `${kind} ${leg}`;
    const before = causes.get(cause)?.fills ?? [];
    causes.set(cause, { kind, leg, at: minuteOf(fill.at), fills: [...before, fill] });
  }
  return [...causes.values()].map(({ kind, leg, at, fills: own }) => ({ kind, leg, at, ...averaged(own) }));
}

/** Volume-weighted. */
function averaged(fills: readonly Fill[]): Pick<Exit, 'price' | 'notionalUsd'> {
  const amount = fills.reduce((sum, { qty }) => sum + qty, 0);
  const worth = fills.reduce((sum, each) => sum + each.qty * each.price, 0);
  return { price: price(worth / amount), notionalUsd: notionalUsd(worth) };
}

const isAlike = (a: Exit, b: Exit): boolean =>
  a.kind === b.kind && a.leg === b.leg && Math.abs(a.at - b.at) <= SAME_MINUTES * MINUTE_MS;

/** The prices of a pair that can be compared: of its entry, and of exits that both made alike. Those of the day alone. */
export function comparedPrices(day: EpochMs, { original, twin }: Pair): readonly ComparedPrice[] {
  const others = exitsOf(twin);
  const exits = exitsOf(original)
    .filter(({ at }) => isOfDay(day, at))
    .flatMap((exit): readonly ComparedPrice[] => {
      const other = others.find(each => isAlike(each, exit));
      if (other === undefined) return [];
      const bps = worseBps(original, 'exit', exit.price, other.price);
      return [{ what: 'exit', bps, notionalUsd: exit.notionalUsd }];
    });
  if (!isOfDay(day, original.openedAt)) return exits;
  const entry = {
    what: 'entry',
    bps: entryBps({ original, twin }),
    notionalUsd: original.executedNotionalUsd,
  } as const;
  return [entry, ...exits];
}

export const entryBps = ({ original, twin }: Pair): number =>
  worseBps(original, 'entry', ownEntry(original), ownEntry(twin));

/** What the desk itself entered at: what a person has added is in the position's own price, and was no fill of the desk's. */
function ownEntry({ fills, entryPrice }: Position): Price {
  const own = fills.filter(({ kind, byHand }) => kind === 'entry' && byHand !== true);
  return own.length === 0 ? entryPrice : averaged(own).price;
}

/** How many seconds after its twin the desk was first filled: what the market did meanwhile is in the entry's price. */
export function entrySecondsLater({ original, twin }: Pair): number {
  const first = ({ fills, openedAt }: Position) => fills.find(({ kind }) => kind === 'entry')?.at ?? openedAt;
  return (first(original) - first(twin)) / 1_000;
}

/** All exits together, whatever caused them; undefined while one of the two still holds some of it. */
export function exitBps({ original, twin }: Pair): number | undefined {
  if (original.closedAt === undefined || twin.closedAt === undefined) return undefined;
  const [sold, shadowed] = [original, twin].map(({ fills }) => fills.filter(({ kind }) => kind !== 'entry'));
  if (sold === undefined || shadowed === undefined || sold.length === 0 || shadowed.length === 0)
    return undefined;
  return worseBps(original, 'exit', averaged(sold).price, averaged(shadowed).price);
}

/** How much worse the desk's price is than its twin's: a long that paid more, or was sold for less. */
function worseBps({ side }: Position, what: ComparedPrice['what'], own: Price, paper: Price): number {
  const dearer = (signOf(side) * (own - paper)) / paper;
  const bps = (what === 'entry' ? dearer : -dearer) * 10_000;
  // Without the noise of a sum of fills; what is added takes the sign from a zero.
  return Math.round(bps * 1e6) / 1e6 + 0;
}

/** Exits of the day that one of the two did not make, or made for another reason or in another minute. */
export function exitsApart(day: EpochMs, { original, twin }: Pair): readonly ExitApart[] {
  const [own, paper] = [exitsOf(original), exitsOf(twin)];
  const alone = (these: readonly Exit[], those: readonly Exit[]) =>
    these.filter(exit => isOfDay(day, exit.at) && !those.some(other => isAlike(exit, other)));
  const [ownAlone, paperAlone] = [alone(own, paper), alone(paper, own)];
  // The first of the one's answers to the first of the other's: together they are one parting.
  return Array.from({ length: Math.max(ownAlone.length, paperAlone.length) }, (_, i) => ({
    ...(ownAlone[i] === undefined ? {} : { original: made(ownAlone[i]) }),
    ...(paperAlone[i] === undefined ? {} : { twin: made(paperAlone[i]) }),
  }));
}

const made = ({ kind, at }: Exit): ExitMade => ({ kind, at });

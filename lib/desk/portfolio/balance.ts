import { cite, type Limits } from '../limits/limits.ts';
import { capped, kept, type SizingTrace } from '../sizing/trace.ts';
import { type NotionalUsd, notionalUsd, type Side, type SymbolId, signOf } from '../units.ts';
import { dollars } from '../words.ts';
import { groupOf } from './groups.ts';

/** A position or a promise of one, as the portfolio counts it: dollars above zero long, below zero short. */
export interface Holding {
  readonly symbol: SymbolId;
  readonly signedUsd: number;
}

export type Correlations = (a: SymbolId, b: SymbolId) => number;

/** What is carried, and how it moves together. */
export interface Portfolio {
  readonly holdings: readonly Holding[];
  readonly correlationOf: Correlations;
}

export const EMPTY_PORTFOLIO: Portfolio = { holdings: [], correlationOf: () => 0 };

export interface Question extends Portfolio {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly limits: Limits;
}

export interface BalanceInput extends Question {
  readonly trace: SizingTrace;
}

/** `sqrt(n' rho n)`: the exposure of one coin that would move as much as all of them together. */
export function correlatedExposure(holdings: readonly Holding[], correlationOf: Correlations): number {
  return Math.sqrt(Math.max(0, variance(holdings, correlationOf)));
}

function variance(holdings: readonly Holding[], correlationOf: Correlations): number {
  let sum = 0;
  for (const [i, a] of holdings.entries()) {
    for (const [j, b] of holdings.entries()) {
      const rho = i === j || a.symbol === b.symbol ? 1 : correlationOf(a.symbol, b.symbol);
      sum += rho * a.signedUsd * b.signedUsd;
    }
  }
  return sum;
}

/**
 * Largest x in [0, infinity) with `sqrt((n + x)' rho (n + x)) <= max(cap, what it is now)`. The square is convex in x and
 * within the bound at 0, so the bound is its larger root. A hedge has room even when the cap is passed already.
 */
function roomForCorrelated({ symbol, side, holdings, correlationOf }: Question, cap: number): number {
  const now = variance(holdings, correlationOf);
  const bound = Math.max(cap * cap, now);
  const slope = holdings.reduce((sum, held) => {
    const rho = held.symbol === symbol ? 1 : correlationOf(symbol, held.symbol);
    return sum + signOf(side) * rho * held.signedUsd;
  }, 0);
  return Math.max(0, -slope + Math.sqrt(Math.max(0, slope * slope + bound - now)));
}

/** Largest x with `|sum + x| <= max(cap, |sum|)` on the trade's side. */
function roomForSum(side: Side, sum: number, cap: number): number {
  return Math.max(0, Math.max(cap, Math.abs(sum)) - signOf(side) * sum);
}

/** The most that one bound of the portfolio leaves to a trade. */
export interface Bound {
  readonly step: string;
  readonly roomUsd: NotionalUsd;
  readonly because: string;
  readonly limit: string;
}

/** What each bound leaves to this trade. That of a group is told where the coin belongs to one. */
function boundsOf(input: Question): readonly Bound[] {
  const { limits, holdings, symbol, side } = input;
  const sumOf = (some: readonly Holding[]) => some.reduce((sum, { signedUsd }) => sum + signedUsd, 0);
  const correlated = limits.values['portfolio/correlated-notional-usd-max'];
  const net = limits.values['portfolio/net-notional-usd-max'];
  const most = limits.values['portfolio/group-notional-usd-max'];
  const exposure = correlatedExposure(holdings, input.correlationOf);
  const group = groupOf(symbol);
  const inGroup = sumOf(holdings.filter(held => groupOf(held.symbol) === group));
  return [
    {
      step: 'correlated exposure',
      roomUsd: notionalUsd(roomForCorrelated(input, correlated)),
      because: `${dollars(exposure)} of at most ${dollars(correlated)} is carried by what moves together`,
      limit: cite(limits, 'portfolio/correlated-notional-usd-max'),
    },
    {
      step: 'net exposure',
      roomUsd: notionalUsd(roomForSum(side, sumOf(holdings), net)),
      because: `${dollars(sumOf(holdings))} net, at most ${dollars(net)} either way`,
      limit: cite(limits, 'portfolio/net-notional-usd-max'),
    },
    ...(group === undefined
      ? []
      : [
          {
            step: 'group',
            roomUsd: notionalUsd(roomForSum(side, inGroup, most)),
            because: `${dollars(inGroup)} net in ${group}, at most ${dollars(most)}`,
            limit: cite(limits, 'portfolio/group-notional-usd-max'),
          },
        ]),
  ];
}

const isOff = ({ limits }: Question): boolean => limits.values['portfolio/enabled'] === 'no';

/** The most that this trade may become by the portfolio's bounds, at whatever price it is filled; endless when switched off. */
export const roomInPortfolio = (input: Question): NotionalUsd =>
  notionalUsd(
    isOff(input) ? Number.POSITIVE_INFINITY : Math.min(...boundsOf(input).map(({ roomUsd }) => roomUsd)),
  );

/** The bounds in force, in order; none when switched off. */
export const boundsInForce = (input: Question): readonly Bound[] => (isOff(input) ? [] : boundsOf(input));

/**
 * Portfolio Balancer: no more of what moves together, of one direction, or of one group than the limits say. It only
 * shrinks, names the bound that held, and never stands in the way of a hedge.
 */
export function balance(input: BalanceInput): SizingTrace {
  const { limits, symbol, trace } = input;
  if (isOff(input)) {
    return kept(
      trace,
      'Portfolio Balancer',
      'balance',
      `switched off by ${cite(limits, 'portfolio/enabled')}`,
    );
  }
  const after = boundsOf(input).reduce(
    (sofar, { step, roomUsd, because, limit }) =>
      capped(sofar, 'Portfolio Balancer', step, roomUsd, because, limit),
    trace,
  );
  return groupOf(symbol) === undefined
    ? kept(after, 'Portfolio Balancer', 'group', `${symbol} belongs to no group`)
    : after;
}

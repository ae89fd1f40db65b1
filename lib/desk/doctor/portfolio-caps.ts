import type { LimitName } from '../limits/schema.ts';
import { PRIOR_CORRELATION } from '../portfolio/correlation.ts';
import { dollars } from '../words.ts';
import { positionsThatFit } from './capacity.ts';
import type { Circumstances, Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

interface PortfolioCap {
  readonly name: LimitName;
  readonly what: string;
  readonly when: string;
  /** What `n` equal positions carry of it, at worst as the desk takes coins to move before it has measured them. */
  readonly carried: (n: number, eachUsd: number) => number;
}

const sumOf = (n: number, eachUsd: number): number => n * eachUsd;

const CAPS = [
  {
    name: 'portfolio/correlated-notional-usd-max',
    what: 'correlated exposure',
    when: `all go one way, at the correlation of ${PRIOR_CORRELATION} that holds until one is measured`,
    carried: (n, each) => each * Math.sqrt(n + n * (n - 1) * PRIOR_CORRELATION),
  },
  { name: 'portfolio/net-notional-usd-max', what: 'net exposure', when: 'all go one way', carried: sumOf },
  {
    name: 'portfolio/group-notional-usd-max',
    what: 'a group',
    when: 'all go one way in one group of coins',
    carried: sumOf,
  },
] as const satisfies readonly PortfolioCap[];

/** The Portfolio Balancer's caps: those that can never bind, one that cuts each trade, and the room they leave. */
export function portfolioCapFindings(circumstances: Circumstances, trade: Trade): readonly Finding[] {
  const { values } = circumstances.limits;
  if (values['portfolio/enabled'] === 'no') {
    return [
      finding('warning', 'cap-never-binds', {
        title: 'portfolio/enabled is no: none of the three portfolio caps holds anything',
        proof: CAPS.map(({ name }) => `${name} ${dollars(values[name])}`).join(', '),
        limits: ['portfolio/enabled', ...CAPS.map(({ name }) => name)],
      }),
    ];
  }
  return [
    ...neverBinding(circumstances),
    ...groupAlways(circumstances, trade),
    ...room(circumstances, trade),
  ];
}

/** Even with every position at its cap, one way, and moving as one, the sum stays within: nothing is left to cut. */
function neverBinding({ limits: { values } }: Circumstances): readonly Finding[] {
  const largest = Math.min(values['risk/trade-notional-usd-max'], values['risk/symbol-notional-usd-max']);
  const positions = values['risk/positions-max'];
  const most = Math.min(values['risk/gross-notional-usd-max'], positions * largest);
  return CAPS.filter(({ name }) => values[name] >= most).map(({ name, what }) =>
    finding('warning', 'cap-never-binds', {
      title: `${name} can never cut a trade`,
      proof: `${what} is ${dollars(most)} at most, with all one way and moving as one (${positions} positions x ${dollars(largest)}, gross cap ${dollars(values['risk/gross-notional-usd-max'])}), and the cap is ${dollars(values[name])}`,
      limits: [name, 'risk/positions-max', 'risk/symbol-notional-usd-max'],
      figures: { reachableUsd: most, capUsd: values[name] },
    }),
  );
}

/** The typical trade belongs to no group, so its own trace says nothing of this cap. */
function groupAlways({ limits: { values } }: Circumstances, trade: Trade): readonly Finding[] {
  const cap = values['portfolio/group-notional-usd-max'];
  if (trade.denial !== undefined || cap >= trade.allowedUsd) return [];
  return [
    finding('warning', 'cap-always-binds', {
      title: 'portfolio/group-notional-usd-max cuts every trade of a coin that belongs to a group',
      proof: `${dollars(trade.allowedUsd)} let through by the other caps, ${dollars(cap)} by this one`,
      limits: ['portfolio/group-notional-usd-max'],
      figures: { allowedUsd: trade.allowedUsd, capUsd: cap },
    }),
  ];
}

/** Positions that a portfolio cap leaves whole, where that is fewer than the other limits have room for. */
function room(circumstances: Circumstances, trade: Trade): readonly Finding[] {
  const { values } = circumstances.limits;
  const fit = positionsThatFit(circumstances, trade);
  if (trade.denial !== undefined) return [];
  return CAPS.flatMap(({ name, what, when, carried }) => {
    const cap = values[name];
    const whole = wholeWithin(n => carried(n, trade.allowedUsd), cap, fit);
    if (whole >= fit || whole === 0) return [];
    return [
      finding('warning', 'positions-out-of-reach', {
        title: `${what} leaves room for ${whole} of ${fit} positions when ${when}`,
        proof: `${whole} x ${dollars(trade.allowedUsd)} carry ${dollars(carried(whole, trade.allowedUsd))}, ${whole + 1} would carry ${dollars(carried(whole + 1, trade.allowedUsd))}, the cap is ${dollars(cap)}`,
        limits: [name, 'risk/positions-max'],
        figures: { positionsFit: whole, positionsMax: fit, capUsd: cap, allowedUsd: trade.allowedUsd },
      }),
    ];
  });
}

/** The most of `max` positions that carry no more than the cap. */
function wholeWithin(carried: (n: number) => number, cap: number, max: number): number {
  let n = 0;
  while (n < max && carried(n + 1) <= cap + 1e-9) n += 1;
  return n;
}

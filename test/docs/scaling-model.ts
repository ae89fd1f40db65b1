import { LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';
import { EGRESS } from '../../lib/operator/cost/prices.ts';
import { stacksOf, TICKING } from '../stack/synthesised.ts';
import { SECONDS, USAGE } from './cost-model.ts';
import { inventoryOf, typesOf } from './inventory.ts';

/** What so many desks take of an account and region, and how much of it there is. docs/scaling.md shows it. */

export const COUNTS = [1, 6, 60] as const;
/** As many as fit under CloudFormation's 500 resources; test/stack/stacks.test.ts holds it. */
export const DESKS_PER_STACK = 4;

/** Default quotas, by the page of AWS that has them; they hold for one account in one region. */
export const QUOTAS = {
  /** Lambda quotas. */
  concurrency: 1_000,
  /** What this project reckons with for an account that is new; the page says only that it is less. */
  concurrencyOfNew: 10,
  /** AWS Systems Manager endpoints and quotas: of GetParameter, GetParameters and GetParametersByPath together. */
  parameterReads: 40,
  parameterReadsHigh: 100,
  parameters: 10_000,
  /** IAM and AWS STS quotas; of the account, over all regions. */
  roles: 1_000,
  /** Amazon VPC quotas: networks, and fixed addresses, of a region. */
  networks: 5,
  /** Amazon EventBridge quotas: rules on the default bus. */
  rules: 300,
  /** Quotas in Amazon DynamoDB: units a second that one partition gives. */
  partitionWrites: 1_000,
} as const;

/** Dollars for ten thousand parameters read, once the higher throughput is on (AWS Systems Manager pricing). */
export const HIGH_THROUGHPUT = 0.05 / 10_000;

export type Mode = 'paper' | 'live';

export interface Growth {
  readonly desks: number;
  readonly mode: Mode;
  readonly stacks: number;
  readonly resources: number;
  readonly fullest: number;
  /** How many of a type there are in all stacks. */
  readonly of: (type: string) => number;
  readonly callsAMinute: number;
  /** Functions at work if all desks' begin in one second, and on average. */
  readonly atOnce: number;
  readonly onAverage: number;
  readonly writesAMinute: number;
  readonly readsAMinute: number;
  readonly parameters: number;
  readonly parameterCallsAMinute: number;
  /** Dollars a month of fixed addresses. */
  readonly egress: number;
}

const desk = (mode: Mode, n: number) => ({
  name: `d${n}`,
  mode,
  ...(mode === 'live' ? { live: { confirmedAccount: `${10_000_000 + n}` } } : {}),
});

type Types = ReadonlyMap<string, number>;

const built = new Map<Mode, readonly [Types, Types]>();

/** What there is of each type in a stack of one desk, and in one of two. */
function oneAndTwo(mode: Mode): readonly [Types, Types] {
  const known = built.get(mode);
  if (known !== undefined) return known;
  const desks = [
    desk(mode, 1),
    { ...desk(mode, 2), stack: 'perpdesk-2' },
    { ...desk(mode, 3), stack: 'perpdesk-2' },
  ];
  const [first, second] = stacksOf({ desks }).map(stack => typesOf(inventoryOf(stack, [])));
  if (first === undefined || second === undefined) throw new Error('no stacks were built');
  built.set(mode, [first, second]);
  return [first, second];
}

/** What there is of each type in a stack of so many desks: each desk adds what the second one added. */
function typesIn(mode: Mode, desks: number): Types {
  const [first, second] = oneAndTwo(mode);
  return new Map(
    [...second].map(([type, two]) => {
      const one = first.get(type) ?? 0;
      return [type, one + (desks - 1) * (two - one)] as const;
    }),
  );
}

/** How many desks each stack holds. */
function sizes(desks: number): readonly number[] {
  const [full, rest] = [Math.floor(desks / DESKS_PER_STACK), desks % DESKS_PER_STACK];
  return [...Array.from({ length: full }, () => DESKS_PER_STACK), ...(rest === 0 ? [] : [rest])];
}

/** `pages`: calls by which one function reads the limits of one desk once. */
export function growthOf(mode: Mode, desks: number, pages: number): Growth {
  const counts = sizes(desks).map(size => typesIn(mode, size));
  const resources = counts.map(types => [...types.values()].reduce((sum, count) => sum + count, 0));
  const of = (type: string) => counts.reduce((sum, types) => sum + (types.get(type) ?? 0), 0);
  return {
    desks,
    mode,
    stacks: counts.length,
    resources: resources.reduce((sum, count) => sum + count, 0),
    fullest: Math.max(...resources),
    of,
    callsAMinute: desks * TICKING.length,
    // In the nights' first hours the learning of each desk is at work beside them.
    atOnce: desks * (TICKING.length + 1),
    onAverage: (desks * SECONDS) / 60,
    writesAMinute: desks * USAGE.writes,
    readsAMinute: desks * USAGE.reads,
    parameters: desks * LIMIT_NAMES.length,
    parameterCallsAMinute: desks * TICKING.length * pages,
    egress: of('AWS::EC2::NatGateway') * (EGRESS.gateway + EGRESS.address),
  };
}

/** Dollars a month if the higher throughput is on: each parameter that comes back is paid. */
export const highThroughputCost = ({ parameters }: Growth, minutes: number): number =>
  parameters * TICKING.length * minutes * HIGH_THROUGHPUT;

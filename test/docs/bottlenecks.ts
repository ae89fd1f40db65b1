import { WEIGHT_GRANTED } from '../../lib/adapters/binance/spared-market.ts';
import { money } from './cost-model.ts';
import { DESKS_PER_STACK, type Growth, HIGH_THROUGHPUT, QUOTAS } from './scaling-model.ts';

/** One thing that there is so much of: how much of it is taken, and what to do where that is too much. */
export interface Strain {
  readonly what: string;
  readonly taken: number;
  readonly granted: number;
  readonly remedy: string;
}

/**
 * Request weight of one desk in a minute, as `npm run bench -- weight` prints it: 500 coins, a universe of 200, fifteen positions, on an
 * account of isolated margin. `cold` is a minute in which its containers are new and a signal bar has closed: every window is
 * read whole, and every coin's days and book. `daily` is what a day's first signal bar can come to, windows and days read anew.
 * `outage` is the first after an hour without the venue, of `npm run test:long -- load`.
 */
export const WEIGHT_MEASURED = { quiet: 195, signalBar: 398, daily: 798, outage: 894, cold: 1_177 } as const;

/** Desks of one address whose minutes of this weight fit under so much. */
export const desksUnder = (granted: number, weight: number): number => Math.floor(granted / weight);

/** Weight of the fullest address: each stack has one, and a deployment renews all its desks' containers together. */
export const weightOfAddress = ({ desks }: Growth, each: number): number =>
  Math.min(desks, DESKS_PER_STACK) * each;

const share = ({ taken, granted }: Strain): number => taken / granted;

/** All that grows with the number of desks against what an account, or an address, is given; the tightest first. */
export function strainsOf(growth: Growth): readonly Strain[] {
  const live = growth.mode === 'live';
  const fitting = desksUnder(WEIGHT_GRANTED, WEIGHT_MEASURED.cold);
  const strains: readonly Strain[] = [
    {
      what: 'functions at once, of a new account',
      taken: growth.atOnce,
      granted: QUOTAS.concurrencyOfNew,
      remedy: `ask for the ordinary ${QUOTAS.concurrency.toLocaleString('en-US')} in Service Quotas before the deployment: it costs nothing`,
    },
    {
      what: 'functions at once',
      taken: growth.atOnce,
      granted: QUOTAS.concurrency,
      remedy: 'ask for more in Service Quotas',
    },
    {
      what: 'limits read in one second, if all functions begin in it',
      taken: growth.parameterCallsAMinute,
      granted: QUOTAS.parameterReads,
      remedy: 'see *Reading the limits* below',
    },
    {
      what: 'limits read, spread over the minute',
      taken: growth.parameterCallsAMinute / 60,
      granted: QUOTAS.parameterReads,
      remedy: `the higher throughput (${QUOTAS.parameterReadsHigh} a second), or another region or account for some desks`,
    },
    {
      what: 'parameters',
      taken: growth.parameters,
      granted: QUOTAS.parameters,
      remedy: 'another region or account for some desks',
    },
    {
      what: 'roles of the account',
      taken: growth.of('AWS::IAM::Role'),
      granted: QUOTAS.roles,
      remedy: 'ask for more in Service Quotas, or another account for some desks',
    },
    {
      what: 'rules on the event bus',
      taken: growth.of('AWS::Events::Rule'),
      granted: QUOTAS.rules,
      remedy: 'ask for more in Service Quotas',
    },
    {
      what: 'units a second that a stack’s desks write, if all in one second',
      taken: growth.writesAMinute / growth.stacks,
      granted: QUOTAS.partitionWrites,
      remedy: 'fewer desks a stack',
    },
    ...(live
      ? [
          {
            what: 'request weight of one fixed address, in the minute after a deployment',
            taken: weightOfAddress(growth, WEIGHT_MEASURED.cold),
            granted: WEIGHT_GRANTED,
            remedy: `${fitting} live ${fitting === 1 ? 'desk' : 'desks'} a stack, since each stack has an address of its own; or a smaller \`universe/size-max\``,
          },
          {
            what: 'networks of a region, and fixed addresses',
            taken: growth.of('AWS::EC2::VPC'),
            granted: QUOTAS.networks,
            remedy: 'ask for more of both in Service Quotas, or another region for some desks',
          },
        ]
      : []),
  ];
  return strains.toSorted((a, b) => share(b) - share(a));
}

export const percentOf = (strain: Strain): string => `${Math.round(100 * share(strain))} %`;
export const isOver = (strain: Strain): boolean => share(strain) > 1;
/** As a table says what an interaction costs. */
export const interactionPrice = money(HIGH_THROUGHPUT * 10_000);

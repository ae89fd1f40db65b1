import { money } from './cost-model.ts';
import { DESKS_PER_STACK, type Growth, HIGH_THROUGHPUT, QUOTAS } from './scaling-model.ts';

/** One thing that there is so much of: how much of it is taken, and what to do where that is too much. */
export interface Strain {
  readonly what: string;
  readonly taken: number;
  readonly granted: number;
  readonly remedy: string;
}

/** Request weight that the venue grants an address in a minute, and what whoever opens leaves to exits. */
export const WEIGHT_GRANTED = 2_400;
/**
 * Of one desk in its dearest minute, and in a quiet one, as `npm run test:long -- load` prints them: 500 coins, a universe of up
 * to 400, fifteen positions, on an account of isolated margin. The dearest is the first after an hour without the venue.
 */
export const WEIGHT_MEASURED = { most: 894, quiet: 209 } as const;

const share = ({ taken, granted }: Strain): number => taken / granted;

/** All that grows with the number of desks against what an account, or an address, is given; the tightest first. */
export function strainsOf(growth: Growth): readonly Strain[] {
  const live = growth.mode === 'live';
  const perAddress = Math.min(growth.desks, DESKS_PER_STACK);
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
            what: 'request weight of one fixed address, in the dearest minute',
            taken: perAddress * WEIGHT_MEASURED.most,
            granted: WEIGHT_GRANTED,
            remedy:
              'one live desk a stack, since each stack has an address of its own; or a smaller `universe/size-max`',
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

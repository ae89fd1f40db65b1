import { beforeAll, expect, test } from 'vitest';
import { WEIGHT_GRANTED, WEIGHT_TO_OPEN } from '../../lib/adapters/binance/spared-market.ts';
import { readStoredLimits } from '../../lib/adapters/ssm/desk-parameters.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import { LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';
import { grouped } from '../../lib/operator/cost/bill.ts';
import { EGRESS, MINUTES } from '../../lib/operator/cost/prices.ts';
import { RESOURCES_MAX } from '../../lib/stack/stacks.ts';
import { localParameterStore } from '../adapters/aws.ts';
import { synthesised, TICKING } from '../stack/synthesised.ts';
import {
  desksUnder,
  interactionPrice,
  isOver,
  percentOf,
  type Strain,
  strainsOf,
  WEIGHT_MEASURED,
  weightOfAddress,
} from './bottlenecks.ts';
import { billFor, money, SECONDS, USAGE } from './cost-model.ts';
import {
  COUNTS,
  DESKS_PER_STACK,
  type Growth,
  growthOf,
  highThroughputCost,
  type Mode,
  QUOTAS,
} from './scaling-model.ts';

/** Calls by which the desk's own reader reads all limits once, counted. */
async function pagesOfLimits(): Promise<number> {
  const store = await localParameterStore();
  try {
    const parameters = { client: store.client, desk: 'main' };
    await seedLimits(parameters);
    let calls = 0;
    store.client.middlewareStack.add(
      next => args => {
        calls += 1;
        return next(args);
      },
      { step: 'initialize' },
    );
    expect(await readStoredLimits(parameters)).toHaveLength(LIMIT_NAMES.length);
    return calls;
  } finally {
    await store.close();
  }
}

const row = (...cells: readonly (string | number)[]): string =>
  `| ${cells.map(cell => (typeof cell === 'number' ? grouped(cell) : cell)).join(' | ')} |`;

const one = (n: number): string => (n < 10 ? n.toFixed(1) : grouped(n));

/** `cost`: dollars a month of one desk by list price. */
function rows(growths: readonly Growth[], cost: number): readonly string[] {
  const line = (what: string, figure: (growth: Growth) => string | number, granted = '') =>
    row(what, ...growths.map(figure), granted);
  return [
    line('stacks', ({ stacks }) => stacks),
    line('resources', ({ resources }) => resources),
    line('resources of the fullest stack', ({ fullest }) => fullest, grouped(RESOURCES_MAX)),
    line('schedules', ({ of }) => of('AWS::Scheduler::Schedule')),
    line('roles', ({ of }) => of('AWS::IAM::Role'), grouped(QUOTAS.roles)),
    line('parameters', ({ parameters }) => parameters, grouped(QUOTAS.parameters)),
    line('calls of functions a minute', ({ callsAMinute }) => callsAMinute),
    line(
      'functions at once, at most',
      ({ atOnce }) => atOnce,
      `${QUOTAS.concurrencyOfNew} (new account), ${grouped(QUOTAS.concurrency)}`,
    ),
    line('functions at once, on average', ({ onAverage }) => one(onAverage)),
    line('calls to the Parameter Store a minute', ({ parameterCallsAMinute }) => parameterCallsAMinute),
    line(
      'the same a second, spread evenly',
      ({ parameterCallsAMinute }) => one(parameterCallsAMinute / 60),
      `${QUOTAS.parameterReads}`,
    ),
    line('units of DynamoDB written a minute', ({ writesAMinute }) => writesAMinute),
    line('units of DynamoDB read a minute', ({ readsAMinute }) => readsAMinute),
    line('topics', ({ of }) => of('AWS::SNS::Topic')),
    line('alarms', ({ of }) => of('AWS::CloudWatch::Alarm') + of('AWS::CloudWatch::CompositeAlarm')),
    line('dollars a month, list price', ({ desks, egress }) => `$${grouped(desks * cost + egress)}`),
  ];
}

/** What the desks of the fullest address weigh together. */
const weightRows = (growths: readonly Growth[]): readonly string[] =>
  (
    [
      ['a quiet minute', WEIGHT_MEASURED.quiet],
      ['a signal bar has closed', WEIGHT_MEASURED.signalBar],
      ['a day’s first signal bar, at most', WEIGHT_MEASURED.daily],
      ['an hour without the venue is over', WEIGHT_MEASURED.outage],
      ['deployed at a signal bar', WEIGHT_MEASURED.cold],
    ] as const
  ).map(([what, each]) =>
    row(
      `weight of the fullest address: ${what}`,
      ...growths.map(growth => weightOfAddress(growth, each)),
      grouped(WEIGHT_GRANTED),
    ),
  );

const heading = (growths: readonly Growth[]): readonly string[] => [
  row('', ...growths.map(({ desks }) => (desks === 1 ? '1 desk' : `${desks} desks`)), 'granted'),
  row('---', ...growths.map(() => '---'), '---'),
];

function strainRows(growth: Growth): readonly string[] {
  const all = strainsOf(growth);
  const over = all.filter(isOver);
  const told: readonly Strain[] = over.length > 0 ? over : all.slice(0, 1);
  return told.map((strain, i) =>
    row(
      i === 0 ? `${growth.desks} ${growth.mode}` : '',
      strain.what,
      `${one(strain.taken)} of ${grouped(strain.granted)}: ${percentOf(strain)}`,
      isOver(strain) ? strain.remedy : 'nothing to do',
    ),
  );
}

let pages: number;
let paper: readonly Growth[];
let live: readonly Growth[];
beforeAll(async () => {
  pages = await pagesOfLimits();
  const grown = (mode: Mode) => COUNTS.map(desks => growthOf(mode, desks, pages));
  [paper, live] = [grown('paper'), grown('live')];
});

/** docs/scaling.md: `npx vitest run test/docs -u` writes it anew. */
test('the page on scaling counts what the stacks deploy', async () => {
  const { listUsd: cost } = billFor(synthesised());
  const burst = TICKING.length * pages;
  const [oneDesk, , many] = paper;
  if (oneDesk === undefined || many === undefined) throw new Error('no counts');
  const page = `# Many desks

What 1, 6 and 60 desks take, and what gives way first. Counts are of the stacks that would be deployed, rates of the project's own
models; this page is made from them by \`npx vitest run test/docs -u\`. **Nobody has deployed 60 desks, or 6**: it is a reckoning.

A stack takes ${DESKS_PER_STACK} desks under CloudFormation's ${RESOURCES_MAX} resources, of whatever mode (\`npx vitest run test/stack/stacks.test.ts\`). Each desk
names its stack ([decision 39](decisions/0039-stacks.md)); the tables fill each before the next.

## Paper desks

${[...heading(paper), ...rows(paper, cost)].join('\n')}

## Live desks

The same, and a network with one fixed address in each stack. A desk costs as on paper; an address ${money(EGRESS.gateway + EGRESS.address)}.

${[...heading(live), ...rows(live, cost), ...weightRows(live)].join('\n')}

## What gives way first

What is taken of what is granted, the tightest first; where nothing is over, the tightest alone.

| desks | what | taken | remedy |
|---|---|---|---|
${[...paper, ...live].flatMap(strainRows).join('\n')}

**The venue counts by address**, and gives each ${grouped(WEIGHT_GRANTED)} of request weight a minute. A desk of fifteen positions that looks at 500 coins, with
a universe of 200, uses ${grouped(WEIGHT_MEASURED.quiet)} in a quiet minute, ${grouped(WEIGHT_MEASURED.signalBar)} when a signal bar has closed, ${grouped(WEIGHT_MEASURED.outage)} in the first after an hour without the venue, and ${grouped(WEIGHT_MEASURED.cold)}
after a deployment, when all its containers are new and read every window whole (\`npm run bench -- weight\` and \`npm run test:long -- load\`, of
isolated margin; the universe of the defaults is smaller). Once a day a window and a coin's days are read whole anyway: ${grouped(WEIGHT_MEASURED.daily)} if that falls into one minute.
Live desks of one stack share one address, and a deployment renews all of them in one minute: ${desksUnder(WEIGHT_GRANTED, WEIGHT_MEASURED.cold)} so large fit, and ${desksUnder(WEIGHT_TO_OPEN, WEIGHT_MEASURED.cold)} below the ${grouped(WEIGHT_TO_OPEN)}
at which scan and entry stop. Paper and demo desks leave by Lambda's own addresses, which are many and shared with
strangers: how many desks meet on one is not ours to say. Scan and entry read the venue's own count, so that exits
still have their answers: what too many desks on one address lose first is entries, for a minute ([\`reliability.md\`](reliability.md#load)).

## Reading the limits

Each of the ${TICKING.length} functions of a minute reads all ${LIMIT_NAMES.length} limits anew, ${pages} calls of ten: an edit holds from the next minute. A container keeps
them for its minute and no longer. That is ${burst} calls a desk and minute, against ${QUOTAS.parameterReads} a *second* that the Parameter Store gives an
account in a region. ${
    burst > QUOTAS.parameterReads
      ? 'One desk alone would pass that if it began in one second'
      : `Were all desks to begin in one second, ${Math.floor(QUOTAS.parameterReads / burst)} would fit`
  }; spread over the minute, ${Math.floor((QUOTAS.parameterReads * 60) / burst)} would.

They do not begin in one second by plan: a schedule by rate counts from when it was created, and is called within 60 seconds of
its time (*Schedule types on EventBridge Scheduler*); how far that spreads them, nobody has measured. A call that is refused is made
three times, with a pause that grows. When that does not help, the monitor and the guardian go on with the last good limits, and
entry opens nothing in that minute: it costs trades, not protection, and \`limits-unreadable\` is the reason that is noted.

- **The higher throughput** gives ${QUOTAS.parameterReadsHigh} calls a second. It is a setting of the account and region, and from then on each parameter that
  comes back is paid, ${interactionPrice} for 10,000: $${grouped(highThroughputCost(oneDesk, MINUTES))} a month for a desk, $${grouped(highThroughputCost(many, MINUTES))} for ${many.desks}. That is more than all else.
- **Another region, or account**, has ${QUOTAS.parameterReads} a second of its own, for nothing: \`-c region=\` and another list of desks. \`live\` then has another address, too.

## What is assumed

- Seconds of the functions (${SECONDS.toFixed(1)} a minute together), units of the table (${USAGE.writes.toFixed(0)} written, ${USAGE.reads.toFixed(0)} read a minute and desk) and the price of a desk are those of
  [\`cost.md\`](cost.md), which says where they are from. List price: what an account has free is taken off once, however many desks.
- *At most* is all functions of a minute at once, and the learning of each desk beside them, as after 00:10 UTC.
- That a new account has ${QUOTAS.concurrencyOfNew} functions at once is what this project reckons with: *Lambda quotas* says "reduced", and that AWS raises it by use.
- Units of the table: on demand, a stack's desks lie in partitions of their own; even ${DESKS_PER_STACK} desks in one second are a small part of the
  ${grouped(QUOTAS.partitionWrites)} that one partition gives.
- SNS: an alarm is one message to each of its topics, a report one a day and desk; no quota is near.
- The stores' other quotas are per account and region too, and no desk is moved by them.

Quotas are AWS's defaults, by the pages *Lambda quotas*, *AWS Systems Manager endpoints and quotas*, *IAM and AWS STS quotas*, *Amazon VPC
quotas*, *Amazon EventBridge quotas*, *Quotas in Amazon DynamoDB* and *CloudFormation quotas*; the price is *AWS Systems Manager pricing*. What
your account has is in the console's Service Quotas.
`;
  await expect(page).toMatchFileSnapshot('../../docs/scaling.md');
});

test('the fullest stack of the model is one that is not refused', () => {
  for (const mode of ['paper', 'live'] as const)
    expect(growthOf(mode, DESKS_PER_STACK, 1).fullest).toBeLessThanOrEqual(RESOURCES_MAX);
  expect(growthOf('paper', 6, 1)).toMatchObject({ stacks: 2, callsAMinute: 24 });
});

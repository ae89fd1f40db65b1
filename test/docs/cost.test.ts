import { expect, test } from 'vitest';
import { grouped, pricedOf } from '../../lib/operator/cost/bill.ts';
import { DEPLOYED, METRICS, TICKING } from '../../lib/operator/cost/deployed.ts';
import { MEASURED } from '../../lib/operator/cost/measured.ts';
import { DAYS, EGRESS, FREE, PRICES } from '../../lib/operator/cost/prices.ts';
import { synthesised, TICKING as TICKING_IN_STACK } from '../stack/synthesised.ts';
import { alarmedMetrics, billFor, ceilingOf, deployedOf, money, TIMEOUT_SECONDS } from './cost-model.ts';

/** docs/cost.md: `npx vitest run test/docs -u` writes it anew. */
test('the page on cost counts what the stack deploys', async () => {
  const template = synthesised();
  for (const name of alarmedMetrics(template)) expect(METRICS).toContain(name);
  const deployed = deployedOf(template);
  expect(deployed).toEqual(DEPLOYED);
  expect(TICKING).toEqual(TICKING_IN_STACK);
  const ceiling = ceilingOf(deployed);
  const { lines, listUsd, afterFreeUsd, extraDesk } = billFor(template);
  const watchingUsd = lines
    .filter(({ what }) => /metrics|alarms/.test(what))
    .reduce((sum, line) => sum + pricedOf(line), 0);
  const page = `# What a desk costs

A month of ${DAYS} days of one paper desk as \`cdk.json\` has it. Counts are of the stack that is deployed; this page is made from it by
\`npx vitest run test/docs -u\`. \`npm run desk -- cost\` prints it on a terminal, of a deployed desk by what
CloudWatch has counted. **No desk of this version has had a bill yet.** What is *measured* was measured on a
developer's machine (\`npm run bench -- month\`): ${MEASURED.symbols} symbols, ${MEASURED.positions} positions, the table 10 ms away and the venue 250 ms, as Tokyo is
from Frankfurt; a core there is taken to be as fast, of which 512 MB have 0.29. What is *assumed* is a guess. Prices
are list prices of US East in dollars, without tax; Frankfurt asks the same for Lambda and up to a quarter more for DynamoDB and logs.

| what | how many | a month | after the free tier |
|---|---|---|---|
${lines.map(line => `| ${line.what} | ${line.count} | ${money(pricedOf(line))} | ${money(Math.max(0, pricedOf(line) - line.free))} |`).join('\n')}
| **together** | | **${money(listUsd)}** | **${money(afterFreeUsd)}** |

Free is what every account has each month, whatever else runs in it: ${grouped(FREE.gbSeconds)} GB-s and a million requests of Lambda, ${FREE.metrics} metrics,
${FREE.alarmMetrics} alarm metrics, ${FREE.dashboards} dashboards, ${FREE.logsGb} GB of logs. Of other use in the account it is not there a second time.

- **The most that the functions can cost** is their time limit: four of ${TIMEOUT_SECONDS} s each minute are ${grouped(ceiling)} GB-s, ${money(ceiling * PRICES.lambdaGbSecond)}. A
  venue that answers slowly drives the first line up; the alarm \`functions\` goes off where a tick nears its limit.
- **The aim is below $5** for a desk of ${MEASURED.symbols} symbols. At list prices it is missed, by watching: metrics, alarms and the dashboard are ${money(watchingUsd)} of
  ${money(listUsd)}, and would be the same of a desk that trades nothing. Where the account uses its free part for nothing else, it is met.
- **A second desk** in the same account costs ${money(extraDesk.listUsd)} more, ${money(extraDesk.afterFreeUsd)} of it to be paid; the table, the bucket and the topics are shared.
- **A live desk** adds a fixed address: about $${EGRESS.gateway} for the gateway and ${money(EGRESS.address)} for the address, once for its stack
  ([why](decisions/0022-live-egress.md)). \`cost --aws\` has it among the lines of a live desk.
- **What CloudWatch has counted** is Lambda's own \`Duration\` of the desk's four functions, calls that failed too. The start of a container is
  paid for since August 2025, is not in it, and has no metric of its own: only each call's line in the log tells it. Of the table that
  the desks of a stack share, each is taken to use as much as the others.
- **Learning on Fargate** costs by the hour it takes: [\`models.md\`](models.md#how-long-a-night-takes).
- **The table keeps** the journal for 90 days and closed positions for 400, of which the first 25 GB are free; that it can be put
  back to any second of the last 35 days costs about 20 cents a gigabyte.

This is beside what trading itself costs, which is more: at 15 positions of $900, ten times a day, fees and slippage are $189 a
day (\`npm run desk -- doctor --profile math-ai --equity 15000 --cycles 10\`).

Sources: Lambda on ARM, $${PRICES.lambdaGbSecond} a GB-s and $${PRICES.lambdaMillionRequests} a million requests ([AWS](https://aws.amazon.com/lambda/pricing/), and
[a table of 2024](https://cloudchipr.com/blog/aws-lambda-pricing)); DynamoDB on demand since November 2024, $${PRICES.dynamoMillionWrites} and $${PRICES.dynamoMillionReads} a million
([a table of July 2025](https://airbyte.com/data-engineering-resources/dynamodb-pricing)); CloudWatch, $${PRICES.metric.toFixed(2)} a metric, $${PRICES.alarmMetric.toFixed(2)} an alarm
metric, $${PRICES.compositeAlarm.toFixed(2)} an alarm over alarms, $${PRICES.dashboard} a dashboard ([AWS](https://aws.amazon.com/cloudwatch/pricing/), [a guide of February 2026](https://signoz.io/guides/cloudwatch-pricing)); Scheduler
([a table of March 2026](https://cloudburn.io/blog/amazon-eventbridge-pricing)).
`;
  await expect(page).toMatchFileSnapshot('../../docs/cost.md');
});

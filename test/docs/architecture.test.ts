import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { METRICS_PART, pricedOf, REQUESTS_PART } from '../../lib/operator/cost/bill.ts';
import { METRICS } from '../../lib/operator/cost/deployed.ts';
import { EGRESS } from '../../lib/operator/cost/prices.ts';
import { RESOURCES_MAX } from '../../lib/stack/stacks.ts';
import { desksOf, SHAPE_NAMES, shaped } from '../stack/shapes.ts';
import { billFor, money } from './cost-model.ts';
import { difference, type Inventory, inventoryOf, isOfADesk, sizeOf, typesOf } from './inventory.ts';
import { KINDS, PARTS } from './reasons.ts';

const PAGE = resolve(import.meta.dirname, '../../docs/architecture.md');
const inventory = (shape: string): Inventory => inventoryOf(shaped(shape), desksOf(shape));

const paper = inventory('paper');
const { lines } = billFor(Template.fromStack(shaped('paper')));
/** Dollars a month of a part, whether shared or of the desk. */
const dollarsOf = (part: string): number =>
  lines.reduce((sum, line) => sum + (line.parts[part.replace('desk/', '')] ?? 0), 0);

describe('every resource of the stack has a reason', () => {
  test.each(SHAPE_NAMES)('and so has every part: %s', shape => {
    const there = inventory(shape);
    expect([...there.keys()].filter(part => PARTS[part] === undefined)).toEqual([]);
    expect([...typesOf(there).keys()].filter(type => KINDS[type] === undefined)).toEqual([]);
  });

  test('and every reason a resource', () => {
    const all = SHAPE_NAMES.map(inventory);
    const parts = new Set(all.flatMap(there => [...there.keys()]));
    const types = new Set(all.flatMap(there => [...typesOf(there).keys()]));
    expect(Object.keys(PARTS).filter(part => !parts.has(part))).toEqual([]);
    expect(Object.keys(KINDS).filter(type => !types.has(type))).toEqual([]);
  });
});

test('what the parts cost is what docs/cost.md says, and nothing else', () => {
  const parts = [...paper.keys(), METRICS_PART, REQUESTS_PART];
  const byPart = parts.reduce((sum, part) => sum + costOf(part), 0);
  const byLine = lines.reduce((sum, line) => sum + pricedOf(line), 0);
  expect(byPart).toBeCloseTo(byLine, 6);
});

/** A construct of the stack and one of the desk may bear one name; the figures are the desk's, but for what is shared. */
const SHARED_AND_PAID: ReadonlySet<string> = new Set(['Books']);
function costOf(part: string): number {
  const paid =
    isOfADesk(part) || SHARED_AND_PAID.has(part) || part === METRICS_PART || part === REQUESTS_PART;
  return paid ? dollarsOf(part) : 0;
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const nameOf = (type: string): string => KINDS[type]?.name ?? type;
const cents = (dollars: number): string => {
  if (dollars === 0) return '';
  return dollars < 0.01 ? '< $0.01' : money(dollars);
};
const counted = (types: ReadonlyMap<string, number>): string =>
  [...types].map(([type, count]) => (count === 1 ? nameOf(type) : `${count} x ${nameOf(type)}`)).join(', ');
const signed = (types: ReadonlyMap<string, number>): string =>
  [...types]
    .toSorted(([, a], [, b]) => Math.sign(b) - Math.sign(a))
    .map(([type, count]) => `${count > 0 ? '+' : '−'}${Math.abs(count)} ${nameOf(type)}`)
    .join(', ');

function partRows(ofADesk: boolean): readonly string[] {
  return [...paper]
    .filter(([part]) => isOfADesk(part) === ofADesk)
    .map(([part, types]) =>
      row(`\`${part.replace('desk/', '')}\``, counted(types), PARTS[part] ?? '', cents(costOf(part))),
    );
}

const kindRows = (): readonly string[] =>
  [...typesOf(paper)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => row(`\`${type}\``, `${count}`, KINDS[type]?.why ?? ''));

const perDesk = [...paper.keys()].filter(isOfADesk).reduce((sum, part) => sum + costOf(part), 0);
const metered = costOf(METRICS_PART) + costOf('Books');

const each = (sizeOf(inventory('four desks')) - sizeOf(inventory('demo'))) / 3;
const desksMax = Math.floor((RESOURCES_MAX - (sizeOf(inventory('demo')) - each)) / each);

function moreRows(): readonly string[] {
  const more = (what: string, before: string, after: string, why: string, cost: string) => {
    const [from, to] = [inventory(before), inventory(after)];
    const changes = signed(difference(from, to)) || 'no resource, but other rights';
    return row(what, `${sizeOf(to) - sizeOf(from)}`, changes, why, cost);
  };
  return [
    more(
      '`demo` instead of `paper`',
      'paper',
      'demo',
      'the account is the venue’s and no item of the table; the functions that use it may read two keys',
      '',
    ),
    more(
      '`live` instead of `paper`',
      'paper',
      'live',
      PARTS.Egress ?? '',
      `about $${EGRESS.gateway} and ${money(EGRESS.address)}, once for all live desks`,
    ),
    more(
      'learning on Fargate',
      'paper',
      'paper, learning on Fargate',
      PARTS.OpenNetwork ?? '',
      '[by the hour](models.md#how-long-a-night-takes)',
    ),
    more(
      'the same of a live desk',
      'live',
      'live, learning on Fargate',
      'its task leaves by the fixed address',
      '[by the hour](models.md#how-long-a-night-takes)',
    ),
    more('e-mail addresses', 'paper', 'paper with e-mails', 'who is written to, woken, sent reports', ''),
    more(
      '`"sweep": true`',
      'paper',
      'paper, with sweeps',
      PARTS.Sweep ?? '',
      '[by the combination](deploy.md#11-sweeps)',
    ),
    row(
      'each further desk',
      `${each}`,
      'all that is *of the desk* above',
      'its own functions, roles, schedules, queues and alarms, so that roles can keep desks apart',
      `${money(perDesk + metered)} at list price; what of the free tier is left for it: [the bill](cost.md)`,
    ),
  ];
}

function tables(): string {
  const sum = lines.reduce((total, line) => total + pricedOf(line), 0);
  return [
    `One paper desk is ${sizeOf(paper)} resources, at ${money(sum)} a month by list price, of which an account has most free`,
    '([`cost.md`](cost.md) says what is assumed, and for what Frankfurt is dearer). An empty cell costs nothing, or nothing by itself.',
    '',
    '| part | resources | why | a month |',
    '|---|---|---|---|',
    row('**shared by all desks**', '', '', ''),
    ...partRows(false),
    row('**of the desk**', '', '', ''),
    ...partRows(true),
    row('**no resources**', '', '', ''),
    row(
      'metrics',
      `${METRICS.length} metrics`,
      'what alarms and dashboard are drawn from',
      cents(costOf(METRICS_PART)),
    ),
    row(
      'requests',
      'of topics, queues, bucket, parameters',
      'paid by the piece',
      cents(costOf(REQUESTS_PART)),
    ),
    row('**together**', `**${sizeOf(paper)}**`, '', `**${money(sum)}**`),
    '',
    'The same by kind:',
    '',
    '| kind | how many | why |',
    '|---|---|---|',
    ...kindRows(),
    '',
    'What else the stack can be asked for:',
    '',
    '| asked for | more | which | why | a month |',
    '|---|---|---|---|---|',
    ...moreRows(),
    '',
    `CloudFormation takes ${RESOURCES_MAX} resources a stack: ${desksMax} desks of one mode, then another stack.`,
  ].join('\n');
}

/** Between its two marks the page is made from the stack; `npx vitest run test/docs -u` writes it anew. */
test('docs/architecture.md lists every resource of the stack', async () => {
  const page = readFileSync(PAGE, 'utf8').replace(
    /(<!-- made from the stack -->\n)[\s\S]*(\n<!-- end -->)/,
    (_all, begin: string, end: string) => `${begin}${tables()}${end}`,
  );
  expect(page).toContain(tables());
  await expect(page).toMatchFileSnapshot(PAGE);
});

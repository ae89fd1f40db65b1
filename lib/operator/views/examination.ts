import type { Examination } from '../../desk/doctor/examine.ts';
import type { Finding, Severity } from '../../desk/doctor/finding.ts';
import type { ProfitTable } from '../../desk/doctor/profit.ts';
import { dollars, percent, trim } from '../../desk/words.ts';
import { type Column, tableLines } from '../../local/terminal/table.ts';
import { signedDollars } from '../figures.ts';
import { paragraph, type Screen } from '../screen.ts';
import { type WaterfallStep, waterfallLines } from '../waterfall.ts';

/** The doctor's examination as lines: the verdict, what is wrong, the size and the profit, and what is worth knowing. Pure. */
export function examinationLines(subject: string, examination: Examination, screen: Screen): string[] {
  const { paint } = screen;
  const { findings, sizeStepByStep, profit, measured } = examination;
  const told = (some: readonly Finding[]) => some.flatMap(each => findingLines(each, screen));
  const notes = findings.filter(({ severity }) => severity === 'note');
  return [
    ...paragraph(subject, screen.width).map(paint.bold),
    headline(examination),
    verdict(findings, screen),
    '',
    ...told(findings.filter(({ severity }) => severity !== 'note')),
    ...(sizeStepByStep.length === 0
      ? []
      : [
          paint.bold('The size of the typical trade, step by step'),
          ...waterfallLines(sizeStepByStep, screen, isTelling),
          '',
        ]),
    ...(profit === undefined ? [] : profitLines(profit, measured, screen)),
    ...(notes.length === 0 ? [] : [paint.bold('Worth knowing'), '', ...told(notes)]),
  ].slice(0, -1);
}

const headline = ({ plannedUsd, allowedUsd, findings }: Examination): string =>
  plannedUsd === undefined || allowedUsd === undefined
    ? `${sentence(findings[0]?.title ?? 'nothing can be planned')}.`
    : `A typical trade: ${dollars(plannedUsd)} planned, ${dollars(allowedUsd)} let through (${percent(Number((allowedUsd / plannedUsd).toFixed(3)))}).`;

/** How many findings of each kind, and what errors mean. */
function verdict(findings: readonly Finding[], { paint }: Screen): string {
  const of = (severity: Severity) => findings.filter(each => each.severity === severity).length;
  const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  const [errors, warnings] = [of('error'), of('warning')];
  const closed = errors > 0 ? paint.bad(`${many(errors, 'error')}: entries stay closed`) : '0 errors';
  const warned = warnings > 0 ? paint.warn(many(warnings, 'warning')) : '0 warnings';
  return `${closed}, ${warned}, ${many(of('note'), 'note')}`;
}

/** Steps whose reason is worth a line: what the plan reckoned, and whatever changed the size. */
const isTelling = ({ owner, beforeUsd, afterUsd }: WaterfallStep): boolean =>
  owner === 'Math AI' || beforeUsd !== afterUsd;

const MARKS: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'warn ', note: 'note ' };
const INDENT = ' '.repeat(6);

function findingLines(found: Finding, { width, paint }: Screen): string[] {
  const colour = { error: paint.bad, warning: paint.warn, note: paint.dim }[found.severity];
  const unsaid = found.limits.filter(name => !`${found.title} ${found.proof}`.includes(name));
  const [first = '', ...rest] = paragraph(`${sentence(found.title)}.`, width, INDENT);
  return [
    `${colour(MARKS[found.severity])} ${paint.bold(first.trimStart())}`,
    ...rest.map(paint.bold),
    ...found.proof.split('; ').flatMap(part => paragraph(`${sentence(part)}.`, width, INDENT)),
    ...(unsaid.length === 0 ? [] : paragraph(unsaid.join(', '), width, INDENT).map(paint.dim)),
    '',
  ];
}

/** With a capital at its beginning, unless that is a limit's name or a figure. */
const sentence = (text: string): string =>
  /^[a-z]+[ ,:]/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;

/** What the plan earns, gross beside net: the table that replaces "win rate times profit at target". */
export function profitLines(
  profit: ProfitTable,
  measured: Examination['measured'],
  { width, paint }: Screen,
): string[] {
  const { cycles, funding } = profit;
  const right = (title: string): Column => ({ title, align: 'right' });
  const columns = [
    ...['win rate', 'wins alone', 'less losses', 'less costs', 'less funding', 'a position'].map(right),
    ...(cycles.source === 'unknown' ? [] : [right('a day')]),
  ];
  const signed = (amount: number) => ({
    text: signedDollars(amount),
    paint: amount < 0 ? paint.bad : paint.good,
  });
  const rows = profit.rows.map(row => [
    { text: percent(row.winRateFraction) },
    { text: signedDollars(row.cycleWinsOnlyUsd) },
    { text: signedDollars(row.cycleGrossUsd) },
    signed(row.cycleNetUsd),
    signed(row.cycleFundedUsd),
    signed(row.positionFundedUsd),
    ...(row.dayFundedUsd === undefined ? [] : [signed(row.dayFundedUsd)]),
  ]);
  const each = [
    `${profit.positions} positions of ${dollars(profit.notionalUsd)}: a win ${dollars(profit.winUsd)}, a loss ${dollars(profit.lossUsd)}, fees and slippage ${dollars(profit.costUsd)}, funding ${dollars(profit.fundingUsd)} (${funding.because}).`,
    ...(cycles.source === 'unknown'
      ? []
      : [`A day has ${trim(cycles.perDay.toFixed(2))} cycles, ${cycles.source}: ${cycles.because}.`]),
  ];
  return [
    paint.bold('What a cycle earns, if every win takes every leg (optimistic)'),
    ...each.flatMap(text => paragraph(text, width)),
    ...tableLines(columns, rows, width, paint.dim),
    ...(measured === undefined ? [] : paragraph(measuredText(measured), width)),
    '',
  ];
}

/** What really came of it, all costs included. */
const measuredText = (measured: NonNullable<Examination['measured']>): string =>
  `What came of it here: ${measured.trades} trades in ${trim(measured.days.toFixed(1))} days, ${percent(Number(measured.winRateFraction.toFixed(3)))} won, ${signedDollars(measured.netUsd)} net (${measured.netR.toFixed(2)} R each).`;

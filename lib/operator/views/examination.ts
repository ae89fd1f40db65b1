import type { Examination } from '../../desk/doctor/examine.ts';
import type { Finding, Severity } from '../../desk/doctor/finding.ts';
import type { ProfitTable } from '../../desk/doctor/profit.ts';
import { dollars, percent } from '../../desk/words.ts';
import { type Column, tableLines } from '../../local/terminal/table.ts';
import { signedDollars } from '../figures.ts';
import { paragraph, type Screen } from '../screen.ts';
import { waterfallLines } from '../waterfall.ts';

/** The doctor's examination as lines. Pure. */
export function examinationLines(subject: string, examination: Examination, screen: Screen): string[] {
  const { paint } = screen;
  const { findings, sizeStepByStep, profit } = examination;
  return [
    paint.bold(subject),
    headline(examination),
    '',
    ...findings.flatMap(each => findingLines(each, screen)),
    ...(sizeStepByStep.length === 0
      ? []
      : [
          paint.bold('The size of the typical trade, step by step'),
          ...waterfallLines(sizeStepByStep, screen),
          '',
        ]),
    ...(profit === undefined ? [] : profitLines(profit, screen)),
    count(findings),
  ];
}

const headline = ({ plannedUsd, allowedUsd, findings }: Examination): string =>
  plannedUsd === undefined || allowedUsd === undefined
    ? (findings[0]?.title ?? 'Nothing can be planned.')
    : `A typical trade: ${dollars(plannedUsd)} planned, ${dollars(allowedUsd)} let through (${percent(Number((allowedUsd / plannedUsd).toFixed(3)))}).`;

const MARKS: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'warn ', note: 'note ' };
const INDENT = ' '.repeat(6);

function findingLines(found: Finding, { width, paint }: Screen): string[] {
  const colour = { error: paint.bad, warning: paint.warn, note: paint.dim }[found.severity];
  const [first = '', ...rest] = paragraph(`${sentence(found.title)}.`, width, INDENT);
  return [
    `${colour(MARKS[found.severity])} ${paint.bold(first.trimStart())}`,
    ...rest.map(paint.bold),
    ...found.proof.split('; ').flatMap(part => paragraph(`${sentence(part)}.`, width, INDENT)),
    ...(found.limits.length === 0 ? [] : paragraph(found.limits.join(', '), width, INDENT).map(paint.dim)),
    '',
  ];
}

/** With a capital at its beginning, unless that is a limit's name or a figure. */
const sentence = (text: string): string =>
  /^[a-z]+[ ,:]/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;

/** What the plan earns, gross beside net: the table that replaces "win rate times profit at target". */
function profitLines(profit: ProfitTable, { width, paint }: Screen): string[] {
  const perDay = profit.cyclesPerDay;
  const columns: Column[] = [
    { title: 'win rate', align: 'right' },
    { title: 'wins alone', align: 'right' },
    { title: 'less losses', align: 'right' },
    { title: 'less costs', align: 'right' },
    { title: 'a position', align: 'right' },
    ...(perDay === undefined ? [] : [{ title: `${perDay} cycles a day`, align: 'right' } as const]),
  ];
  const rows = profit.rows.map(row => [
    { text: percent(row.winRateFraction) },
    { text: signedDollars(row.cycleWinsOnlyUsd) },
    { text: signedDollars(row.cycleGrossUsd) },
    { text: signedDollars(row.cycleNetUsd), paint: row.cycleNetUsd < 0 ? paint.bad : paint.good },
    { text: signedDollars(row.positionNetUsd) },
    ...(row.dayNetUsd === undefined ? [] : [{ text: signedDollars(row.dayNetUsd) }]),
  ]);
  const each = `${profit.positions} positions of ${dollars(profit.notionalUsd)}: a win ${dollars(profit.winUsd)}, a loss ${dollars(profit.lossUsd)}, fees and slippage ${dollars(profit.costUsd)} each, ${dollars(profit.cycleCostUsd)} a cycle${profit.dayCostUsd === undefined ? '' : `, ${dollars(profit.dayCostUsd)} a day`}.`;
  return [
    paint.bold('What a cycle earns, if every win takes every leg (optimistic; funding left out)'),
    ...paragraph(each, width),
    ...tableLines(columns, rows, width, paint.dim),
    '',
  ];
}

function count(findings: readonly Finding[]): string {
  const of = (severity: Severity) => findings.filter(each => each.severity === severity).length;
  const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${many(of('error'), 'error')}, ${many(of('warning'), 'warning')}, ${many(of('note'), 'note')}`;
}

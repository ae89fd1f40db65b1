import type { ProfitWaterfall } from '../../desk/profit.ts';
import { type DayTruth, isFinding } from '../../desk/truth/day-truth.ts';
import { dayText, dollars, percent } from '../../desk/words.ts';
import { bySign } from '../../local/terminal/paint.ts';
import { type Cell, tableLines } from '../../local/terminal/table.ts';
import { signedDollars } from '../figures.ts';
import { pairs, paragraph, type Screen } from '../screen.ts';

/** What a span of days earned: where the planned profit went, and what the venue says of the same days. */
export interface ProfitView {
  readonly desk: string;
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
  /** Of the trades that were closed in the span. */
  readonly waterfall: ProfitWaterfall;
  /** By the venue alone, a day each; the days that have a result. */
  readonly days: readonly DayTruth[];
  readonly daysWithoutResult: readonly string[];
  /** Trades of the desk by the venue's fills; null where none has ended. */
  readonly wins: WinRate | null;
}

export interface WinRate {
  readonly won: number;
  readonly n: number;
  readonly rate: number;
  /** Interval of 95 %. */
  readonly low: number;
  readonly high: number;
}

/** The view as lines. Pure. */
export function profitLines(view: ProfitView, screen: Screen): string[] {
  const { paint } = screen;
  const title = `desk ${view.desk}: profit of ${view.from}${view.to === view.from ? '' : ` to ${view.to}`}`;
  return [
    paint.bold(title),
    ...waterfall(view.waterfall, screen),
    '',
    paint.bold('By the venue, from its trades and income alone'),
    ...venueLines(view, screen),
  ];
}

/** The parts between the planned profit and the realised one, with what each means. */
export const PARTS = [
  ['sizeUsd', 'size', 'trades were executed at another size than planned'],
  ['exitsUsd', 'exits', 'positions left elsewhere than at their targets: stops, trails, time'],
  ['feesUsd', 'fees', 'commissions of the venue'],
  ['slippageUsd', 'slippage', 'fills at other prices than the desk reckoned with'],
  ['fundingUsd', 'funding', 'paid or received while positions were held'],
] as const;

function waterfall(profit: ProfitWaterfall, screen: Screen): string[] {
  const { paint, width } = screen;
  if (profit.trades === 0) return ['No trade was closed in these days.'];
  const amounts = [profit.plannedUsd, ...PARTS.map(([part]) => profit[part]), profit.realisedUsd];
  const room = Math.max(...amounts.map(amount => signedDollars(amount).length));
  const line = (name: string, amount: number, meaning: string) => {
    const [first = '', ...more] = paragraph(meaning, width - 12 - room, '');
    const figure = bySign(paint, amount, signedDollars(amount).padStart(room));
    const indent = ' '.repeat(12 + room);
    return [
      `${name.padEnd(10)}${figure}  ${paint.dim(first)}`,
      ...more.map(each => paint.dim(indent + each)),
    ];
  };
  return [
    ...paragraph(`${lossSentence(profit)}.`, width),
    ...line('planned', profit.plannedUsd, 'every target reached, at the planned size'),
    ...PARTS.flatMap(([part, name, meaning]) => line(name, profit[part], meaning)),
    ...line('realised', profit.realisedUsd, `${profit.trades} trades, counted on the day they were closed`),
  ];
}

/** The one sentence that answers "why are the profits so small?". */
export function lossSentence(profit: ProfitWaterfall): string {
  const { trades, plannedUsd, realisedUsd } = profit;
  const count = trades === 1 ? '1 trade' : `${trades} trades`;
  const earned = `${count}: ${signedDollars(plannedUsd)} planned, ${signedDollars(realisedUsd)} realised`;
  const [[part, name] = PARTS[0]] = PARTS.toSorted(([a], [b]) => profit[a] - profit[b]);
  return profit[part] < -0.005 ? `${earned}; ${name} took most, ${dollars(0 - profit[part])}` : earned;
}

function venueLines({ days, daysWithoutResult, wins }: ProfitView, screen: Screen): string[] {
  const { width } = screen;
  const missing =
    daysWithoutResult.length === 0
      ? []
      : paragraph(
          `No result yet of ${daysWithoutResult.join(', ')}: a day is closed shortly after 00:00 UTC.`,
          width,
        );
  if (days.length === 0) return missing;
  const mode = [...new Set(days.map(each => each.mode))].join(', ');
  return [
    ...dayTable(days, screen),
    ...pairs([['win rate', winWords(wins)], ...foreignRows(days), ['mode', mode]], width),
    ...missing,
    ...findings(days, screen),
  ];
}

const COLUMNS = [
  { title: 'day', align: 'left' },
  { title: 'realised', align: 'right' },
  { title: 'fees', align: 'right' },
  { title: 'funding', align: 'right' },
  { title: 'net', align: 'right' },
  { title: 'transfers', align: 'right', dropRank: 3 },
  { title: 'marked', align: 'right', dropRank: 2 },
  { title: 'equity', align: 'right', dropRank: 1 },
  { title: 'won', align: 'right' },
  { title: 'lost', align: 'right' },
  { title: 'differs', align: 'right' },
] as const;

function dayTable(days: readonly DayTruth[], { width, paint }: Screen): string[] {
  const signed = (amount: number): Cell => ({
    text: signedDollars(amount),
    paint: text => bySign(paint, amount, text),
  });
  const rows = days.map((each): Cell[] => [
    { text: dayText(each.day) },
    signed(each.venue.realisedUsd),
    { text: dollars(each.venue.feesUsd) },
    signed(each.venue.fundingUsd),
    signed(each.venue.netUsd),
    { text: signedDollars(each.transfersUsd) },
    { text: each.markedUsd === undefined ? '-' : signedDollars(each.markedUsd) },
    { text: each.equityCloseUsd === undefined ? '-' : dollars(each.equityCloseUsd) },
    { text: String(each.won) },
    { text: String(each.lost) },
    isFinding(each) ? { text: dollars(each.mismatchUsd), paint: paint.bad } : { text: 'no' },
  ]);
  return tableLines(COLUMNS, rows, width, paint.dim);
}

const winWords = (wins: WinRate | null): string =>
  wins === null
    ? 'no trade has ended'
    : `${wins.won} of ${wins.n} won after costs, ${percent(round(wins.rate))} (95 % interval ${percent(round(wins.low))} to ${percent(round(wins.high))})`;
const round = (share: number): number => Math.round(share * 1_000) / 1_000;

/** What other hands earned on the account, where there is anything. */
function foreignRows(days: readonly DayTruth[]): (readonly [string, string])[] {
  const net = days.reduce((sum, { foreign }) => sum + foreign.netUsd, 0);
  return days.some(({ foreign }) => foreign.netUsd !== 0)
    ? [['other hands', `${signedDollars(net)} of it, which the desk did not trade`]]
    : [];
}

function findings(days: readonly DayTruth[], { width, paint }: Screen): string[] {
  const wrong = days.filter(isFinding);
  if (wrong.length === 0) return [];
  return [
    '',
    paint.bold('The desk and the venue differ'),
    ...wrong.flatMap(({ day, mismatchUsd, differences, differenceCount }) => [
      paint.warn(`${dayText(day)}: ${dollars(mismatchUsd)}, ${differenceCount} differences`),
      ...differences.flatMap(({ because }) => paragraph(because, width, '  ')),
    ]),
  ];
}

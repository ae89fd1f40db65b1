import { DENIALS, type DenialCode } from '../../desk/risk/denial.ts';
import type { PriceTag, PriceTags } from '../../desk/shadow/price-tag.ts';
import { dollars } from '../../desk/words.ts';
import { type Cell, tableLines } from '../../local/terminal/table.ts';
import { signedDollars } from '../figures.ts';
import { pairs, paragraph, type Screen } from '../screen.ts';

/** What each limit has cost or spared over a span of days. */
export interface PriceTagsView extends PriceTags {
  readonly desk: string;
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** Below so many trades with a known end a figure is mostly chance. */
const TRADES_TO_TELL = 30;

/** The view as lines. Pure. */
export function priceTagsLines(view: PriceTagsView, screen: Screen): string[] {
  const { paint, width } = screen;
  const title = `desk ${view.desk}: what the limits cost, ${view.from}${view.to === view.from ? '' : ` to ${view.to}`}`;
  const table = view.tags.length === 0 ? [] : ['', ...tableOf(view, screen)];
  return [
    paint.bold(title),
    ...paragraph(`${verdict(view)}.`, width),
    ...table,
    ...caution(view).flatMap(each => ['', ...paragraph(each, width).map(paint.dim)]),
    ...unplannedLines(view, screen),
  ];
}

/** The one sentence: the limit that weighs most, what it has cost or spared, and on how many trades that stands. */
export function verdict({ tags, days, taken, refused }: PriceTagsView): string {
  const span = days === 1 ? 'in 1 day' : `in ${days} days`;
  const weighing = tags.find(({ known }) => known > 0);
  if (weighing !== undefined)
    return `${weighing.name} ${wordsOf(weighing)} ${span}, by ${tradesOf(weighing.known)} whose end is known`;
  const of = `${tradesOf(taken)} taken and ${refused} refused`;
  return tags.length === 0
    ? `No limit and no step took anything from a trade ${span}: ${of}`
    : `It is not known yet what the limits cost ${span}: ${of}, and no trade that was cut or refused has come to its end`;
}

const tradesOf = (n: number): string => (n === 1 ? '1 trade' : `${n} trades`);

/** `cost you $41.20`, `spared you $12.00`. */
function wordsOf({ forgoneUsd }: PriceTag): string {
  if (Math.abs(forgoneUsd) < 0.005) return 'neither cost nor spared you a cent';
  return forgoneUsd > 0 ? `cost you ${dollars(forgoneUsd)}` : `spared you ${dollars(0 - forgoneUsd)}`;
}

const COLUMNS = [
  { title: 'limit or step', align: 'left' },
  { title: 'cut', align: 'right' },
  { title: 'refused', align: 'right' },
  { title: 'took away', align: 'right', dropRank: 1 },
  { title: 'known', align: 'right' },
  { title: 'open', align: 'right', dropRank: 2 },
  { title: 'would have earned', align: 'right' },
] as const;

function tableOf({ tags, takenUsd, forgoneUsd }: PriceTagsView, { width, paint }: Screen): string[] {
  const rows = tags.map((tag): Cell[] => [
    { text: tag.name },
    { text: String(tag.cuts) },
    { text: String(tag.denials) },
    { text: dollars(tag.takenUsd) },
    { text: String(tag.known) },
    { text: String(tag.unknown) },
    earned(tag.known, tag.forgoneUsd, paint),
  ]);
  const known = tags.reduce((sum, each) => sum + each.known, 0);
  const all: Cell[] = [
    { text: 'together' },
    ...['', ''].map(text => ({ text })),
    { text: dollars(takenUsd) },
    ...['', ''].map(text => ({ text })),
    earned(known, forgoneUsd, paint),
  ];
  return tableLines(COLUMNS, [...rows, all], width, paint.dim);
}

/** What a limit cost stands out as a loss, and what it spared as a gain. */
function earned(known: number, amount: number, paint: Screen['paint']): Cell {
  if (known === 0) return { text: 'not known yet' };
  const text = signedDollars(amount);
  return Math.abs(amount) < 0.005 ? { text } : { text, paint: amount > 0 ? paint.bad : paint.good };
}

/** What a reader has to know before he loosens anything. */
function caution({ tags }: PriceTagsView): readonly string[] {
  if (tags.length === 0) return [];
  const told =
    'Above zero is what a limit cost, below zero what it spared. What was cut is valued as the rest of its trade, step after step in the order of sizing; what was refused is followed on the bars that came, with fees and slippage and without funding.';
  const few = tags.filter(({ known }) => known > 0 && known < TRADES_TO_TELL).length;
  return few === 0
    ? [told]
    : [
        told,
        `${few} of these figures ${few === 1 ? 'stands' : 'stand'} on fewer than ${TRADES_TO_TELL} trades and ${few === 1 ? 'is' : 'are'} mostly chance.`,
      ];
}

function unplannedLines({ unplanned }: PriceTagsView, { width, paint }: Screen): string[] {
  const codes = (Object.entries(unplanned) as [DenialCode, number][]).toSorted(([, a], [, b]) => b - a);
  if (codes.length === 0) return [];
  const rows = codes.map(([code, n]) => [`${n} x ${code}`, DENIALS[code]] as const);
  return ['', paint.bold('Refused before a size was planned, and not priced'), ...pairs(rows, width)];
}

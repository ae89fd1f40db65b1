import { dollars } from '../../desk/words.ts';
import { type Cell, tableLines } from '../../local/terminal/table.ts';
import type { Usage } from '../cost/measured.ts';
import { DAYS } from '../cost/prices.ts';
import { paragraph, type Screen } from '../screen.ts';

/** A month's bill of a desk. */
export interface CostView {
  /** Null where no desk was asked. */
  readonly desk: string | null;
  /** Of the bench, by which what nobody has counted is reckoned. */
  readonly symbols: number;
  /** Its fixed address is among the lines. */
  readonly live: boolean;
  readonly usage: Usage;
  readonly lines: readonly CostRow[];
  readonly listUsd: number;
  readonly afterFreeUsd: number;
  readonly extraDesk: { readonly listUsd: number; readonly afterFreeUsd: number };
}

export interface CostRow {
  readonly what: string;
  readonly count: string;
  /** Dollars a month at list price, and those of them that an account has free. */
  readonly listUsd: number;
  readonly freeUsd: number;
}

/** What a desk of this size should cost at most. */
const AIM_USD = 5;
/** Lines that make most of the bill, named in the last sentence. */
const DEAREST = 3;

const COLUMNS = [
  { title: 'what', align: 'left' },
  { title: 'list price', align: 'right' },
  { title: 'after the free tier', align: 'right' },
] as const;

/** The view as lines. Pure. */
export function costLines(view: CostView, { width, paint }: Screen): string[] {
  const { desk, symbols, lines, listUsd, afterFreeUsd, extraDesk } = view;
  const row = (what: string, list: number, after: number): Cell[] => [
    { text: what },
    { text: dollars(list) },
    { text: dollars(after) },
  ];
  const whose = desk === null ? `a paper desk of ${symbols} symbols` : `desk ${desk}`;
  return [
    paint.bold(`${whose}: a month of ${DAYS} days in AWS`),
    ...tableLines(
      COLUMNS,
      [
        ...lines.map(line => row(line.what, line.listUsd, line.listUsd - line.freeUsd)),
        row('together', listUsd, afterFreeUsd),
        row('another desk beside it', extraDesk.listUsd, extraDesk.afterFreeUsd),
      ],
      width,
      paint.dim,
    ),
    '',
    ...lines.flatMap(({ what, count }) => paragraph(`${what}: ${count}.`, width).map(paint.dim)),
    '',
    ...paragraph(verdict(view), width),
  ];
}

/** Whether the bill is as small as it should be, and which lines make it what it is. */
export function verdict({ live, lines, listUsd, afterFreeUsd }: CostView): string {
  const dearest = lines
    .toSorted((a, b) => b.listUsd - a.listUsd)
    .slice(0, DEAREST)
    .map(({ what, listUsd: usd }) => `${what} ${dollars(usd)}`);
  const address = live ? '' : ' A live desk adds a fixed address, once for a stack (docs/cost.md).';
  const held = (usd: number) => (usd < AIM_USD ? 'below' : 'above');
  return `The aim is below ${dollars(AIM_USD)}: at list prices it is ${held(listUsd)}, after the free tier, where nothing else uses it, ${held(afterFreeUsd)}. Most of it: ${dearest.join('; ')}.${address}`;
}

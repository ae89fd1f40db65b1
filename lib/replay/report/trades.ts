import { MINUTE_MS } from '../../desk/units.ts';
import { minuteText, priceText, signedDollars, spanText } from '../../desk/words.ts';
import type { ReplayResult, ReplayTrade } from '../result.ts';
import { counted, pct, plainR, roundDollars, signedR, spoken } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { toneOf } from './table.ts';
import { tradeChart, tradeFacts } from './trade-chart.ts';

/** Charts in one file; of more trades that carry bars, those that won or lost most are drawn. */
const CHARTS = 100;
/** Rows in one file; a year of a busy desk fits. */
const ROWS = 2_500;

interface Numbered {
  readonly trade: ReplayTrade;
  readonly n: number;
}

/** The trades on the price, one at a time, and all of them in a list. */
export function tradeSections({ trades }: ReplayResult): Markup {
  if (trades.length === 0)
    return html`<section class="panel wide"><header><h2>Trades</h2></header><p class="note">Nothing was opened.</p></section>`;
  const numbered = trades.map((trade, i) => ({ trade, n: i + 1 }));
  const drawn = charted(numbered);
  return html`${drawn.length === 0 ? '' : chartSection(drawn, numbered)}${listSection(numbered, new Set(drawn.map(({ n }) => n)))}`;
}

const hasBars = ({ trade }: Numbered): boolean => (trade.bars?.length ?? 0) > 0;

const charted = (numbered: readonly Numbered[]): readonly Numbered[] =>
  numbered
    .filter(hasBars)
    .toSorted((a, b) => Math.abs(b.trade.netUsd) - Math.abs(a.trade.netUsd))
    .slice(0, CHARTS)
    .toSorted((a, b) => a.n - b.n);

const title = ({ trade, n }: Numbered): string =>
  `${n}. ${trade.symbol} ${trade.side}, ${minuteText(trade.openedAt)}, ${signedR(trade.rMultiple)}`;

const KEY = [
  ['swatch up', 'bar up'],
  ['swatch down', 'bar down'],
  ['stroke dashed muted', 'entry'],
  ['stroke bad', 'stop as it moved'],
  ['stroke dotted good', 'targets'],
  ['dot accent', 'entry filled'],
  ['dot up', 'exit with gain'],
  ['dot down', 'exit with loss'],
] as const;

/** Without a script the trades fold and unfold by themselves; with one they are chosen from a list. */
function chartSection(drawn: readonly Numbered[], all: readonly Numbered[]): Markup {
  const left = all.filter(hasBars).length - drawn.length;
  const note = `${drawn.length} of ${counted(all.length, 'trade')} ${drawn.length === 1 ? 'carries' : 'carry'} a chart${left > 0 ? `; ${left} more have bars and moved less` : ''}`;
  return html`<section class="panel wide charted" id="charts"><header><h2>Trades on the price</h2><p class="note">${note}. Times are UTC.</p></header>
<p class="choose" hidden><button type="button" class="before">‹ before</button> <label>trade <select>${drawn.map(each => html`<option value="trade-${each.n}">${title(each)}</option>`)}</select></label> <button type="button" class="next">next ›</button></p>
<p class="key">${KEY.map(([look, text]) => html`<span><i class="${look}"></i> ${text}</span>`)}</p>
${drawn.map(
  (each, i) =>
    html`<details class="trade" name="trade"${i === 0 ? html` open` : ''}><summary>${title(each)}</summary><div id="trade-${each.n}" tabindex="-1">${tradeChart(each.trade)}${tradeFacts(each.trade)}</div></details>`,
)}</section>`;
}

function listSection(numbered: readonly Numbered[], drawn: ReadonlySet<number>): Markup {
  const shown = numbered.slice(0, ROWS);
  const more =
    numbered.length > shown.length
      ? html`<p class="note">The first ${ROWS} are listed; all are in the file that <code>--json</code> writes.</p>`
      : '';
  return html`<section class="panel wide"><header><h2>All trades</h2><p class="note">A column’s title sorts. A number leads to the chart.</p></header>
<div class="scroll tall" tabindex="0" role="region" aria-label="All trades"><table class="sortable trades"><thead><tr>${HEADS.map(([name, look]) => html`<th scope="col" class="${look}">${name}</th>`)}</tr></thead><tbody>
${shown.map(each => row(each, drawn.has(each.n)))}</tbody></table></div>${more}</section>`;
}

const HEADS = [
  ['no.', 'num'],
  ['opened, UTC', ''],
  ['coin', ''],
  ['side', ''],
  ['said', 'num'],
  ['planned $', 'num'],
  ['executed $', 'num'],
  ['entry', 'num'],
  ['held', 'num'],
  ['last exit', ''],
  ['MAE', 'num'],
  ['MFE', 'num'],
  ['net $', 'num'],
  ['net R', 'num'],
] as const;

function row({ trade, n }: Numbered, isDrawn: boolean): Markup {
  const minutes = trade.closedAt === undefined ? undefined : (trade.closedAt - trade.openedAt) / MINUTE_MS;
  const said = trade.source === 'forced' ? 'forced' : pct(trade.confidence);
  const tone = toneOf(trade.netUsd);
  return html`<tr><td class=num>${isDrawn ? html`<a href="#trade-${n}">${n}</a>` : n}<td>${minuteText(trade.openedAt)}<th scope=row>${trade.symbol}<td>${trade.side}<td class=num>${said}<td class=num>${roundDollars(trade.plannedUsd)}<td class=num>${roundDollars(trade.executedUsd)}<td class=num>${priceText(trade.entryPrice)}<td class=num data-v=${minutes ?? -1}>${minutes === undefined ? 'open' : spanText(minutes)}<td>${trade.lastExit === undefined ? '' : spoken(trade.lastExit)}<td class=num>${plainR(trade.maeR)}<td class=num>${plainR(trade.mfeR)}<td class="num ${tone}">${signedDollars(trade.netUsd)}<td class="num ${tone}">${signedR(trade.rMultiple)}
`;
}

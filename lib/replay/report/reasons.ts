import { meaningOf } from '../reasons.ts';
import type { ReplayResult } from '../result.ts';
import { count, NONE, pct, roundDollars } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { barCell } from './table.ts';

/** Why nothing was opened in a minute, and why what was wished for was not taken. */
export const reasonSections = ({ noTrade, notTaken }: ReplayResult): Markup =>
  html`<section class="panel"><header><h2>Signals not taken</h2></header>${notTakenTable(notTaken)}</section>
<section class="panel"><header><h2>Minutes that opened nothing</h2></header>${noTradeTable(noTrade)}</section>`;

const reasonCell = (code: string): Markup =>
  html`<th scope="row" class="long">${meaningOf(code)} <small>${code}</small></th>`;

function notTakenTable(reasons: ReplayResult['notTaken']): Markup {
  if (reasons.length === 0) return html`<p class="note">No signal was refused.</p>`;
  const most = Math.max(...reasons.map(({ n }) => n), 1);
  const rows = reasons.toSorted((a, b) => b.n - a.n);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Signals not taken"><table><thead><tr><th scope="col">reason</th><th scope="col" class="num">signals</th><th scope="col"><span class="hidden">share</span></th><th scope="col" class="num">planned $</th></tr></thead><tbody>${rows.map(
    ({ code, n, plannedUsd }) =>
      html`<tr>${reasonCell(code)}<td class="num">${count(n)}</td>${barCell(n, most)}<td class="num">${plannedUsd > 0 ? roundDollars(plannedUsd) : NONE}</td></tr>`,
  )}</tbody></table></div>`;
}

function noTradeTable(reasons: ReplayResult['noTrade']): Markup {
  if (reasons.length === 0) return html`<p class="note">No minute was without an entry, or none was run.</p>`;
  const all = reasons.reduce((sum, { minutes }) => sum + minutes, 0);
  const most = Math.max(...reasons.map(({ minutes }) => minutes), 1);
  const rows = reasons.toSorted((a, b) => b.minutes - a.minutes);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Minutes that opened nothing"><table><thead><tr><th scope="col">reason</th><th scope="col" class="num">minutes</th><th scope="col"><span class="hidden">share</span></th><th scope="col" class="num">share</th></tr></thead><tbody>${rows.map(
    ({ code, minutes }) =>
      html`<tr>${reasonCell(code)}<td class="num">${count(minutes)}</td>${barCell(minutes, most)}<td class="num">${all > 0 ? pct(minutes / all) : NONE}</td></tr>`,
  )}</tbody></table></div>`;
}

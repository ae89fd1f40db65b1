import type { Figures } from '../figures/figures.ts';
import type { Group } from '../figures/groups.ts';
import { count, pct, roundSigned, shownBy, signedR, spoken } from '../words.ts';
import { html, type Markup } from './markup.ts';

/** A bar from the left, as long as its share of the most. */
export const barCell = (value: number, most: number): Markup =>
  html`<td class="barcell" aria-hidden="true"><i class="bar1" style="width:${((100 * value) / (most || 1)).toFixed(1)}%"></i></td>`;

/** A bar from the middle: right for gains, left for losses. */
export function signedBarCell(value: number, most: number): Markup {
  const width = (50 * Math.abs(value)) / (most || 1);
  const left = value < 0 ? 50 - width : 50;
  return html`<td class="barcell" aria-hidden="true"><span class="both"><i class="${value < 0 ? 'down' : 'up'}" style="left:${left.toFixed(1)}%;width:${width.toFixed(1)}%"></i></span></td>`;
}

export const toneOf = (amount: number): string => (amount >= 0.005 ? 'good' : amount <= -0.005 ? 'bad' : '');

/** Coins beyond these are told in the file of the result, not here. */
const COINS_SHOWN = 60;

/** Where the money came from. */
export const coinPanel = ({ byCoin }: Figures): Markup => groupPanel('Per coin', 'coin', byCoin, key => key);
export const sidePanel = ({ bySide }: Figures): Markup => groupPanel('Per side', 'side', bySide, key => key);
export const exitPanel = ({ byExit }: Figures): Markup => groupPanel('Per exit', 'last exit', byExit, spoken);
export const hourPanel = ({ byHour }: Figures): Markup =>
  groupPanel('Per hour of entry', 'hour, UTC', byHour, key => `${key}:00`);

/** More rows than these scroll in a box of their own: all hours of a day do not. */
const ROWS_IN_SIGHT = 24;

function groupPanel(
  title: string,
  head: string,
  groups: readonly Group[],
  nameOf: (key: string) => string,
): Markup {
  const shown = groups.slice(0, COINS_SHOWN);
  const body =
    groups.length === 0
      ? html`<p class="note">No trade has ended.</p>`
      : html`<div class="scroll ${groups.length > ROWS_IN_SIGHT ? 'some' : ''}" tabindex="0" role="region" aria-label="${title}">${groupTable(head, shown, nameOf)}</div>`;
  const more =
    groups.length > shown.length
      ? html`<p class="note">${groups.length - shown.length} more, with less profit, are not shown.</p>`
      : '';
  return html`<section class="panel"><header><h2>${title}</h2></header>${body}${more}</section>`;
}

function groupTable(head: string, groups: readonly Group[], nameOf: (key: string) => string): Markup {
  const most = Math.max(...groups.map(({ netUsd }) => Math.abs(netUsd)));
  return html`<table class="grouped"><thead><tr><th scope="col">${head}</th><th scope="col" class="num">trades</th><th scope="col" class="num">won</th><th scope="col" class="num">mean R</th><th scope="col" class="num">net $</th><th scope="col"><span class="hidden">bar</span></th></tr></thead><tbody>${groups.map(
    ({ key, trades, netUsd, winRate, meanR }) =>
      html`<tr><th scope="row">${nameOf(key)}</th><td class="num">${count(trades)}</td><td class="num">${shownBy(winRate?.value, share => pct(share, 0))}</td><td class="num">${shownBy(meanR, signedR)}</td><td class="num ${toneOf(netUsd)}">${roundSigned(netUsd)}</td>${signedBarCell(netUsd, most)}</tr>`,
  )}</tbody></table>`;
}

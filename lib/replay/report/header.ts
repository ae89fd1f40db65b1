import { minuteText } from '../../desk/words.ts';
import type { ReplayResult } from '../result.ts';
import { spanOf } from '../span.ts';
import { count, counted, roundDollars } from '../words.ts';
import { type Content, html, type Markup } from './markup.ts';

/** What was replayed, and what must be known before the figures are believed. */
export function reportHeader(result: ReplayResult): Markup {
  const { complete, endedBecause, warnings, data, ran } = result;
  return html`<header class="top"><h1><span class="brand">perpdesk</span> replay</h1>
<p class="span num">${spanOf(result)}</p>
<p class="note">${counted(data.symbols.length, 'coin')}, bars of ${data.interval}, ${count(data.bars)} of them; ${roundDollars(result.walletUsd)} to begin with; took ${ran.seconds.toFixed(1)} s</p>${settingsLine(result)}</header>
<div class="notices">${complete ? '' : html`<p class="notice stop" role="alert"><strong>This run did not reach its end.</strong> It stopped at ${minuteText(result.to)} UTC: ${endedBecause ?? 'no reason was noted'}. Every figure below is of what was run until then.</p>`}
${warningList(warnings)}</div>`;
}

/** Warnings in sight; more of them fold away, so that they do not hide what they are about. */
const WARNINGS_IN_SIGHT = 5;

function warningList(warnings: readonly string[]): Markup | undefined {
  if (warnings.length === 0) return undefined;
  const listed = (some: readonly string[]) => html`<ul>${some.map(each => html`<li>${each}</li>`)}</ul>`;
  const more = warnings.slice(WARNINGS_IN_SIGHT);
  return html`<div class="notice"><strong>${counted(warnings.length, 'warning')}</strong>${listed(warnings.slice(0, WARNINGS_IN_SIGHT))}${
    more.length === 0
      ? ''
      : html`<details><summary>${count(more.length)} more</summary>${listed(more)}</details>`
  }</div>`;
}

/** Limits named in the header; the others stand at the end of the page. */
const LIMITS_NAMED = 6;

/** What was not as usual, in a line. */
function settingsLine({ limits, models, hash }: ReplayResult): Markup {
  const changed = limits.filter(limit => limit.changed === true);
  const more = changed.length > LIMITS_NAMED ? ` and ${changed.length - LIMITS_NAMED} more` : '';
  const named = changed.slice(0, LIMITS_NAMED).map(({ name, text }) => html`<code>${name} = ${text}</code> `);
  return html`<dl class="facts"><div><dt>Limits changed</dt><dd>${changed.length === 0 ? 'none' : named}${more}</dd></div>
<div><dt>Models with a licence</dt><dd>${votersOf(models)}</dd></div>
<div><dt>Journal hash</dt><dd><code>${hash.slice(0, 16)}</code></dd></div></dl>`;
}

const votersOf = (models: ReplayResult['models']): string =>
  models.length === 0
    ? 'none was asked'
    : `${listOf(models.filter(({ licensed }) => licensed))}; without: ${listOf(models.filter(({ licensed }) => !licensed))}`;

const listOf = (models: ReplayResult['models']): string =>
  models.length === 0 ? 'none' : models.map(({ kind, version }) => version ?? kind).join(', ');

/** Coins, limits and models, and the hash that tells two runs apart. */
export function settingsSection({ data, limits, models, hash, ran }: ReplayResult): Markup {
  const changed = limits.filter(limit => limit.changed === true);
  return html`<section class="panel"><header><h2>Limits changed</h2><p class="note">from the defaults</p></header>
${changed.length === 0 ? html`<p class="note">None.</p>` : limitTable(changed)}
<details><summary>All ${limits.length} limits of the run</summary>${limitTable(limits)}</details></section>
<section class="panel"><header><h2>Models</h2></header>
${models.length === 0 ? html`<p class="note">None.</p>` : html`<ul class="plain">${models.map(modelLine)}</ul>`}
<h3>Run</h3><dl class="rows">${[
    ['Journal hash', html`<code class="hash">${hash}</code>`],
    ['Minutes run in full', `${count(ran.minutesRun)} of ${count(ran.minutes)}`],
  ].map(
    ([name, text]: readonly Content[]) => html`<div><dt>${name}</dt><dd class="num">${text}</dd></div>`,
  )}</dl>
<details><summary>${counted(data.symbols.length, 'coin')}</summary><p class="note">${data.symbols.join(', ')}</p></details></section>`;
}

const limitTable = (limits: ReplayResult['limits']): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Limits"><table><tbody>${limits.map(
    ({ name, text, changed }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td class="num"><code>${text}</code></td><td>${changed === true ? html`<span class="chip">changed</span>` : ''}</td></tr>`,
  )}</tbody></table></div>`;

const modelLine = ({ kind, version, licensed, because }: ReplayResult['models'][number]): Markup =>
  html`<li><strong>${kind}</strong> ${version ?? ''} <span class="chip ${licensed ? '' : 'warned'}">${licensed ? 'licensed' : 'no licence'}</span>${because === undefined ? '' : html` <small>${because}</small>`}</li>`;

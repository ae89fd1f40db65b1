import type { Figures } from '../figures/figures.ts';
import type { ReplayResult } from '../result.ts';
import { spanOf } from '../span.ts';
import { accountSection } from './account-charts.ts';
import { confidenceSection } from './confidence.ts';
import { reportHeader, settingsSection } from './header.ts';
import { headline } from './headline.ts';
import { html, Markup } from './markup.ts';
import { outcomeSection } from './outcome-charts.ts';
import { reasonSections } from './reasons.ts';
import { SCRIPT } from './script.ts';
import { SHEET } from './sheet.ts';
import { sizingSection } from './sizing.ts';
import { coinPanel, exitPanel, hourPanel, sidePanel } from './table.ts';
import { tradeSections } from './trades.ts';

/** Nothing is fetched, whatever stands in the file. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/** A replay as one HTML file that needs nothing else: no network, no font, no script but the few lines in it. Pure. */
export function reportHtml(result: ReplayResult, figures: Figures): string {
  return html`${new Markup('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="light dark">
<title>perpdesk replay ${spanOf(result)}</title>${new Markup(`<style>${SHEET}</style>`)}</head><body>
${reportHeader(result)}
<main>${headline(result, figures)}
<div class="grid">${accountSection(result, figures)}
${sizingSection(figures.sizes)}
<div class="stack">${confidenceSection(figures.calibration)}
${sidePanel(figures)}</div>
${outcomeSection(result)}
${hourPanel(figures)}
<div class="stack">${coinPanel(figures)}
${exitPanel(figures)}</div>
${reasonSections(result)}
${tradeSections(result)}
${settingsSection(result)}</div></main>
<footer>Each figure is defined in docs/figures.md. What a replay has earned is no promise of what a desk will.</footer>
${new Markup(`<script>${SCRIPT}</script>`)}</body></html>
`.text;
}

import { dollars } from '../../desk/words.ts';
import type { SizeTotals, StepTotal } from '../figures/sizes.ts';
import { sizeSentence } from '../size-sentence.ts';
import { counted, roundDollars } from '../words.ts';
import { html, type Markup } from './markup.ts';

/** Who made the sizes of all trades what they were. */
export function sizingSection(sizes: SizeTotals): Markup {
  const head = html`<header><h2>Sizes, planned to executed</h2><p class="note">${counted(sizes.trades, 'trade')}, dollars of notional</p></header>`;
  if (sizes.trades === 0)
    return html`<section class="panel wide">${head}<p class="note">Nothing was opened.</p></section>`;
  const told = sizes.steps.filter((step, i) => i === 0 || step.cut > 0 || step.grown > 0);
  const still = sizes.steps
    .filter(step => !told.includes(step))
    .map(({ owner, step }) => `${owner}: ${step}`);
  const largest = Math.max(
    1,
    ...told.map(step => Math.max(step.afterUsd, step.afterUsd + step.cutUsd - step.grownUsd)),
  );
  return html`<section class="panel wide">${head}
<p class="lead">${sizeSentence(sizes)}</p>
<ol class="waterfall">${told.map((step, i) => stepRow(step, largest, i === 0))}</ol>
${still.length === 0 ? '' : html`<p class="note">Changed nothing: ${still.join(', ')}.</p>`}</section>`;
}

function stepRow(step: StepTotal, largest: number, isFirst: boolean): Markup {
  const { afterUsd, cutUsd, grownUsd } = step;
  const change = grownUsd - cutUsd;
  const tone = isFirst || Math.abs(change) < 0.005 ? 'kept' : change < 0 ? 'cut' : 'grown';
  const stays = Math.min(afterUsd, afterUsd - change);
  const share = (usd: number) => ((100 * Math.max(0, usd)) / largest).toFixed(2);
  return html`<li class="${tone}"><div class="what"><strong>${step.owner}</strong> ${step.step}</div>
<div class="bar" aria-hidden="true"><i class="stays" style="width:${share(isFirst ? afterUsd : stays)}%"></i><i class="moves" style="width:${share(isFirst ? 0 : Math.abs(change))}%"></i></div>
<div class="amount num">${roundDollars(afterUsd)}<small>${isFirst ? 'planned' : changeText(change)}</small></div>
<div class="why">${isFirst ? '' : why(step)}</div></li>`;
}

const changeText = (change: number): string =>
  `${change > 0 ? '+' : ''}${dollars(Math.round(change)).replace(/\.00$/, '')}`;

function why({ cut, cutUsd, grown, grownUsd, limits }: StepTotal): string {
  const parts = [
    ...(cut === 0 ? [] : [`took ${roundDollars(cutUsd)} from ${counted(cut, 'trade')}`]),
    ...(grown === 0 ? [] : [`gave ${roundDollars(grownUsd)} to ${counted(grown, 'trade')}`]),
  ];
  return `${parts.join(', ')}${limits.length === 0 ? '' : ` (${limits.join(', ')})`}`;
}

import type { Calibration } from '../figures/calibration.ts';
import { count, pct, shownBy, signedPct, signedR } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { type Axis, dotsOf, pathOf, placer, plot } from './plot.ts';
import { ticks } from './scale.ts';

/** How often trades were won, by how sure the models were. */
export function confidenceSection({ n, bins, brier, gap }: Calibration): Markup {
  const head = html`<header><h2>Confidence against outcome</h2><p class="note">models’ trades that have ended: ${count(n)}</p></header>`;
  if (bins.length === 0)
    return html`<section class="panel">${head}<p class="note">No trade of a model has ended.</p></section>`;
  const told = `Mean confidence less share won: ${shownBy(gap, share => signedPct(share))}. Brier score: ${shownBy(brier, score => score.toFixed(3))} (0.25 is a coin’s).`;
  return html`<section class="panel">${head}${chart({ n, bins })}
<p class="note">Dots: share won by confidence, with Wilson’s 95 % interval. On the dashed line it is as often as was said. ${told}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Confidence against outcome"><table><thead><tr><th scope="col">confidence</th><th scope="col" class="num">trades</th><th scope="col" class="num">said</th><th scope="col" class="num">won</th><th scope="col" class="num">95 %</th><th scope="col" class="num">mean R</th></tr></thead><tbody>${bins.map(
    bin =>
      html`<tr><th scope="row">${pct(bin.from, 0)} to ${pct(bin.to, 0)}</th><td class="num">${count(bin.n)}</td><td class="num">${pct(bin.confidence)}</td><td class="num">${pct(bin.won.value)}</td><td class="num">${shownBy(bin.won.low, low => pct(low, 0))} to ${shownBy(bin.won.high, high => pct(high, 0))}</td><td class="num">${signedR(bin.meanR)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

function chart({ n, bins }: Pick<Calibration, 'n' | 'bins'>): Markup {
  const low = Math.min(0.5, ...bins.map(({ from }) => from));
  const share = (at: number) => ({ at, text: pct(at, 0) });
  const x: Axis = { low, high: 1, ticks: ticks(low, 1, 5).map(share) };
  const y: Axis = { low: 0, high: 1, ticks: ticks(0, 1, 4).map(share) };
  const [atX, atY] = [placer(x), placer(y, true)];
  return plot({
    says: `Share of ${n} trades won by confidence: ${bins.map(({ confidence, won }) => `${pct(won.value, 0)} at ${pct(confidence, 0)}`).join(', ')}`,
    height: 220,
    x,
    y,
    shapes: [
      {
        look: 'line dashed muted',
        d: pathOf([
          [atX(low), atY(low)],
          [atX(1), atY(1)],
        ]),
      },
      {
        look: 'line accent faint',
        d: bins
          .map(
            ({ confidence, won }) =>
              `M${atX(confidence)} ${atY(won.low ?? won.value)}V${atY(won.high ?? won.value)}`,
          )
          .join(''),
      },
      {
        look: 'dots accent',
        d: dotsOf(bins.map(({ confidence, won }) => [atX(confidence), atY(won.value)])),
      },
    ],
  });
}

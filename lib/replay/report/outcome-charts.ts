import { type ClosedTrade, isClosed, isWon } from '../figures/outcomes.ts';
import type { ReplayResult } from '../result.ts';
import { counted, signedR } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { type Axis, dotsOf, pathOf, placer, plot, type Shape } from './plot.ts';
import { ticks } from './scale.ts';

/** How the trades' results lie, and what had been possible: MAE and MFE against the result. */
export function outcomeSection({ trades }: ReplayResult): Markup {
  const closed = trades.filter(isClosed);
  const dotted = thinned(closed);
  if (closed.length === 0)
    return html`<section class="panel"><header><h2>Results in R</h2></header><p class="note">No trade has ended.</p></section>`;
  return html`<section class="panel"><header><h2>Results in R</h2><p class="note">${counted(closed.length, 'trade')}</p></header>
${histogram(closed)}
<h3>How far against it (MAE) <small>and what came of the trade</small></h3>
${scatter(dotted, ({ maeR }) => maeR, 'MAE')}
<h3>How far in favour (MFE) <small>and what came of the trade; on the dashed line all of it was kept</small></h3>
${scatter(dotted, ({ mfeR }) => mfeR, 'MFE')}
<p class="note"><span class="swatch up"></span> won, <span class="swatch down"></span> lost. Across: the furthest of the mark, in R. Up: the result, in R.</p></section>`;
}

/** Dots in one chart; of more trades every so-manieth is drawn. */
const DOTS = 3_000;
const thinned = (closed: readonly ClosedTrade[]): readonly ClosedTrade[] => {
  const every = Math.ceil(closed.length / DOTS);
  return every <= 1 ? closed : closed.filter((_, i) => i % every === 0);
};

/** Beyond these a bar, or a dot, stands at the edge. */
const [LOWEST, HIGHEST, WIDTH] = [-3, 6, 0.25];
const held = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

function histogram(closed: readonly ClosedTrade[]): Markup {
  const all = closed.map(({ rMultiple }) => held(rMultiple, LOWEST, HIGHEST - 1e-9));
  const low = Math.floor(Math.min(-1.5, ...all));
  const high = Math.ceil(Math.max(2, ...all));
  const counts = new Map<number, number>();
  for (const r of all) {
    const bin = Math.floor(r / WIDTH);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const x: Axis = { low, high, ticks: ticks(low, high, 6).map(at => ({ at, text: `${at}R` })) };
  const y: Axis = { low: 0, high: most * 1.05, ticks: wholeTicks(most) };
  const [atX, atY] = [placer(x), placer(y, true)];
  const bars = (isGain: boolean): string =>
    [...counts]
      .filter(([bin]) => bin >= 0 === isGain)
      .map(([bin, n]) => {
        const [left, right] = [atX(bin * WIDTH) + 1, atX((bin + 1) * WIDTH) - 1];
        return `M${left.toFixed(1)} ${atY(0)}V${atY(n)}H${right.toFixed(1)}V${atY(0)}Z`;
      })
      .join('');
  return plot({
    says: `Trades by result in steps of ${WIDTH}R, from ${signedR(Math.min(...all))} to ${signedR(Math.max(...all))}`,
    height: 150,
    x,
    y,
    shapes: [
      { look: 'fill up', d: bars(true) },
      { look: 'fill down', d: bars(false) },
    ],
  });
}

const wholeTicks = (most: number) =>
  ticks(0, most, 3)
    .filter(Number.isInteger)
    .map(at => ({ at, text: String(at) }));

function scatter(closed: readonly ClosedTrade[], of: (trade: ClosedTrade) => number, name: string): Markup {
  const across = closed.map(trade => held(of(trade), 0, HIGHEST));
  const high = Math.max(1, ...across) * 1.04;
  const results = closed.map(({ rMultiple }) => held(rMultiple, LOWEST, HIGHEST));
  const [bottom, top] = [Math.min(-1.2, ...results) * 1.05, Math.max(1, ...results) * 1.05];
  const x: Axis = { low: 0, high, ticks: ticks(0, high, 5).map(at => ({ at, text: `${at}R` })) };
  const y: Axis = {
    low: bottom,
    high: top,
    ticks: ticks(bottom, top, 4).map(at => ({ at, text: `${at}R` })),
  };
  const [atX, atY] = [placer(x), placer(y, true)];
  const dots = (won: boolean): string =>
    dotsOf(
      closed.flatMap((trade, i) =>
        isWon(trade) === won ? [[atX(across[i] ?? 0), atY(results[i] ?? 0)] as const] : [],
      ),
    );
  const ideal: readonly Shape[] =
    name === 'MFE'
      ? [
          {
            look: 'line dashed muted',
            d: pathOf([
              [atX(0), atY(0)],
              [atX(Math.min(high, top)), atY(Math.min(high, top))],
            ]),
          },
        ]
      : [];
  return plot({
    says: `${name} of ${counted(closed.length, 'trade')} against their results, in R`,
    height: 190,
    x,
    y,
    shapes: [
      { look: 'line muted thin', d: `M0 ${atY(0)}H1000` },
      ...ideal,
      { look: 'dots small up', d: dots(true) },
      { look: 'dots small down', d: dots(false) },
    ],
  });
}

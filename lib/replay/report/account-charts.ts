import { depthsOf } from '../figures/drawdown.ts';
import type { Figures } from '../figures/figures.ts';
import type { ReplayResult } from '../result.ts';
import { NONE, pct, roundDollars, signedPct } from '../words.ts';
import { html, Markup } from './markup.ts';
import { type Axis, acrossAt, areaOf, pathOf, placer, plot } from './plot.ts';
import { spread, ticks, timeTicks } from './scale.ts';

/** One column of the charts: what was highest, lowest and last in it. */
interface Column {
  readonly at: number;
  readonly equityUsd: number;
  readonly highUsd: number;
  readonly lowUsd: number;
  /** The deepest drawdown in it. */
  readonly depth: number;
  /** Over equity. */
  readonly gross: number;
  readonly net: number;
}

/** No screen shows more, and a file of a year stays small. */
const COLUMNS = 600;

/** The account in at most so many columns: extremes are kept, so that no drawdown is averaged away. */
export function columnsOf(result: ReplayResult, most = COLUMNS): readonly Column[] {
  const { account } = result;
  const depths = depthsOf(result);
  const size = Math.ceil(account.length / most);
  return Array.from({ length: size === 0 ? 0 : Math.ceil(account.length / size) }, (_, i) => {
    const own = account.slice(i * size, (i + 1) * size);
    const last = own.at(-1) ?? { at: 0, equityUsd: 0 };
    const over = (usd: number, equityUsd: number) => (equityUsd > 0 ? usd / equityUsd : 0);
    return {
      at: last.at,
      equityUsd: last.equityUsd,
      highUsd: Math.max(...own.map(({ equityUsd }) => equityUsd)),
      lowUsd: Math.min(...own.map(({ equityUsd }) => equityUsd)),
      depth: Math.max(...depths.slice(i * size, (i + 1) * size).map(({ fraction }) => fraction)),
      gross: Math.max(...own.map(point => over(point.grossExposureUsd, point.equityUsd))),
      net: own.reduce((sum, point) => sum + over(point.netExposureUsd, point.equityUsd), 0) / own.length,
    };
  });
}

/** Equity, drawdown and exposure above one axis of time. */
export function accountSection(result: ReplayResult, figures: Figures): Markup {
  const columns = columnsOf(result);
  if (columns.length === 0) {
    return html`<section class="panel wide"><h2>Account</h2><p class="note">No hour of the account was noted.</p></section>`;
  }
  const x: Axis = { low: result.from, high: result.to, ticks: timeAxis(result.from, result.to) };
  const atX = placer(x);
  const place = columns.map(column => ({ column, x: atX(column.at) }));
  return html`<section class="panel wide account" data-from="${result.from}" data-to="${result.to}">
<header><h2>Equity</h2><p class="note readout" aria-live="off">${roundDollars(result.walletUsd)} at the start, ${roundDollars(figures.growth.finalUsd)} at the end</p></header>
${equityPlot(result, figures, x, place)}
<h3>Drawdown <small>from the highest equity before, lows within the hour counted</small></h3>
${depthPlot(figures, x, place)}
<h3>Exposure <small>over equity: <span class="swatch gross"></span> gross, the most of each stretch; <span class="swatch net"></span> net, its mean (below 0: short)</small></h3>
${exposurePlot(figures, x, place)}
${dataOf(columns)}</section>`;
}

const TIME_LABELS = 8;
const timeAxis = (from: number, to: number) => timeTicks(from, to, TIME_LABELS);

type Placed = readonly { readonly column: Column; readonly x: number }[];

function equityPlot(result: ReplayResult, figures: Figures, x: Axis, place: Placed): Markup {
  const { walletUsd } = result;
  const [low, high] = spread([walletUsd, ...place.flatMap(({ column }) => [column.highUsd, column.lowUsd])]);
  const y: Axis = { low, high, ticks: ticks(low, high, 5).map(at => ({ at, text: roundDollars(at) })) };
  const atY = placer(y, true);
  const start = [0, atY(walletUsd)] as const;
  const line = [start, ...place.map(({ column, x: at }) => [at, atY(column.equityUsd)] as const)];
  const band = [
    ...place.map(({ column, x: at }) => [at, atY(column.highUsd)] as const),
    ...place.toReversed().map(({ column, x: at }) => [at, atY(column.lowUsd)] as const),
  ];
  return plot({
    says: `Equity from ${roundDollars(walletUsd)} to ${roundDollars(figures.growth.finalUsd)}, ${signedPct(figures.growth.netFraction)}`,
    height: 260,
    x,
    y,
    shapes: [
      { look: 'area accent', d: areaOf(line, 1000) },
      { look: 'line dashed muted', d: acrossAt(atY(walletUsd)) },
      { look: 'area band', d: `${pathOf(band)}Z` },
      { look: 'line accent', d: pathOf(line) },
    ],
  });
}

function depthPlot({ drawdown }: Figures, x: Axis, place: Placed): Markup {
  const low = -Math.max(drawdown.maxFraction * 1.08, 0.001);
  const y: Axis = { low, high: 0, ticks: ticks(low, 0, 3).map(at => ({ at, text: pct(at, places(low)) })) };
  const atY = placer(y, true);
  const line = [[0, 0] as const, ...place.map(({ column, x: at }) => [at, atY(-column.depth)] as const)];
  return plot({
    says: `Drawdown: ${pct(drawdown.maxFraction)} at the deepest`,
    height: 110,
    x,
    y,
    shapes: [
      { look: 'area bad', d: areaOf(line, 0) },
      { look: 'line bad thin', d: pathOf(line) },
    ],
  });
}

/** Small ranges need a place after the point. */
const places = (range: number): number => (Math.abs(range) < 0.03 ? 1 : 0);

function exposurePlot({ activity }: Figures, x: Axis, place: Placed): Markup {
  const [low, high] = spread([0, 0.01, ...place.flatMap(({ column }) => [column.gross, column.net])]);
  const y: Axis = { low, high, ticks: ticks(low, high, 5).map(at => ({ at, text: `${at}x` })) };
  const atY = placer(y, true);
  const of = (field: 'gross' | 'net') => place.map(({ column, x: at }) => [at, atY(column[field])] as const);
  const most = activity.grossTimesMax === undefined ? NONE : `${activity.grossTimesMax.toFixed(2)}x`;
  return plot({
    says: `Exposure over equity: ${most} at the most`,
    height: 110,
    x,
    y,
    shapes: [
      { look: 'area soft', d: areaOf(of('gross'), atY(0)) },
      { look: 'line muted thin', d: acrossAt(atY(0)) },
      { look: 'line accent thin', d: pathOf(of('net')) },
    ],
  });
}

/** What the pointer reads; numbers alone, so that nothing in it can be markup. */
const dataOf = (columns: readonly Column[]): Markup =>
  new Markup(
    `<script type="application/json" class="points">${JSON.stringify(
      columns.map(({ at, equityUsd, depth, gross, net }) => [
        at,
        Math.round(equityUsd * 100) / 100,
        rounded(depth),
        rounded(gross),
        rounded(net),
      ]),
    )}</script>`,
  );

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

import { largestCut } from '../../desk/sizing/trace.ts';
import { MINUTE_MS, signOf } from '../../desk/units.ts';
import { dollars, minuteText, priceText, qtyText, signedDollars, spanText, times } from '../../desk/words.ts';
import type { ChartBar, ReplayTrade } from '../result.ts';
import { pct, plainR, signedR, spoken } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { type Axis, dotsOf, placer, plot, type Shape } from './plot.ts';
import { spread, ticks, timeTicks } from './scale.ts';

/** No chart shows more bars; neighbours are folded into one. */
const BARS = 150;

/** A trade on the price: bars, entry, every fill, the stop as it moved, and the ladder. Undefined without bars. */
export function tradeChart(trade: ReplayTrade): Markup | undefined {
  const bars = folded(trade.bars ?? []);
  const [first] = bars;
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const width = barWidth(bars);
  const end = last[0] + width;
  const room = ROOM * (end - first[0]);
  const x: Axis = { low: first[0], high: end + room, ticks: timeTicks(first[0], end, 5) };
  const [low, high] = spread([
    ...bars.flatMap(bar => [bar[2], bar[3]]),
    ...trade.stops.map(({ price }) => price),
    ...ladderOf(trade).map(({ price }) => price),
    trade.entryPrice,
  ]);
  const y: Axis = { low, high, ticks: ticks(low, high, 5).map(at => ({ at, text: priceText(at) })) };
  return plot({
    says: `${trade.symbol} ${trade.side}: entry ${priceText(trade.entryPrice)}, stop ${priceText(trade.initialStopPrice)}, targets ${trade.targets.map(({ price }) => priceText(price)).join(', ')}, result ${signedR(trade.rMultiple)}`,
    height: 320,
    x,
    y,
    shapes: shapesOf(trade, bars, width, x, y),
    marks: [
      { at: trade.entryPrice, text: 'entry', look: 'muted' },
      { at: trade.stops.at(-1)?.price ?? trade.initialStopPrice, text: 'stop', look: 'bad' },
      ...ladderOf(trade).map(({ price }, i) => ({ at: price, text: `target ${i + 1}`, look: 'good' })),
    ],
  });
}

/** Room at the right for the names of the levels, of the bars' own width. */
const ROOM = 0.08;

/** Targets further away than so many stops would press the bars flat, and are left to the facts. */
const LADDER_STOPS = 5;

const ladderOf = ({ targets, entryPrice, initialStopPrice, mfeR }: ReplayTrade): ReplayTrade['targets'] => {
  const stop = Math.abs(entryPrice - initialStopPrice);
  const most = Math.max(LADDER_STOPS, mfeR) * stop;
  return targets.filter(({ price, filled }) => filled || Math.abs(price - entryPrice) <= most);
};

/** At most so many bars, each of a whole number of those that were given. */
function folded(bars: readonly ChartBar[]): readonly ChartBar[] {
  const size = Math.ceil(bars.length / BARS);
  if (size <= 1) return bars;
  return Array.from({ length: Math.ceil(bars.length / size) }, (_, i) => {
    const own = bars.slice(i * size, (i + 1) * size);
    const [first] = own;
    const close = own.at(-1)?.[4] ?? 0;
    return [
      first?.[0] ?? 0,
      first?.[1] ?? 0,
      Math.max(...own.map(bar => bar[2])),
      Math.min(...own.map(bar => bar[3])),
      close,
    ] as const;
  });
}

/** The shortest step between bars: a gap is no wide bar. */
const barWidth = (bars: readonly ChartBar[]): number => {
  const steps = bars.slice(1).map((bar, i) => bar[0] - (bars[i]?.[0] ?? 0));
  return steps.length === 0 ? MINUTE_MS : Math.min(...steps);
};

function shapesOf(
  trade: ReplayTrade,
  bars: readonly ChartBar[],
  width: number,
  x: Axis,
  y: Axis,
): readonly Shape[] {
  const [atX, atY] = [placer(x), placer(y, true)];
  const within = (at: number) => Math.min(x.high, Math.max(x.low, at));
  const end = within(trade.closedAt ?? x.high);
  const [begin, over] = [atX(within(trade.openedAt)), atX(end)];
  const level = (price: number) => `M${begin} ${atY(price)}H${over}`;
  const dots = (kinds: (kind: ReplayTrade['fills'][number]) => boolean) =>
    dotsOf(trade.fills.filter(kinds).map(({ at, price }) => [atX(within(at)), atY(price)] as const));
  return [
    { look: 'held', d: `M${begin} 0H${over}V1000H${begin}Z` },
    ...candles(bars, width, atX, atY),
    { look: 'line dashed muted', d: level(trade.entryPrice) },
    {
      look: 'line dotted good',
      d: ladderOf(trade)
        .map(({ price }) => level(price))
        .join(''),
    },
    { look: 'line bad', d: stopPath(trade, end, at => atX(within(at)), atY) },
    { look: 'dots ring', d: dots(() => true) },
    { look: 'dots accent', d: dots(({ kind }) => kind === 'entry') },
    { look: 'dots up', d: dots(({ kind, realisedUsd }) => kind !== 'entry' && realisedUsd > 0) },
    { look: 'dots down', d: dots(({ kind, realisedUsd }) => kind !== 'entry' && realisedUsd <= 0) },
  ];
}

/** Where the working stop stood: level from each move to the next. */
function stopPath(
  { stops }: ReplayTrade,
  end: number,
  atX: (at: number) => number,
  atY: (price: number) => number,
): string {
  const moves = stops.map(
    ({ at, price }, i) => `${i === 0 ? 'M' : 'H'}${atX(at)}${i === 0 ? ' ' : 'V'}${atY(price)}`,
  );
  return moves.length === 0 ? '' : `${moves.join('')}H${atX(end)}`;
}

function candles(
  bars: readonly ChartBar[],
  width: number,
  atX: (at: number) => number,
  atY: (price: number) => number,
): readonly Shape[] {
  const body = (bar: ChartBar): string => {
    const [left, right] = [atX(bar[0] + width * 0.15), atX(bar[0] + width * 0.85)];
    const [top, bottom] = [atY(Math.max(bar[1], bar[4])), atY(Math.min(bar[1], bar[4]))];
    const height = Math.max(1.5, bottom - top);
    return `M${left} ${top}H${right}v${Math.round(height * 10) / 10}H${left}Z`;
  };
  const wick = (bar: ChartBar): string => `M${atX(bar[0] + width / 2)} ${atY(bar[2])}V${atY(bar[3])}`;
  const [ups, downs] = [bars.filter(bar => bar[4] >= bar[1]), bars.filter(bar => bar[4] < bar[1])];
  return [
    { look: 'wick', d: bars.map(wick).join('') },
    { look: 'fill up candle', d: ups.map(body).join('') },
    { look: 'fill down candle', d: downs.map(body).join('') },
  ];
}

/** What is told beside the chart. */
export function tradeFacts(trade: ReplayTrade): Markup {
  const cut = largestCut(trade.trace);
  const fees = trade.fills.reduce((sum, { commissionUsd }) => sum + commissionUsd, 0);
  const facts: readonly (readonly [string, string])[] = [
    ['Opened', minuteText(trade.openedAt)],
    [
      'Ended',
      trade.closedAt === undefined
        ? 'still open'
        : `${minuteText(trade.closedAt)} (${spanText((trade.closedAt - trade.openedAt) / MINUTE_MS)})`,
    ],
    ['Last exit', trade.lastExit === undefined ? 'none yet' : spoken(trade.lastExit)],
    ['Entry', `${qtyText(trade.qty)} at ${priceText(trade.entryPrice)}, ${times(trade.leverage)}`],
    [
      'Stop',
      `${priceText(trade.initialStopPrice)} (${pct(Math.abs(trade.initialStopPrice / trade.entryPrice - 1), 2)} ${signOf(trade.side) > 0 ? 'below' : 'above'}), moved ${Math.max(0, trade.stops.length - 1)}x`,
    ],
    ['Targets', `${trade.targets.filter(({ filled }) => filled).length} of ${trade.targets.length} reached`],
    ['Net', `${signedDollars(trade.netUsd)} (${signedR(trade.rMultiple)})`],
    ['MAE, MFE', `${plainR(trade.maeR)}, ${plainR(trade.mfeR)}`],
    ['Fees, funding', `${dollars(fees)}, ${signedDollars(trade.fundingUsd)}`],
    ['Confidence', trade.source === 'forced' ? 'forced, no model’s' : pct(trade.confidence)],
    ['Size', `${dollars(trade.plannedUsd)} planned, ${dollars(trade.executedUsd)} executed`],
    [
      'Cut most by',
      cut === undefined
        ? 'nothing'
        : `${cut.owner}: ${cut.step}, ${dollars(cut.beforeUsd - cut.afterUsd)}${cut.limit === undefined ? '' : ` (${cut.limit})`}`,
    ],
  ];
  return html`<dl class="facts">${facts.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
}

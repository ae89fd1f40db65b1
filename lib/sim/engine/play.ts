import type { Candle } from '../../desk/candle.ts';
import {
  epochMs,
  MINUTE_MS,
  type Minute,
  minutesAfter,
  type Price,
  type SymbolId,
} from '../../desk/units.ts';
import { liquidationPriceOf } from './account.ts';
import { fireAlgo, followAll } from './algos.ts';
import type { Core } from './core.ts';
import { fellAway, shotAway } from './crash.ts';
import { fillResting } from './execute.ts';
import { settleFunding } from './ledger.ts';
import { liquidate } from './liquidate.ts';
import { countUnprotected } from './safety.ts';
import { settleDelivered } from './settlement.ts';
import type { AlgoState, OrderState } from './state.ts';
import { fires, firesBelow, triggerOf } from './triggers.ts';

/**
 * What a minute does to orders that rest. A bar tells four prices and not their order, so the worst is assumed: what
 * the open has passed goes first, at the open; then stops and liquidation, nearest first; then targets, nearest
 * first. A gap is never filled better than where the market reopened. A bar that crashes is a gap to its extreme: what
 * it set off fills there, from what a crash leaves of the book; and where one print is past both a stop and the
 * liquidation price, the venue liquidates first (docs/decisions/0010-crash-bars.md).
 */
interface Adverse {
  readonly at: Price;
  /** Whether it lies below the market. */
  readonly below: boolean;
  readonly liquidates: boolean;
  readonly run: (mid: Price) => void;
}

const isTarget = (algo: AlgoState) => algo.type === 'TAKE_PROFIT_MARKET';

/** Stops set off and liquidations reached somewhere between two prices. */
function adverseBetween(core: Core, symbol: SymbolId, low: Price, high: Price): Adverse[] {
  const found: Adverse[] = [];
  for (const algo of core.liveAlgosOf(symbol)) {
    const below = firesBelow(algo.type, algo.side);
    if (isTarget(algo) || !fires(algo, below ? low : high)) continue;
    found.push({ at: triggerOf(algo), below, liquidates: false, run: mid => fireAlgo(core, algo, mid) });
  }
  const position = core.positionOf(symbol);
  if (position === undefined || !core.state.rules.liquidation) return found;
  const at = liquidationPriceOf(core, position);
  const below = position.qty > 0;
  const reached = at > 0 && (below ? low <= at : high >= at);
  if (reached) found.push({ at, below, liquidates: true, run: mid => liquidate(core, position, mid) });
  return found;
}

/** Where one print has passed both, a liquidation goes first: the venue cancels what rests before it takes over. */
const goesFirst = (core: Core, { liquidates }: Adverse): number =>
  liquidates && core.state.rules['liquidation-first'] ? 0 : 1;

const targetsBetween = (core: Core, symbol: SymbolId, low: Price, high: Price): AlgoState[] =>
  core
    .liveAlgosOf(symbol)
    .filter(algo => isTarget(algo) && fires(algo, firesBelow(algo.type, algo.side) ? low : high));

/** Everything that a price has set off: at this very price (a gap), stops first, in the order the market passed them. */
export function fireAtPrice(core: Core, symbol: SymbolId, now: Price): void {
  const gap = core.state.rules['gap-fill'];
  const beyond = (trigger: Price) => Math.abs(now - trigger);
  for (;;) {
    const next = adverseBetween(core, symbol, now, now).sort(
      (a, b) => goesFirst(core, a) - goesFirst(core, b) || beyond(b.at) - beyond(a.at),
    )[0];
    if (next === undefined) break;
    next.run(gap ? now : next.at);
  }
  const passed = targetsBetween(core, symbol, now, now);
  for (const target of passed.sort((a, b) => beyond(triggerOf(b)) - beyond(triggerOf(a)))) {
    if (target.status === 'NEW') fireAlgo(core, target, gap ? now : triggerOf(target));
  }
  followAll(core, symbol, now, now);
}

/** Limits fill only when the market goes through their price, not when it touches it. */
const isTradedThrough = (order: OrderState, bar: Candle) =>
  order.side === 'buy' ? bar.low < order.price : bar.high > order.price;

/** Fills what the bar has traded through, in all no more than the bar's volume; returns what is left of that. */
function fillLimits(core: Core, symbol: SymbolId, bar: Candle, reducing: boolean, room: number): number {
  let left = room;
  for (const order of core.openOrdersOf(symbol)) {
    if (order.reduceOnly === reducing && isTradedThrough(order, bar)) left -= fillResting(core, order, left);
  }
  return left;
}

/** Whether a bar left behind what it set off on this side, instead of trading through it. */
const leftBehind = (core: Core, { below }: Adverse, bar: Candle): boolean =>
  core.state.rules['crash-gap'] && (below ? fellAway(bar) : shotAway(bar));

function fireAdverse(core: Core, symbol: SymbolId, bar: Candle, distance: (at: Price) => number): void {
  const rank = (each: Adverse) => (leftBehind(core, each, bar) ? goesFirst(core, each) : 1);
  for (;;) {
    const next = adverseBetween(core, symbol, bar.low, bar.high).sort(
      (a, b) => rank(a) - rank(b) || distance(a.at) - distance(b.at),
    )[0];
    if (next === undefined) break;
    const farthest = next.below ? bar.low : bar.high;
    next.run(leftBehind(core, next, bar) ? farthest : next.at);
  }
}

function fireTargets(core: Core, symbol: SymbolId, bar: Candle, distance: (at: Price) => number): void {
  const targets = targetsBetween(core, symbol, bar.low, bar.high);
  for (const target of targets.sort((a, b) => distance(triggerOf(a)) - distance(triggerOf(b)))) {
    if (target.status === 'NEW') fireAlgo(core, target, triggerOf(target));
  }
}

function playBar(core: Core, symbol: SymbolId, bar: Candle): void {
  const { rules } = core.state;
  core.at = bar.at;
  fireAtPrice(core, symbol, bar.open);
  core.at = epochMs(bar.at + MINUTE_MS / 2);
  core.inCrash = fellAway(bar) || shotAway(bar);
  const traded = rules['resting-volume'] ? bar.volume : Number.POSITIVE_INFINITY;
  const left = fillLimits(core, symbol, bar, false, traded);
  const distance = (at: Price) => Math.abs(at - bar.open);
  const inOrder = rules['stop-first'] ? [fireAdverse, fireTargets] : [fireTargets, fireAdverse];
  for (const fire of inOrder) fire(core, symbol, bar, distance);
  fillLimits(core, symbol, bar, true, left);
  trail(core, symbol, bar);
  core.inCrash = false;
}

/** A trailing stop sees the bar's best price last; only the close is known to come after it. */
function trail(core: Core, symbol: SymbolId, bar: Candle): void {
  followAll(core, symbol, bar.low, bar.high);
  for (const algo of core.liveAlgosOf(symbol)) {
    if (algo.type === 'TRAILING_STOP_MARKET' && fires(algo, bar.close)) fireAlgo(core, algo, triggerOf(algo));
  }
}

/** Plays the bars of one minute and arrives at the next: funding, then what the new price has passed. */
export function playMinute(core: Core, minute: Minute): void {
  core.dropShownBooks();
  countUnprotected(core);
  for (const symbol of core.busySymbols()) {
    const bar = core.market.minuteBar(symbol, minute);
    if (bar !== undefined) playBar(core, symbol, bar);
  }
  const next = minutesAfter(minute, 1);
  core.state.now = next;
  settleFunding(core, next);
  core.at = next;
  settleDelivered(core);
  for (const symbol of core.busySymbols()) {
    const bar = core.market.minuteBar(symbol, next);
    if (bar !== undefined) fireAtPrice(core, symbol, bar.open);
  }
}

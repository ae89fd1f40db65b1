import type { Intent } from '../desk/book.ts';
import { closedAt, isContiguous } from '../desk/candle.ts';
import { clientIdOf } from '../desk/client-id.ts';
import { minutesLeft } from '../desk/execution/slices.ts';
import { areStopsUnproved } from '../desk/guardian/word.ts';
import { atrFraction } from '../desk/indicators.ts';
import type { Instrument } from '../desk/instrument.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { planTrade } from '../desk/plan/math-ai.ts';
import type { Plan } from '../desk/plan/plan.ts';
import { stopFault } from '../desk/position/bracket.ts';
import { positionIdOf } from '../desk/position/open.ts';
import type { Position } from '../desk/position/position.ts';
import { type Denial, marketDenial } from '../desk/risk/permission.ts';
import { implausibleEquity, implausibleMarket } from '../desk/risk/plausible.ts';
import { lowProfit } from '../desk/risk/protections.ts';
import { reachedUsd } from '../desk/shadow/wish.ts';
import type { Signal } from '../desk/signal/signal.ts';
import { cutsBehind } from '../desk/sizing/behind.ts';
import { type Sized, type SizeInput, size } from '../desk/sizing/size.ts';
import type { SizingTrace } from '../desk/sizing/trace.ts';
import { epochMs, MINUTE_MS, type NotionalUsd, notionalOfQty, price, qty, type Usd } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import type { Account, AccountKind } from '../ports.ts';
import { readCarried } from './carried.ts';
import type { EntryState } from './entry-state.ts';
import { askPolicy, type PolicyWord } from './policy.ts';
import type { Tick } from './tick.ts';
import type { VenueView } from './venue-view.ts';

/** A wish that ended without a position: the code, the sentence, and how far the size had come. */
export interface NotTaken extends Denial {
  readonly plannedUsd?: NotionalUsd;
  readonly trace?: SizingTrace;
  /** Where there is one that could be traded, and what the steps behind the refusal would have cut from it. */
  readonly refused?: { readonly plan: Plan; readonly cutsBehind: SizingTrace };
}

const SIGNAL_BARS = 99;
const ATR_PERIOD = 14;

/** An order that may be sent, as an intent that is written nowhere yet. */
export interface Prepared {
  readonly intent: Intent;
  readonly lossAtStopUsd: Usd;
  /** What depth left to a later minute: it waits as an intent of its own. */
  readonly later?: { readonly intent: Intent; readonly lossAtStopUsd: Usd };
  readonly view: VenueView;
}

/** Reads the coin's market and the account, then plans and sizes. Nothing is changed anywhere yet. */
export async function prepare(
  tick: Tick,
  signal: Signal,
  state: EntryState,
  limits: Limits,
  kind: AccountKind,
): Promise<Prepared | NotTaken> {
  const { market, venue } = tick.desk;
  const { symbol, side } = signal;
  const ownTrades = await tick.desk.history.closedPositions({ symbol, newest: TRADES_LOOKED_AT });
  const poor = poorRecord(tick, ownTrades, limits);
  if (poor !== undefined) return poor;
  const [bars, mark, depth, instruments, account, tiers] = await Promise.all([
    market.candles(symbol, '15m', SIGNAL_BARS),
    market.mark(symbol),
    market.depth(symbol),
    market.instruments(),
    venue.account(),
    venue.tiers(symbol),
  ]);
  const closed = closedAt(bars, '15m', tick.minute);
  const atr = isContiguous(closed.slice(-ATR_PERIOD - 1), '15m')
    ? atrFraction(closed, ATR_PERIOD)
    : undefined;
  const instrument = instruments.find(each => each.symbol === symbol);
  if (atr === undefined || instrument === undefined) {
    return {
      code: 'data-stale',
      because: `${closed.length} closed signal bars; the last ${ATR_PERIOD + 1} are needed without a gap`,
    };
  }
  const wrong =
    implausibleEquity(account.equityUsd, state.book.equityUsd, limits) ??
    implausibleMarket({ bars: closed, mark: mark.mark, fundingRate: mark.fundingRate, depth, instrument });
  if (wrong !== undefined) return wrong;
  const barClosedAt = epochMs((closed.at(-1)?.at ?? 0) + 15 * MINUTE_MS);
  const unfit = marketDenial({
    signal,
    limits,
    minute: tick.minute,
    barClosedAt,
    markAt: mark.at,
    fundingRate: mark.fundingRate,
    depth,
  });
  if (unfit !== undefined) return unfit;

  const planned = planTrade({
    symbol,
    side,
    referencePrice: mark.mark,
    atrFraction: atr,
    equityUsd: account.equityUsd,
    tiers,
    limits,
    marginMode: kind === 'credits-cross' ? 'cross' : 'isolated',
  });
  if (planned.type === 'refused') return { code: 'plan-refused', ...planned };
  const { plan } = planned;
  const coarse = stopFault(side, mark.mark, plan.stopFraction, instrument.tickSize);
  if (coarse !== undefined)
    return { code: 'plan-refused', because: coarse, plannedUsd: plan.plannedNotionalUsd };
  const carried = await readCarried(tick, plan, state, account, kind);
  const { exposure } = carried;
  const { fundingRate } = mark;
  const word = askPolicy(tick, state, limits, {
    signal,
    plan,
    depth,
    fundingRate,
    exposure,
    closed: ownTrades,
  });
  const input: SizeInput = {
    ...carried,
    policy: word.policy,
    plan,
    confidence: signal.confidence,
    limits,
    tiers,
    stopsUnproved: areStopsUnproved(state.guardian, tick.minute, limits),
    depth,
    instrument,
    minutesLeft: minutesLeft(signal, tick.minute),
  };
  const sized = size(input);
  if (sized.type === 'denied') {
    const behind = cutsBehind(sized.trace, reachedUsd(sized.trace), input);
    return { ...sized, plannedUsd: plan.plannedNotionalUsd, refused: { plan, cutsBehind: behind } };
  }

  const intent = intentOf(tick, signal, plan, sized, word);
  return { ...withLater(tick, intent, sized), view: viewOf(account, instrument) };
}

type SizedOrder = Extract<Sized, { type: 'sized' }>;

/** An order's intent, and the one that waits for what depth has taken from it. */
export function withLater(
  { desk, minute }: Tick,
  intent: Intent,
  { lossAtStopUsd, later }: Pick<SizedOrder, 'lossAtStopUsd' | 'later'>,
): Omit<Prepared, 'view'> {
  if (later === undefined) return { intent, lossAtStopUsd };
  const slice = intent.slice + 1;
  const waiting: Intent = {
    ...intent,
    rev: 0,
    id: clientIdOf(desk.name, intent.positionId, 'entry', slice - 1),
    slice,
    minute,
    state: 'waiting',
    qty: qty(0),
    limitPrice: price(0),
    notionalUsd: later.notionalUsd,
    trace: [],
  };
  return { intent, lossAtStopUsd, later: { intent: waiting, lossAtStopUsd: later.lossAtStopUsd } };
}

function intentOf(
  { desk, minute }: Tick,
  signal: Signal,
  plan: Plan,
  sized: SizedOrder & Sized,
  { policyContext }: PolicyWord,
): Intent {
  const positionId = positionIdOf(signal.symbol, signal.at);
  const { qty: amount, limitPrice, dearestPrice } = sized.order;
  return {
    rev: 0,
    id: clientIdOf(desk.name, positionId, 'entry', 0),
    positionId,
    slice: 1,
    symbol: signal.symbol,
    signal,
    minute,
    state: 'reserved',
    qty: amount,
    limitPrice,
    leverage: plan.leverage,
    notionalUsd: notionalOfQty(amount, dearestPrice),
    plan,
    trace: sized.trace,
    ...(policyContext === undefined ? {} : { policyContext }),
    intendedNotionalUsd: sized.intendedUsd,
    mode: desk.mode,
    absentAt: [],
    because: undefined,
  };
}

/** What a fresh entry needs of the account: nothing rests for its symbol yet. */
const viewOf = (account: Account, instrument: Instrument): VenueView => ({
  account,
  holdings: new Map(),
  resting: [],
  income: [],
  instruments: new Map([[instrument.symbol, instrument]]),
});

const TRADES_LOOKED_AT = 20;

/** The symbol's own last trades, where they speak against another one. */
function poorRecord({ minute }: Tick, closed: readonly Position[], limits: Limits): Denial | undefined {
  const protection = lowProfit(closed, minute, limits);
  if (protection === undefined) return undefined;
  return {
    code: 'protected-symbol',
    because: `${protection.because}, until ${minuteText(protection.until)}`,
  };
}

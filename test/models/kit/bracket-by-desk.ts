import type { Limits } from '../../../lib/desk/limits/limits.ts';
import { decide, type PositionAction, type PositionView } from '../../../lib/desk/position/decide.ts';
import { evolve } from '../../../lib/desk/position/evolve.ts';
import { positionOf } from '../../../lib/desk/position/open.ts';
import type { ExitKind, Position, ProtectionLeg } from '../../../lib/desk/position/position.ts';
import type { RestingOrder } from '../../../lib/desk/position/resting.ts';
import {
  closingSide,
  epochMs,
  type Fraction,
  minuteOf,
  type Price,
  price,
  qty,
  type Side,
  signOf,
  usd,
} from '../../../lib/desk/units.ts';
import type { BarSeries } from '../../../lib/models/series.ts';
import { anInstrument, anIntent, aPlanInput, aSignal, planned } from '../../kit/builders.ts';

const AMOUNT = 1_000;
const LOT = { stepSize: qty(1e-6), qtyMin: qty(1e-6), qtyMax: qty(1e9) };
/** So fine that rounding to the tick does not show. */
const INSTRUMENT = anInstrument({ tickSize: price(1e-8), lot: LOT, marketLot: LOT });

/**
 * The same trade by the desk itself: a position, `evolve` and `decide` at each bar's close, against a venue that triggers
 * resting orders within the bar, stops first.
 */
export function playedByDesk(series: BarSeries, i: number, side: Side, atr: Fraction, limits: Limits) {
  const entry = price(series.open[i + 1] ?? 0);
  const openedAt = minuteOf((series.at[i] ?? 0) + series.barMs);
  const plan = planned(aPlanInput({ side, atrFraction: atr, referencePrice: entry, limits }));
  const signal = aSignal({ side, at: openedAt });
  const intent = anIntent({ plan, signal, minute: openedAt, qty: qty(AMOUNT) });
  const report = { orderId: '1', filledQty: qty(AMOUNT), averagePrice: entry };
  const desk = new Desk(positionOf(intent, report, INSTRUMENT), limits);
  desk.look(openedAt, entry);
  for (let k = i + 1; k < series.at.length; k += 1) {
    const bar = (of: 'open' | 'high' | 'low' | 'close') => price(series[of][k] ?? 0);
    desk.trade(
      bar('open'),
      side === 'long' ? bar('low') : bar('high'),
      side === 'long' ? bar('high') : bar('low'),
    );
    if (desk.flat) return { ...desk.result(), barsHeld: k - i };
    desk.look((series.at[k] ?? 0) + series.barMs, bar('close'));
    if (desk.flat) return { ...desk.result(), barsHeld: k - i };
  }
  return undefined;
}

class Desk {
  #position: Position;
  #resting: readonly RestingOrder[] = [];
  #lastExit: ExitKind | undefined;
  #gain = 0;
  #traded: number;
  readonly #limits: Limits;

  constructor(position: Position, limits: Limits) {
    this.#position = position;
    this.#limits = limits;
    this.#traded = position.entryQty * position.entryPrice;
  }

  get flat(): boolean {
    return this.#position.qty === 0;
  }

  /** Within a bar: the tightest stop if it is touched, and else the targets that are. */
  trade(open: Price, worst: Price, best: Price): void {
    const sign = signOf(this.#position.side);
    const stops = this.#resting.filter(order => order.type === 'stop-market');
    const stop = stops.toSorted((a, b) => sign * (b.triggerPrice - a.triggerPrice))[0];
    if (stop !== undefined && sign * (worst - stop.triggerPrice) <= 0) {
      const at = sign * (open - stop.triggerPrice) < 0 ? open : stop.triggerPrice;
      this.#fill(this.#kindOf(stop), this.#position.qty, at);
      return;
    }
    for (const target of this.#position.targets) {
      if (target.filled || sign * (best - target.triggerPrice) < 0) continue;
      const order = this.#resting.find(each => this.#legOf(each) === target.leg);
      if (order === undefined) throw new Error(`${target.leg} does not rest`);
      this.#resting = this.#resting.filter(each => each !== order);
      this.#fill(this.#kindOf(order), target.qty, target.triggerPrice, target.leg);
    }
  }

  /** The monitor's minute at a bar's close. */
  look(at: number, mark: Price): void {
    const minute = minuteOf(at);
    this.#position = evolve(this.#position, { type: 'marked', mark });
    const view: PositionView = {
      minute,
      mark,
      liquidationPrice: price(0),
      resting: this.#resting,
      instrument: INSTRUMENT,
      flattenAll: false,
    };
    for (const action of decide(this.#position, view, this.#limits)) this.#act(action, view);
  }

  result() {
    const { entryQty, entryPrice, stopFraction, roundTripCostFraction } = this.#position;
    const { values } = this.#limits;
    const perFill = values['costs/taker-fee-fraction'] + values['costs/slippage-fraction'] / 2;
    const r = entryQty * entryPrice * (stopFraction + roundTripCostFraction);
    return { netR: (this.#gain - perFill * this.#traded) / r, lastExit: this.#lastExit };
  }

  #act(action: PositionAction, { minute, mark }: PositionView): void {
    switch (action.type) {
      case 'exit':
        this.#fill(action.kind, action.qty, mark, action.leg);
        return;
      case 'cancel':
        this.#resting = this.#resting.filter(order => order.clientId !== action.clientId);
        return;
      case 'place':
        this.#place(action, minute);
        return;
      default:
        action satisfies never;
    }
  }

  #place(
    { leg, triggerPrice, qty: amount, exitKind, stage }: Extract<PositionAction, { type: 'place' }>,
    minute: PositionView['minute'],
  ) {
    const { symbol, side, protectionSeq } = this.#position;
    const clientId = `${leg}#${protectionSeq}`;
    const order = {
      clientId,
      leg,
      triggerPrice,
      qty: amount,
      exitKind,
      placedAt: minute,
      state: 'live',
    } as const;
    this.#position = evolve(this.#position, { type: 'order-sent', order });
    if (leg === 'working')
      this.#position = evolve(this.#position, { type: 'stop-moved', price: triggerPrice, stage });
    const type = leg === 'working' || leg === 'backstop' ? 'stop-market' : 'take-profit-market';
    this.#resting = [
      ...this.#resting,
      {
        clientId,
        symbol,
        side: closingSide(side),
        type,
        triggerPrice,
        qty: amount,
        reduceOnly: true,
        status: 'live',
        createdAt: minute,
      },
    ];
  }

  #fill(kind: ExitKind, amount: number, at: number, leg?: ProtectionLeg): void {
    const { side, entryPrice, fills } = this.#position;
    this.#gain += signOf(side) * (at - entryPrice) * amount;
    this.#traded += at * amount;
    this.#lastExit = kind;
    const fill = {
      tradeId: `${fills.length}`,
      at: epochMs(0),
      kind,
      price: price(at),
      qty: qty(amount),
      realisedUsd: usd(0),
      commissionUsd: usd(0),
      ...(leg === undefined ? {} : { leg }),
    };
    this.#position = evolve(this.#position, { type: 'filled', fill });
  }

  #orderOf = (resting: RestingOrder) =>
    this.#position.protection.find(order => order.clientId === resting.clientId);
  #legOf = (resting: RestingOrder) => this.#orderOf(resting)?.leg;
  #kindOf = (resting: RestingOrder): ExitKind => this.#orderOf(resting)?.exitKind ?? 'by-hand';
}

import { qtyDown } from '../desk/instrument.ts';
import { absQty, closingSide, leverage, price, qty, type SymbolId, sideOf, usd } from '../desk/units.ts';
import type { PositionView } from '../sim/engine/account.ts';
import { STORM_COINS } from './market.ts';
import type { HandEvent } from './story.ts';
import type { World } from './world.ts';

/** What a hand opens, in dollars. */
const OPENED_USD = 700;

/** A person does something at the venue's own page. What the venue refuses a person, it refuses. */
export function byHand(world: World, event: HandEvent): void {
  const { engine, teller } = world;
  const { what, pick } = event;
  const positions = engine.positions();
  const position = positions[pick % Math.max(1, positions.length)];
  const coin = STORM_COINS[pick % STORM_COINS.length];
  const symbol = what === 'opens a position' ? coin?.symbol : (position?.symbol ?? coin?.symbol);
  if (symbol === undefined || !isDone(world, event, symbol, position)) return;
  teller.counts(`a hand ${what}`);
  teller.say('a person', `${what} (${symbol})`);
  world.trouble();
  world.afterTrades();
  world.step({ type: 'hand', symbol });
}

function isDone(
  world: World,
  { what, pick, share, at }: HandEvent,
  symbol: SymbolId,
  position: PositionView | undefined,
): boolean {
  const { engine } = world;
  const clientId = `web_${at}`;
  switch (what) {
    case 'opens a position':
      return opens(world, symbol, pick % 2 === 0 ? 'buy' : 'sell', OPENED_USD, clientId);
    case 'sets another leverage':
      return engine.setLeverage(symbol, leverage(2 + (pick % 9))).type === 'accepted';
    case 'sets another margin mode':
      return setsMarginMode(world, symbol);
    case 'deposits':
      return engine.transfer(usd(Math.round(2_000 * share))).type === 'accepted';
    case 'withdraws':
      return engine.transfer(usd(-Math.round(1_000 * share))).type === 'accepted';
    case 'adds to a position':
      if (position === undefined) return false;
      return opens(world, symbol, position.qty > 0 ? 'buy' : 'sell', OPENED_USD * share, clientId);
    case 'closes a part':
      return position !== undefined && closes(world, position, share, clientId);
    case 'closes a position':
      return position !== undefined && closes(world, position, 1, clientId);
    case 'cancels the stops':
      return position !== undefined && engine.cancelAlgos(symbol).type === 'accepted';
    case 'rests a reduce-only limit':
      return position !== undefined && rests(world, position, share, clientId);
    default:
      return what satisfies never;
  }
}

/** Of a coin that nobody holds: the venue refuses it for others. */
function setsMarginMode({ engine }: World, symbol: SymbolId): boolean {
  const free = STORM_COINS.find(
    each => each.symbol === symbol && engine.state.positions[symbol] === undefined,
  );
  const other = free ?? STORM_COINS.find(each => engine.state.positions[each.symbol] === undefined);
  if (other === undefined) return false;
  const now = engine.settingOf(other.symbol).marginType;
  return engine.setMarginType(other.symbol, now === 'ISOLATED' ? 'CROSSED' : 'ISOLATED').type === 'accepted';
}

function opens(
  { engine }: World,
  symbol: SymbolId,
  side: 'buy' | 'sell',
  amountUsd: number,
  clientId: string,
): boolean {
  const instrument = engine.instrument(symbol);
  const mid = engine.priceOf(symbol);
  if (instrument === undefined || mid === undefined) return false;
  const amount = qtyDown(amountUsd / mid, instrument.lot);
  return engine.placeOrder({ symbol, side, type: 'MARKET', qty: amount, clientId }).type === 'accepted';
}

function closes({ engine }: World, position: PositionView, share: number, clientId: string): boolean {
  const { symbol, qty: held } = position;
  const instrument = engine.instrument(symbol);
  if (instrument === undefined) return false;
  const amount = share === 1 ? absQty(held) : qtyDown(absQty(held) * share, instrument.lot);
  const side = closingSide(sideOf(held));
  return (
    engine.placeOrder({ symbol, side, type: 'MARKET', qty: amount, reduceOnly: true, clientId }).type ===
    'accepted'
  );
}

/** Far enough away to rest for long. */
function rests({ engine }: World, position: PositionView, share: number, clientId: string): boolean {
  const { symbol, qty: held, markPrice } = position;
  const instrument = engine.instrument(symbol);
  if (instrument === undefined) return false;
  const far = markPrice * (held > 0 ? 1.04 : 0.96);
  const at = price(Math.round(far / instrument.tickSize) * instrument.tickSize);
  return (
    engine.placeOrder({
      symbol,
      side: closingSide(sideOf(held)),
      type: 'LIMIT',
      price: price(Number(at.toFixed(8))),
      qty: qty(Math.max(instrument.lot.qtyMin, qtyDown(absQty(held) * share, instrument.lot))),
      reduceOnly: true,
      clientId,
    }).type === 'accepted'
  );
}

import type { LimitName } from '../../desk/limits/schema.ts';
import { dayLossAtStops } from '../../desk/risk/exposure.ts';
import { absQty, fraction, type Minute } from '../../desk/units.ts';
import type { Watch } from '../judge.ts';
import type { Holding } from '../ledger.ts';
import type { World } from '../world.ts';

type Amount = Extract<
  LimitName,
  | 'risk/trade-notional-usd-max'
  | 'risk/symbol-notional-usd-max'
  | 'risk/gross-notional-usd-max'
  | 'risk/positions-max'
  | 'risk/daily-loss-usd-max'
>;

/** The largest that a limit was since the minute in which the trade was decided: an edit holds from the next one on. */
const largest = ({ limits }: World, name: Amount, since: Minute): number =>
  Math.max(...limits.since(since).map(answer => (answer.type === 'limits' ? answer.limits.values[name] : 0)));

/** The best quote lies so far above a short's limit, with a little for rounding: the slippage limit of every story. */
const ABOVE_LIMIT = 1.0011;

/**
 * What a position is worth by the price it was entered at. A short that was sold dearer than its book offered when it was
 * decided, because the market rose meanwhile, has passed nothing by the desk's doing.
 */
function enteredUsd({ table }: World, { side, openedUsd, clientIds }: Holding): number {
  if (side === 'long') return openedUsd;
  const decided = clientIds.reduce((sum, id) => {
    const intent = table.intents.get(id) ?? table.done.get(id);
    return sum + (intent === undefined ? 0 : intent.qty * intent.limitPrice * ABOVE_LIMIT);
  }, 0);
  return Math.min(openedUsd, decided);
}

/** What is left of it. */
function leftUsd(world: World, holding: Holding): number {
  const held = world.engine.state.positions[holding.symbol]?.qty;
  if (held === undefined) return 0;
  return (enteredUsd(world, holding) * Math.min(holding.openedQty, absQty(held))) / holding.openedQty;
}

/** A figure may pass its cap by the noise of binary fractions, and by no more. */
const NOISE_USD = 0.005;

/** Whatever fills, and whenever it does: no cap is passed by what the desk itself has opened (I09). */
export const watchCaps: Watch = (world, expect) => step => {
  if (step.type !== 'opened') return;
  const { holding } = step;
  const intent = world.table.intents.get(holding.clientId) ?? world.table.done.get(holding.clientId);
  if (intent === undefined || holding.isMixed) return;
  const own = [...world.ledger.held.values()].filter(({ isMixed }) => !isMixed);
  const gross = own.reduce((sum, each) => sum + leftUsd(world, each), 0);
  const figures: readonly (readonly [Amount, number])[] = [
    ['risk/trade-notional-usd-max', enteredUsd(world, holding)],
    ['risk/symbol-notional-usd-max', leftUsd(world, holding)],
    ['risk/gross-notional-usd-max', gross],
    ['risk/positions-max', own.length],
  ];
  for (const [name, figure] of figures) {
    const most = largest(world, name, intent.minute);
    expect(
      'no cap is exceeded',
      figure <= most + NOISE_USD,
      () => `${holding.symbol} took ${name} to ${figure.toFixed(2)} of ${most}`,
    );
  }
};

/** A fill is dearer than the price it was planned at by this much at most, and its stop lies a tick farther. */
const SLIPPAGE = 0.004;

/** With every stop hit, the day would not pass the limit that stood when the last position was opened. */
export const watchDailyLoss: Watch = (world, expect) => step => {
  if (step.type !== 'opened') return;
  const { holding } = step;
  const { table, engine, ledger } = world;
  const { book, positions } = table.live();
  const intent = table.intents.get(holding.clientId) ?? table.done.get(holding.clientId);
  if (book === undefined || intent === undefined) return;
  const symbols = new Set(ledger.held.keys());
  if ([...ledger.held.values()].some(({ isMixed }) => isMixed) || book.foreign.length > 0) return;
  const { plan } = intent;
  const known = positions.filter(each => symbols.has(each.symbol) && each.symbol !== holding.symbol);
  const unknown = [...ledger.held.values()].filter(
    ({ symbol }) => symbol !== holding.symbol && !known.some(each => each.symbol === symbol),
  );
  const unknownLoss = unknown.reduce((sum, each) => {
    const its = table.intents.get(each.clientId)?.plan;
    return sum + each.openedUsd * ((its?.stopFraction ?? 0) + (its?.roundTripCostFraction ?? 0));
  }, 0);
  const loss =
    dayLossAtStops(
      { ...book, walletUsd: engine.state.walletUsd, reservations: [] },
      known,
      fraction(plan.roundTripCostFraction / 2),
    ) +
    unknownLoss +
    holding.openedUsd * (plan.stopFraction + plan.roundTripCostFraction / 2);
  const most = largest(world, 'risk/daily-loss-usd-max', intent.minute);
  const slack = [...ledger.held.values()].reduce((sum, each) => sum + each.openedUsd * SLIPPAGE, 0);
  expect(
    'the daily loss is reserved',
    loss <= most + slack,
    () => `${holding.symbol} brought the day's loss at the stops to ${loss.toFixed(2)} of ${most}`,
  );
};

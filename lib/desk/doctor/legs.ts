import { qtyDown } from '../instrument.ts';
import { targetLegs } from '../position/bracket.ts';
import { dollars, percent } from '../words.ts';
import type { Coin } from './evidence.ts';
import type { Circumstances, Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

/** Legs against minimums: the desk's own, which gates entries only, and what steps and minimums of real markets do. */
export const legFindings = (
  circumstances: Circumstances,
  trade: Trade,
  coins: readonly Coin[] | undefined,
): readonly Finding[] => [
  ...belowEntryMinimum(circumstances, trade),
  ...(coins === undefined || trade.denial !== undefined ? [] : onMarkets(trade, coins)),
];

function belowEntryMinimum({ limits }: Circumstances, { plan }: Trade): readonly Finding[] {
  const least = limits.values['execution/entry-notional-usd-min'];
  const share = Math.min(...plan.targets.map(target => target.share));
  if (!(share < 1)) return [];
  return [
    finding('note', 'legs-under-minimum', {
      title: 'the minimum order gates entries only; a smaller leg is closed all the same',
      proof: `a leg of ${percent(share)} of the smallest entry, ${dollars(least)}, is ${dollars(share * least)}`,
      limits: ['execution/entry-notional-usd-min', 'exits/ladder'],
      figures: { legUsd: share * least, entryUsdMin: least },
    }),
  ];
}

const SHOWN = 5;
const named = (coins: readonly Coin[]): string => {
  const symbols = coins.slice(0, SHOWN).map(({ instrument }) => instrument.symbol);
  return coins.length > SHOWN ? `${symbols.join(', ')} and ${coins.length - SHOWN} more` : symbols.join(', ');
};

/** Markets whose steps are too coarse for this size: no entry at all, or fewer legs than the ladder has. */
function onMarkets(trade: Trade, coins: readonly Coin[]): readonly Finding[] {
  const wanted = trade.plan.targets.length;
  const amount = ({ instrument, price }: Coin) => qtyDown(trade.allowedUsd / price, instrument.lot);
  const closed = coins.filter(coin => {
    const { lot, notionalMin } = coin.instrument;
    return !(amount(coin) >= lot.qtyMin && amount(coin) > 0 && amount(coin) * coin.price >= notionalMin);
  });
  const merged = coins.filter(coin => {
    if (closed.includes(coin)) return false;
    const legs = targetLegs('long', coin.price, amount(coin), trade.plan.targets, coin.instrument);
    return legs.length < wanted;
  });
  const findings: Finding[] = [];
  if (closed.length > 0) {
    findings.push(
      finding('warning', 'coins-out-of-reach', {
        title: `${closed.length} of ${coins.length} coins cannot be entered with ${dollars(trade.allowedUsd)}`,
        proof: `less than the venue's smallest order: ${named(closed)}`,
        limits: ['sizing/risk-fraction', 'risk/symbol-notional-usd-max'],
        figures: { coinsClosed: closed.length, coins: coins.length },
      }),
    );
  }
  if (merged.length > 0) {
    findings.push(
      finding('note', 'legs-merged', {
        title: `on ${merged.length} of ${coins.length} coins the ladder has fewer than its ${wanted} legs`,
        proof: `a leg of less than one step goes with the next: ${named(merged)}`,
        limits: ['exits/ladder'],
        figures: { coinsMerged: merged.length, coins: coins.length },
      }),
    );
  }
  return findings;
}

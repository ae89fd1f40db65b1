import { dollars, percent, trim } from '../words.ts';
import type { Circumstances, Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';
import { EVEN_RATE, type ProfitRow, type ProfitTable } from './profit.ts';

/** Win rates whose reckoning is written out; the table has more of them. */
const TOLD: readonly number[] = [EVEN_RATE, 0.55];

/** What the plan earns, told against the two ways of telling more: wins alone, and cycles that nobody counted. */
export function earningsFindings(
  circumstances: Circumstances,
  trade: Trade,
  profit: ProfitTable,
): readonly Finding[] {
  const row = profit.rows.find(({ winRateFraction }) => winRateFraction === EVEN_RATE);
  return row === undefined ? [] : [winsAlone(circumstances, trade, profit, row), ofADay(profit, row)];
}

/** `7.5 x $14.40 - 7.5 x $7.20 - 15 x $1.26 = $35.10`. */
function reckoned({ positions, winUsd, lossUsd, costUsd }: ProfitTable, row: ProfitRow): string {
  const [wins, losses] = [row.winRateFraction * positions, (1 - row.winRateFraction) * positions];
  return `at ${percent(row.winRateFraction)}: ${short(wins)} x ${dollars(winUsd)} - ${short(losses)} x ${dollars(lossUsd)} = ${dollars(row.cycleGrossUsd)}, less ${positions} x ${dollars(costUsd)} of costs = ${dollars(row.cycleNetUsd)}`;
}

function winsAlone(
  circumstances: Circumstances,
  trade: Trade,
  profit: ProfitTable,
  even: ProfitRow,
): Finding {
  const { cycleWinsOnlyUsd: alone, cycleNetUsd: net } = even;
  const loses = !(net > 0);
  const { values } = circumstances.limits;
  const cap = Math.min(values['risk/trade-notional-usd-max'], values['risk/symbol-notional-usd-max']);
  const room = cap / trade.allowedUsd;
  return finding(loses ? 'warning' : 'note', 'wins-alone', {
    title: loses
      ? `with half the trades won a cycle loses ${dollars(0 - net)}, though the wins alone say ${dollars(alone)}`
      : `with half the trades won a cycle leaves ${dollars(net)}, not the ${dollars(alone)} of the wins alone`,
    proof: [
      ...profit.rows
        .filter(({ winRateFraction }) => TOLD.includes(winRateFraction))
        .map(row => reckoned(profit, row)),
      loses
        ? 'a multiple of the wins alone is a multiple of a loss'
        : `the wins alone are ${short(alone / net)} times what is left, and a multiple of them is a multiple of that mistake`,
      `a larger size multiplies losses and costs alike, and ${room > 1 ? `the caps let it grow x${short(room)}, to ${dollars(cap)}` : 'the caps let it grow no further'}`,
    ].join('; '),
    limits: ['exits/ladder', 'costs/taker-fee-fraction', 'costs/slippage-fraction'],
    figures: {
      winsOnlyUsd: alone,
      grossUsd: even.cycleGrossUsd,
      netUsd: net,
      fundedUsd: even.cycleFundedUsd,
      ...(loses ? {} : { timesTooMuch: alone / net }),
      growthMax: room,
    },
  });
}

const MONTH_DAYS = 30;

function ofADay(profit: ProfitTable, row: ProfitRow): Finding {
  const { cycles, positions } = profit;
  if (cycles.source === 'unknown') {
    return finding('note', 'cycles', {
      title: 'what a day earns is not known: the number of cycles is measured, not assumed',
      proof: `${cycles.because}; --cycles N says what N of them a day would come to`,
      limits: [],
    });
  }
  const { perDay, source, because } = cycles;
  const [net, funded, costs] = [row.dayNetUsd ?? 0, row.dayFundedUsd ?? 0, profit.dayCostUsd ?? 0];
  const alone = row.cycleWinsOnlyUsd * perDay;
  const pace = trim(perDay.toFixed(3));
  const how = source === 'measured' ? `measured: ${because}` : `assumed with --cycles: ${because}`;
  return finding(source === 'assumed' ? 'warning' : 'note', 'cycles', {
    title: `${pace} cycles a day, ${source}: ${dollars(net)} a day at 50 % wins, after ${dollars(costs)} of fees and slippage`,
    proof: [
      how,
      `${pace} x ${dollars(row.cycleNetUsd)} = ${dollars(net)} a day, ${dollars(MONTH_DAYS * net)} in ${MONTH_DAYS} days`,
      `the wins alone would say ${dollars(alone)} a day, ${dollars(MONTH_DAYS * alone)} in ${MONTH_DAYS} days`,
      `funding leaves ${dollars(funded)} a day`,
      `it takes ${short(perDay * positions)} trades a day`,
    ].join('; '),
    limits: ['risk/positions-max', 'costs/taker-fee-fraction'],
    figures: {
      cyclesPerDay: perDay,
      dayNetUsd: net,
      dayFundedUsd: funded,
      dayCostUsd: costs,
      dayWinsOnlyUsd: alone,
      monthNetUsd: MONTH_DAYS * net,
      monthWinsOnlyUsd: MONTH_DAYS * alone,
    },
  });
}

const short = (value: number): string => trim(value.toFixed(2));

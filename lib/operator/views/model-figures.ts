import { percent } from '../../desk/words.ts';
import type { Interval } from '../../models/bootstrap.ts';
import type { ExpectedValueTable } from '../../models/expected-value.ts';
import type { Licence } from '../../models/licence.ts';
import type { Standing } from '../../models/standing.ts';

/** Figures of models as people read them; a figure that nothing is known of is `unknown`. */
const known = (value: number | null, text: (value: number) => string): string =>
  value === null || !Number.isFinite(value) ? 'unknown' : text(value);

const oneDecimal = (share: number): string => percent(Math.round(share * 1000) / 1000);
const bounds = ({ low, high }: Interval, text: (value: number) => string): string =>
  `${known(low, text)} to ${known(high, text)}`;

/** `57.1 % (90 % interval 55 % to 59.2 %), n = 1234 on 80 days; to beat: 51 %`. */
export const winRateText = ({ winRate, leaning, days, against }: Standing): string =>
  leaning === 0
    ? 'unknown: no prediction was as sure as 0.55'
    : `${known(winRate.value, oneDecimal)} (90 % interval ${bounds(winRate, oneDecimal)}), n = ${leaning} on ${days} ${days === 1 ? 'day' : 'days'}; to beat: ${oneDecimal(against)}`;

/** The win rate in short: `57.1 % (55.0 to 59.2)`; `-` where no prediction took a side. */
export const rateText = ({ winRate, leaning }: Standing): string =>
  leaning === 0
    ? '-'
    : `${known(winRate.value, one)} % (${known(winRate.low, one)} to ${known(winRate.high, one)})`;

/** The log-loss gain over the base rate in nats, with its sign: `+0.0120`. */
export const gainText = ({ gain, n }: Standing): string =>
  n === 0 ? '-' : known(gain.value, value => `${value < 0 ? '' : '+'}${value.toFixed(4)}`);

const one = (share: number): string => (share * 100).toFixed(1);

/** `0.68012 against the base rate's 0.69301 (0.01289 better)`. */
export function logLossText(logLoss: number, base: number): string {
  const gain = base - logLoss;
  const told = `${known(logLoss, five)} against the base rate's ${known(base, five)}`;
  return Number.isFinite(gain) ? `${told} (${five(Math.abs(gain))} ${gain > 0 ? 'better' : 'worse'})` : told;
}

/** `-0.031 R a trade (90 % interval -0.050 to -0.012), n = 1234`. */
export const netRText = (netR: Interval, trades: number): string =>
  `${known(netR.value, three)} R a trade (90 % interval ${bounds(netR, three)}), n = ${trades}`;

/** What trades of the buckets with an expected value above 0 have brought, among all. */
export function tradedText({ cells }: ExpectedValueTable): string {
  const traded = cells.filter(({ n, meanR }) => n > 0 && meanR > 0);
  const n = traded.reduce((sum, cell) => sum + cell.n, 0);
  const all = cells.reduce((sum, cell) => sum + cell.n, 0);
  if (n === 0) return `none of ${all}: no side and confidence has an expected value above 0`;
  const mean = traded.reduce((sum, cell) => sum + cell.n * cell.rawMeanR, 0) / n;
  return `${n} of ${all}, of sides and confidences with an expected value above 0: ${three(mean)} R a trade, optimistic since they were picked by it`;
}

export const areaText = (area: number | null): string => known(area, three);

/** A probability, and what it is one of. */
export const deflatedText = (probability: number, trials: number): string =>
  `${known(probability, three)}: the chance that the Sharpe ratio is truly above what the best of ${trials} worthless ${trials === 1 ? 'recipe' : 'recipes'} would show`;

export const verdictText = (licence: Licence): string =>
  licence.licensed ? 'licensed' : `not licensed: ${licence.because}`;

const three = (value: number): string => value.toFixed(3);
const five = (value: number): string => value.toFixed(5);

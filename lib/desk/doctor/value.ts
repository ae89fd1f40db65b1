import type { Fraction } from '../units.ts';
import { percent } from '../words.ts';
import type { MeasuredCell, ModelRecord } from './evidence.ts';
import type { Circumstances, Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

/** Trades of a confidence and more: how many there were and what they brought, in R. */
export interface Brought {
  readonly n: number;
  /** NaN of nothing. */
  readonly meanR: number;
}

/** What cells from a confidence up brought; a cell counts when all of it lies there. */
export function broughtFrom(cells: readonly MeasuredCell[], confidence: Fraction): Brought {
  const counted = cells.filter(({ confidenceMin, n }) => confidenceMin >= confidence - 1e-9 && n > 0);
  const n = counted.reduce((sum, cell) => sum + cell.n, 0);
  return { n, meanR: counted.reduce((sum, cell) => sum + cell.n * cell.rawMeanR, 0) / n };
}

/** What the break-even rate is held against: net R of the actual bracket, measured out of sample. */
export function measuredValue(
  { limits }: Circumstances,
  { plan }: Trade,
  record: ModelRecord | undefined,
): Finding {
  const limitNames = ['exits/ladder', 'signal/confidence-min'] as const;
  const note = (title: string, proof: string) =>
    finding('note', 'measured-value', { title, proof, limits: limitNames });
  if (record === undefined) {
    return note(
      'what such trades have really brought is not known: no model’s record was given',
      '--models DIR names the folder of a trained model, whose record holds the net R of each trade out of sample',
    );
  }
  if (!record.sameExits) {
    return note(
      `what such trades have brought is not known: ${record.name} was measured under other exits or costs`,
      'train or revalidate it under these limits, and its record says what this bracket brings',
    );
  }
  const least = limits.values['signal/confidence-min'];
  const [all, passing] = [broughtFrom(record.cells, 0.5 as Fraction), broughtFrom(record.cells, least)];
  const needed = plan.breakEvenAllLegs;
  const won = record.winRateFraction;
  const rate =
    won === undefined
      ? `no prediction took a side, and break-even needs ${percent(Number(needed.toFixed(3)))} wins`
      : `it was right ${percent(Number(won.toFixed(3)))} of the time it took a side, and break-even needs ${percent(Number(needed.toFixed(3)))} wins of the whole bracket`;
  const pays = passing.n > 0 && passing.meanR > 0;
  return finding(pays ? 'note' : 'warning', 'measured-value', {
    title:
      passing.n === 0
        ? `${record.name} never reached a confidence of ${least}: nothing is known of such trades`
        : `trades from a confidence of ${least} have brought ${r(passing.meanR)} each, costs included`,
    proof: [
      `${record.name}, out of sample over ${record.days} days: ${r(all.meanR)} a trade over ${all.n} trades of any confidence, ${passing.n} from ${least} up`,
      rate,
    ].join('; '),
    limits: limitNames,
    figures: {
      trades: all.n,
      ...(all.n > 0 ? { meanR: all.meanR } : {}),
      passingTrades: passing.n,
      ...(passing.n > 0 ? { passingMeanR: passing.meanR } : {}),
      breakEvenWithCostsFraction: needed,
    },
  });
}

/** `+0.012 R`; of nothing it is `unknown`. */
export const r = (mean: number): string =>
  Number.isFinite(mean) ? `${mean > 0 ? '+' : ''}${mean.toFixed(3)} R` : 'unknown';

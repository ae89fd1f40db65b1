import { minuteText } from '../../desk/words.ts';
import { figuresOf } from '../figures/figures.ts';
import { growthOf } from '../figures/growth.ts';
import { sumOf } from '../figures/interval.ts';
import type { ReplayResult } from '../result.ts';
import { counted } from '../words.ts';
import { type FigureRow, figureRows } from './figure-rows.ts';
import { type PairedTrades, pairedTrades } from './pairs.ts';
import { type SizeDifference, type StepDifference, sizeDifferences, stepDifferences } from './sizes.ts';

export interface SettingDifference {
  readonly name: string;
  /** Absent where the run has no such limit or model. */
  readonly a?: string;
  readonly b?: string;
}

/** Two runs over the same bars, side by side. */
export interface Comparison {
  /** True of runs that decided the same in every minute. */
  readonly same: boolean;
  readonly limits: readonly SettingDifference[];
  readonly models: readonly SettingDifference[];
  readonly figures: readonly FigureRow[];
  readonly trades: PairedTrades;
  /** What the positions that were open at the end were worth beyond what their trades had realised, in A and in B. */
  readonly atTheMarkUsd: readonly [a: number, b: number];
  readonly sizes: readonly SizeDifference[];
  readonly steps: readonly StepDifference[];
}

export type CompareAnswer = { readonly refused: string } | { readonly comparison: Comparison };

/** Compares two runs; refused with one line where they were not of the same bars and the same span. */
export function comparisonOf(a: ReplayResult, b: ReplayResult): CompareAnswer {
  const refused = mismatch(a, b);
  if (refused !== undefined) return { refused };
  const trades = pairedTrades(a, b);
  const sizes = sizeDifferences(trades.both);
  return {
    comparison: {
      same: a.hash === b.hash,
      limits: differing(limitTexts(a), limitTexts(b)),
      models: differing(modelTexts(a), modelTexts(b)),
      figures: figureRows(figuresOf(a), figuresOf(b)),
      trades,
      atTheMarkUsd: [atTheMark(a), atTheMark(b)],
      sizes,
      steps: stepDifferences(sizes),
    },
  };
}

/** What the account came to, less what all trades have realised. */
const atTheMark = (run: ReplayResult): number =>
  growthOf(run).netUsd - sumOf(run.trades, ({ netUsd }) => netUsd);

/** Why two runs cannot be compared. */
function mismatch(a: ReplayResult, b: ReplayResult): string | undefined {
  if (a.from !== b.from || a.to !== b.to) {
    const spans = [a, b].map(({ from, to }) => `${minuteText(from)} to ${minuteText(to)}`);
    const early = [a, b].flatMap(({ complete }, i) => (complete ? [] : [i === 0 ? 'A' : 'B']));
    const why = early.length === 0 ? '' : `; ${early.join(' and ')} did not reach the end`;
    return `not of the same span: A is ${spans[0]}, B is ${spans[1]}${why}`;
  }
  if (a.data.interval !== b.data.interval)
    return `not of the same bars: A was played from ${a.data.interval}, B from ${b.data.interval}`;
  const coins = [only(a, b), only(b, a)];
  if (coins.some(list => list.length > 0))
    return `not of the same coins: only in A ${listed(coins[0] ?? [])}, only in B ${listed(coins[1] ?? [])}`;
  if (a.data.bars !== b.data.bars)
    return `not of the same bars: A has ${counted(a.data.bars, 'bar')}, B has ${counted(b.data.bars, 'bar')}`;
  if (a.data.fingerprint !== b.data.fingerprint)
    return 'not of the same bars: coins, span and length are the same, and the prices or volumes are not';
  return undefined;
}

const only = (a: ReplayResult, b: ReplayResult): readonly string[] =>
  a.data.symbols.filter(symbol => !b.data.symbols.includes(symbol));

const LISTED = 5;
const listed = (symbols: readonly string[]): string =>
  symbols.length === 0
    ? 'none'
    : `${symbols.slice(0, LISTED).join(', ')}${symbols.length > LISTED ? ` and ${symbols.length - LISTED} more` : ''}`;

type Texts = ReadonlyMap<string, string>;

const limitTexts = ({ limits }: ReplayResult): Texts => new Map(limits.map(({ name, text }) => [name, text]));
const modelTexts = ({ models }: ReplayResult): Texts =>
  new Map(
    models.map(({ kind, version, licensed }) => [
      kind,
      `${version ?? 'none'}, ${licensed ? 'licensed' : 'no licence'}`,
    ]),
  );

const differing = (a: Texts, b: Texts): readonly SettingDifference[] =>
  [...new Set([...a.keys(), ...b.keys()])]
    .filter(name => a.get(name) !== b.get(name))
    .map(name => {
      const [one, other] = [a.get(name), b.get(name)];
      return {
        name,
        ...(one === undefined ? {} : { a: one }),
        ...(other === undefined ? {} : { b: other }),
      };
    });

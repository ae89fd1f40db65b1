import { dollars, minuteText, oneLine, signedDollars } from '../../desk/words.ts';
import type { ReplayResult, ReplayTrade } from '../result.ts';
import { spanOf } from '../span.ts';
import { count, counted, NONE, roundSigned, signedR } from '../words.ts';
import { type Comparison, comparisonOf } from './comparison.ts';

type Align = 'left' | 'right';

/** Trades and steps that are told one by one. */
const TOLD = 6;

/** Two runs side by side for the terminal, or the one line that says why not. Pure. */
export function comparisonText(a: ReplayResult, b: ReplayResult): string {
  const answer = comparisonOf(a, b);
  if ('refused' in answer) return `These runs cannot be compared: ${answer.refused}.`;
  const { comparison } = answer;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Limits that differ', settingLines(comparison.limits, 'no limit differs')],
    ['Models that differ', comparison.models.length === 0 ? [] : settingLines(comparison.models, '')],
    ['Figures', figureLines(comparison)],
    ['Trades', tradeLines(comparison)],
    ['Sizes of trades in both, by the step that made the difference', stepLines(comparison)],
    ['Only in A, those that moved most', onlyLines(comparison.trades.onlyA)],
    ['Only in B, those that moved most', onlyLines(comparison.trades.onlyB)],
  ];
  return [
    `Replay of ${counted(a.data.symbols.length, 'coin')} in bars of ${a.data.interval}, ${spanOf(a)}`,
    `A ${a.hash.slice(0, 16)}, B ${b.hash.slice(0, 16)}${comparison.same ? ': the same decisions in every minute' : ''}`,
    ...[a, b].flatMap((run, i) =>
      run.complete
        ? []
        : [`${i === 0 ? 'A' : 'B'} IS NOT COMPLETE: ${oneLine(run.endedBecause ?? 'no reason was noted')}`],
    ),
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ['', title.toUpperCase(), ...lines])),
  ].join('\n');
}

function settingLines(differences: Comparison['limits'], none: string): readonly string[] {
  if (differences.length === 0) return [`  ${none}`];
  return table(
    [['', 'A', 'B'], ...differences.map(({ name, a, b }) => [name, a ?? NONE, b ?? NONE])],
    ['left', 'right', 'right'],
  );
}

const figureLines = ({ figures }: Comparison): readonly string[] =>
  table(
    [['', 'A', 'B', 'B less A'], ...figures.map(({ name, a, b, difference }) => [name, a, b, difference])],
    ['left', 'right', 'right', 'right'],
  );

const netOf = (trades: readonly ReplayTrade[]): number => trades.reduce((sum, { netUsd }) => sum + netUsd, 0);

/** Where the difference in money comes from; open trades are told with what they have realised so far. */
function tradeLines({
  trades: { both, onlyA, onlyB },
  atTheMarkUsd: [markA, markB],
  sizes,
}: Comparison): readonly string[] {
  const [inA, inB] = [netOf(both.map(({ a }) => a)), netOf(both.map(({ b }) => b))];
  return [
    ...table(
      [
        ['', 'trades', 'net in A', 'net in B', 'B less A'],
        ['in both', count(both.length), roundSigned(inA), roundSigned(inB), roundSigned(inB - inA)],
        ['only in A', count(onlyA.length), roundSigned(netOf(onlyA)), '', roundSigned(-netOf(onlyA))],
        ['only in B', count(onlyB.length), '', roundSigned(netOf(onlyB)), roundSigned(netOf(onlyB))],
        ...(Math.max(Math.abs(markA), Math.abs(markB)) < 0.005
          ? []
          : [['open, at the mark', '', roundSigned(markA), roundSigned(markB), roundSigned(markB - markA)]]),
      ],
      ['left', 'right', 'right', 'right', 'right'],
    ),
    `  ${sizes.length === 0 ? 'None' : count(sizes.length)} of those in both ${sizes.length === 1 ? 'differs' : 'differ'} in size.`,
  ];
}

function stepLines({ steps, sizes }: Comparison): readonly string[] {
  const rows = steps
    .slice(0, TOLD)
    .map(({ by, trades, usd, limits }) => [
      by,
      counted(trades, 'trade'),
      roundSigned(usd),
      limits.join(', '),
    ]);
  const largest = sizes
    .slice(0, TOLD)
    .map(({ a, b, by }) => [
      minuteText(a.openedAt),
      `${a.symbol} ${a.side}`,
      `${dollars(a.executedUsd)} -> ${dollars(b.executedUsd)}`,
      by,
    ]);
  return [
    ...table(rows, ['left', 'right', 'right', 'left']),
    ...(largest.length === 0 ? [] : ['  The largest:', ...table(largest, ['left', 'left', 'right', 'left'])]),
  ];
}

const onlyLines = (trades: readonly ReplayTrade[]): readonly string[] =>
  table(
    trades
      .toSorted((a, b) => Math.abs(b.netUsd) - Math.abs(a.netUsd))
      .slice(0, TOLD)
      .map(({ openedAt, symbol, side, executedUsd, netUsd, rMultiple }) => [
        minuteText(openedAt),
        `${symbol} ${side}`,
        dollars(executedUsd),
        signedDollars(netUsd),
        signedR(rMultiple),
      ]),
    ['left', 'left', 'right', 'right', 'right'],
  );

/** Rows in columns, two spaces apart and indented by two. */
function table(rows: readonly (readonly string[])[], align: readonly Align[]): readonly string[] {
  const plain = rows.map(row => row.map(cell => oneLine(cell)));
  const room = align.map((_, i) => Math.max(0, ...plain.map(row => row[i]?.length ?? 0)));
  return plain.map(row =>
    `  ${align.map((side, i) => (side === 'left' ? (row[i] ?? '').padEnd(room[i] ?? 0) : (row[i] ?? '').padStart(room[i] ?? 0))).join('  ')}`.trimEnd(),
  );
}

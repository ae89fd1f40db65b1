import { fractionOf } from '../twin/compare.ts';
import {
  type Divergence,
  decisionsApart,
  type EntryApart,
  type ExitApart,
  type PairApart,
} from '../twin/divergence.ts';
import { divergenceText, pointsText } from '../twin/words.ts';
import { countText, minuteText, percent, rText, signedDollars } from '../words.ts';
import type { DayReport } from './day-report.ts';
import { columns, listed, wrapped } from './lines.ts';

/** The section of a twin's report that tells how far it and the desk that it shadows went apart; none for other desks. */
export function twinSection({ desk, original, divergence }: DayReport): readonly [string, readonly string[]] {
  if (original === undefined) return ['', []];
  if (divergence === undefined)
    return [
      `Against ${original}`,
      wrapped(`This desk shadows ${original}; the two have not been compared on this day yet.`, '  '),
    ];
  const title = `Against ${original} (${divergence.originalMode}), which this desk shadows`;
  return [
    title,
    [
      ...wrapped(`${sentence(divergenceText(divergence, desk))}.`, '  '),
      '',
      ...columns([['', original, desk, 'apart'], ...rows(divergence)], ['left', 'right', 'right', 'right']),
      ...wrapped(notes(divergence).join(' '), '  '),
      ...entryLines(divergence, desk),
      ...pairLines(divergence, desk),
    ],
  ];
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function rows({
  minutes,
  entries,
  exitsApart,
  fills,
  sizes,
  money,
  results,
}: Divergence): readonly (readonly string[])[] {
  const of = ({ both, originalAlone, twinAlone }: Divergence['minutes']) =>
    [both + originalAlone, both + twinAlone, originalAlone + twinAlone].map(String);
  return [
    ['minutes run', ...of(minutes)],
    ['entries', ...of(entries)],
    ['exits of trades of both', '', '', String(exitsApart)],
    ...(fills?.entryBps === undefined ? [] : [['fills of entries', '', '', bpsText(fills.entryBps)]]),
    ...(fills?.exitBps === undefined ? [] : [['fills of exits', '', '', bpsText(fills.exitBps)]]),
    ...(sizes === undefined
      ? []
      : [
          [
            'executed of intended',
            sizes.originalFidelity.toFixed(2),
            sizes.twinFidelity.toFixed(2),
            `sized x${sizes.ratio.toFixed(2)}`,
          ],
        ]),
    ...(results === undefined
      ? []
      : [
          [
            `result of ${countText(results.pairs, 'trade')}`,
            rText(results.originalR),
            rText(results.twinR),
            rText(results.originalR - results.twinR),
          ],
        ]),
    ...(money === undefined
      ? []
      : [
          ['net', signedDollars(money.original.netUsd), signedDollars(money.twin.netUsd), ''],
          [
            'net of its equity',
            percent(fractionOf(money.original)),
            percent(fractionOf(money.twin)),
            pointsText(money.points),
          ],
        ]),
  ];
}

/** What the figures leave open. */
function notes({ original, fills, money, minutes }: Divergence): readonly string[] {
  return [
    ...(fills === undefined ? [] : [`Basis points above zero: ${original} did worse than on paper.`]),
    ...delayNote(original, fills?.entrySecondsLater),
    ...(money === undefined
      ? [
          `Net is not compared: one of the two was not there all day, or had no equity to begin with (${countText(minutes.both, 'minute')} in common).`,
        ]
      : []),
  ];
}

/** Below this many seconds it is not worth a word. */
const DELAY_SECONDS_MIN = 1;

function delayNote(original: string, seconds = 0): readonly string[] {
  const text = Math.abs(seconds).toFixed(0);
  if (Math.abs(seconds) < DELAY_SECONDS_MIN) return [];
  return [
    `${original} was filled ${text} s ${seconds > 0 ? 'later' : 'earlier'} in the median: what the market did meanwhile is in the fills of entries.`,
  ];
}

const bpsText = (bps: number): string => {
  const text = Math.abs(bps).toFixed(1);
  return `${text === '0.0' ? '' : bps > 0 ? '+' : '-'}${text} bps`;
};

function entryLines(divergence: Divergence, desk: string): readonly string[] {
  const { apart, entries, original } = divergence;
  if (apart.length === 0) return [];
  const all = entries.originalAlone + entries.twinAlone;
  const name = (by: EntryApart['by']) => (by === 'original' ? original : desk);
  const line = ({ by, symbol, side, at, code, because }: EntryApart) =>
    listed(
      minuteText(at).slice(11),
      `${coinOf(symbol)} ${side}, ${name(by)} alone. ${name(by === 'original' ? 'twin' : 'original')}: ${because} (${code})`,
    );
  const more = all > apart.length ? listed('', `and ${all - apart.length} more`) : [];
  return ['', '  Entered by one alone', ...apart.flatMap(line), ...more];
}

function pairLines({ pairs, original }: Divergence, desk: string): readonly string[] {
  if (pairs.length === 0) return [];
  const line = (pair: PairApart) =>
    listed(
      minuteText(pair.at).slice(11),
      `${coinOf(pair.symbol)} ${pair.side}: ${pairText(pair, original, desk)}`,
    );
  return ['', '  Entered by both, and parted most', ...pairs.flatMap(line)];
}

function pairText(pair: PairApart, original: string, desk: string): string {
  const { entryBps, exitBps, entryMinutesLater: later, exit, differenceR } = pair;
  const delay =
    later === 0 ? '' : `, ${countText(Math.abs(later), 'minute')} ${later > 0 ? 'later' : 'earlier'}`;
  return [
    [
      `entry ${bpsText(entryBps)}${delay}`,
      ...(exitBps === undefined ? [] : [`exit ${bpsText(exitBps)}`]),
      ...(differenceR === undefined ? [] : [`result ${signedR(differenceR)}`]),
    ].join('; '),
    ...(exit === undefined ? [] : [exitText(exit, original, desk)]),
    ...sizeText(pair),
  ].join('. ');
}

const exitText = ({ original: own, twin: paper }: ExitApart, original: string, desk: string): string =>
  `${original}: ${madeText(own)}; ${desk}: ${madeText(paper)}`;

const madeText = (made: ExitApart['original']): string =>
  made === undefined ? 'no such exit' : `${made.kind} at ${minuteText(made.at).slice(11)}`;

function sizeText({
  originalEquityFraction: own,
  twinEquityFraction: paper,
  sizeStep,
}: PairApart): readonly string[] {
  const shares = `${percent(rounded(own))} of equity against ${percent(rounded(paper))}`;
  if (sizeStep === undefined) return rounded(own) === rounded(paper) ? [] : [shares];
  const { owner, step, originalFraction, twinFraction } = sizeStep;
  return [
    `${shares}: ${owner}, ${step}, left ${percent(rounded(originalFraction))} against ${percent(rounded(twinFraction))}`,
  ];
}

/** To hundredths of a per cent. */
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

/** Two decimals: pairs part by less than rText shows. */
function signedR(r: number): string {
  const text = Math.abs(r).toFixed(2);
  return `${text === '0.00' ? '' : r > 0 ? '+' : '-'}${text}R`;
}

const coinOf = (symbol: string): string => symbol.replace(/USDT$/, '');

/** For the subject of the e-mail: what one wants to know of a twin before opening it. */
export function twinSubject({ original, divergence }: DayReport): string {
  if (divergence === undefined) return '';
  const { fills } = divergence;
  const filled = fills === undefined ? [] : [bpsText(fills.meanBps)];
  return `, ${[...filled, `${decisionsApart(divergence)} apart`].join(' and ')} from ${original}`;
}

import type { JournalRecord } from '../../desk/journal.ts';
import { isFinding } from '../../desk/truth/day-truth.ts';
import { dollars, minuteText } from '../../desk/words.ts';
import { priceText, qtyText, rText, signedDollars } from '../../operator/figures.ts';
import { sentenceOf } from '../../operator/sentences.ts';
import { bySign, type Paint } from './paint.ts';
import { type Cell, type Column, cut, tableLines, wrapped } from './table.ts';
import type { PositionLine, View } from './view.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const COLUMNS: readonly Column[] = [
  { title: 'position', align: 'left' },
  { title: 'side', align: 'left' },
  { title: 'from', align: 'left', dropRank: 5 },
  { title: 'qty', align: 'right', dropRank: 3 },
  { title: 'entry', align: 'right' },
  { title: 'mark', align: 'right' },
  { title: 'stop', align: 'right' },
  { title: '', align: 'left', dropRank: 1 },
  { title: 'target', align: 'right', dropRank: 2 },
  { title: 'P&L', align: 'right' },
  { title: 'R', align: 'right' },
  { title: 'min', align: 'right', dropRank: 4 },
];

/** The lines of the whole view, never more nor wider than the terminal. */
export function screenLines(view: View, size: Size, paint: Paint): string[] {
  const head = headLines(view, size.columns, paint);
  const foot = footLines(view, size.columns, paint);
  // Decisions keep at least a third of what head and foot leave; positions that do not fit are counted.
  const room = Math.max(0, size.rows - head.length - foot.length - 2);
  const positions = positionLines(view.positions, Math.ceil((room * 2) / 3), size.columns, paint);
  const decisions = decisionLines(view.decisions, room - positions.length, size.columns, paint);
  return [...head, '', ...positions, '', ...decisions, ...foot].slice(0, size.rows);
}

function headLines(view: View, width: number, paint: Paint): string[] {
  const time = `${minuteText(view.now)} UTC`;
  const speed = `${view.speed.toFixed(view.speed < 10 ? 1 : 0)} min/s`;
  const title = cut(view.title, width - time.length - 2);
  const day = `${signedDollars(view.dayUsd)} (${percentSigned(view.dayFraction)})`;
  const safe = view.unprotectedMinutes + view.duplicateOrders + view.handlerFailures === 0;
  const safety = [
    `unprotected minutes ${view.unprotectedMinutes}`,
    `duplicate orders ${view.duplicateOrders}`,
    ...(view.handlerFailures > 0 ? [`handlers that threw ${view.handlerFailures}`] : []),
  ].join(' · ');
  const money = [
    `equity ${paint.bold(dollars(view.equityUsd))}`,
    `day ${bySign(paint, view.dayUsd, day)}`,
    `drawdown ${percentSigned(-view.drawdownFraction)}`,
  ].join('   ');
  const scope = `universe ${view.universeSize} coins · ${speed}`;
  return [
    spread(paint.bold(title), title.length, time, width),
    money,
    spread(safe ? paint.good(safety) : paint.bad(safety), safety.length, scope, width),
  ];
}

/** Two texts at both ends of a line; the right one is left out where there is no room. */
function spread(left: string, leftLength: number, right: string, width: number): string {
  const gap = width - leftLength - right.length;
  return gap < 1 ? left : `${left}${' '.repeat(gap)}${right}`;
}

const percentSigned = (share: number): string => {
  const text = `${Math.abs(share * 100).toFixed(2)} %`;
  return text === '0.00 %' ? text : `${share > 0 ? '+' : '-'}${text}`;
};

function positionLines(
  positions: readonly PositionLine[],
  rowsMax: number,
  width: number,
  paint: Paint,
): string[] {
  if (positions.length === 0) return [paint.dim('no open position')];
  const shown = positions.length + 1 <= rowsMax ? positions : positions.slice(0, Math.max(1, rowsMax - 2));
  const rows = shown.map(position => cells(position, paint));
  const rest = positions.length - shown.length;
  return [
    ...tableLines(COLUMNS, rows, width, paint.dim),
    ...(rest > 0 ? [paint.dim(`… and ${rest} more open`)] : []),
  ];
}

/** Why the stop stands where it does, in one short word. */
const STAGES = { initial: 'start', 'break-even': 'even', trailing: 'trail' } as const;

function cells(position: PositionLine, paint: Paint): Cell[] {
  const { mark, target, profitUsd } = position;
  const naked = position.phase === 'open' || position.phase === 'unknown';
  const signed = (text: string) => bySign(paint, profitUsd, text);
  const state = naked ? 'UNSURE' : position.phase === 'reducing' ? 'closing' : STAGES[position.stopStage];
  return [
    { text: position.symbol, paint: paint.bold },
    { text: position.side },
    { text: position.forced ? 'FORCED' : 'models' },
    { text: qtyText(position.qty) },
    { text: priceText(position.entry) },
    { text: mark === undefined ? '?' : priceText(mark) },
    { text: priceText(position.stop), ...(naked ? { paint: paint.bad } : {}) },
    { text: state, paint: naked ? paint.bad : paint.dim },
    { text: target === undefined ? 'none' : priceText(target) },
    { text: signedDollars(profitUsd), paint: signed },
    { text: rText(position.rMultiple), paint: signed },
    { text: String(position.minutesHeld) },
  ];
}

/** The newest decisions that fit, newest first. */
function decisionLines(
  decisions: readonly JournalRecord[],
  rowsMax: number,
  width: number,
  paint: Paint,
): string[] {
  const lines = [paint.dim('last decisions')];
  if (decisions.length === 0) lines.push(paint.dim('none yet'));
  for (const record of decisions.toReversed()) {
    const time = minuteText(record.minute).slice(11);
    const wrappedLines = wrapped(`${time} ${sentenceOf(record)}`, width, '      ');
    if (lines.length + wrappedLines.length > rowsMax) break;
    lines.push(...wrappedLines.map(line => toned(record, line, paint)));
  }
  return lines;
}

function toned(record: JournalRecord, line: string, paint: Paint): string {
  switch (record.type) {
    case 'closed':
      return bySign(paint, record.netUsd, line);
    case 'unprotected':
    case 'trouble':
      return paint.bad(line);
    case 'truth':
      return isFinding(record) ? paint.bad(line) : line;
    case 'unknown':
    case 'foreign':
    case 'state':
      return paint.warn(line);
    case 'not-taken':
    case 'universe':
      return paint.dim(line);
    case 'account':
    case 'minute':
    case 'votes':
    case 'shadow':
    case 'revalidated':
    case 'seat':
    case 'policy':
    case 'divergence':
    case 'entry':
    case 'slice':
    case 'exit':
    case 'protection':
      return line;
    default:
      return record satisfies never;
  }
}

function footLines(view: View, width: number, paint: Paint): string[] {
  const why = view.noTrade === undefined ? [] : wrapped(`now: ${view.noTrade}`, width, '     ');
  const hint = view.hint === undefined ? [] : wrapped(view.hint, width, '     ');
  const keys = 'Ctrl-C ends after this minute; positions stay protected at the exchange';
  const threw = view.lastFailure === undefined ? [] : wrapped(view.lastFailure, width, '     ').slice(0, 2);
  return [
    ...threw.map(paint.bad),
    ...why.map(paint.warn),
    ...hint.map(paint.warn),
    paint.dim(cut(keys, width)),
  ];
}

/** The view in one line, for a log or a pipe: one an hour of market time. */
export function hourLine(view: View, entriesOfHour: number): string {
  const parts = [
    `${minuteText(view.now)}Z`,
    `equity ${dollars(view.equityUsd)}`,
    `day ${signedDollars(view.dayUsd)}`,
    `open ${view.positions.length}`,
    `entries ${entriesOfHour}`,
    `universe ${view.universeSize}`,
    `unprotected ${view.unprotectedMinutes}`,
    `duplicates ${view.duplicateOrders}`,
    ...(view.handlerFailures > 0 ? [`handlers that threw ${view.handlerFailures}`] : []),
    `${view.speed.toFixed(1)} min/s`,
    ...(view.noTrade === undefined ? [] : [view.noTrade]),
  ];
  return parts.join('  ');
}

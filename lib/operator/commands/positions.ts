import { netOf, oneRUsd } from '../../desk/position/evolve.ts';
import type { Position } from '../../desk/position/position.ts';
import { isOpen } from '../../desk/risk/exposure.ts';
import { dollars, minuteText } from '../../desk/words.ts';
import { tableLines } from '../../local/terminal/table.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { rText, signedDollars } from '../figures.ts';
import type { Screen } from '../screen.ts';
import { openLine, openPositionLines } from '../views/open-positions.ts';

/** A position that is over. */
interface ClosedLine {
  readonly id: string;
  readonly side: string;
  readonly closedAt: string | null;
  readonly executedUsd: number;
  readonly netUsd: number;
  readonly rMultiple: number;
  /** What closed the last of it. */
  readonly exit: string | null;
}

/** What is open, with its protection, and the newest of what is over. */
export async function positions({ reader }: Connection, closedShown: number): Promise<Answer> {
  const state = await reader.load();
  const closed = closedShown === 0 ? [] : await reader.closedPositions({ newest: closedShown });
  const now = state.book?.monitoredMinute;
  const open = state.positions.filter(isOpen).map(position => openLine(position, now));
  const over = closed.map(closedLine);
  return {
    json: { open, closed: over },
    lines: screen => [...openPositionLines(open, screen), ...closedLines(over, screen)],
  };
}

function closedLine(position: Position): ClosedLine {
  const net = netOf(position);
  const last = position.fills.at(-1);
  return {
    id: position.id,
    side: position.side,
    closedAt: position.closedAt === undefined ? null : minuteText(position.closedAt),
    executedUsd: position.executedNotionalUsd,
    netUsd: net,
    rMultiple: net / oneRUsd(position),
    exit: last?.kind ?? null,
  };
}

const COLUMNS = [
  { title: 'closed', align: 'left' },
  { title: 'side', align: 'left' },
  { title: 'at (UTC)', align: 'left', dropRank: 1 },
  { title: 'notional', align: 'right' },
  { title: 'net', align: 'right' },
  { title: 'R', align: 'right' },
  { title: 'last exit', align: 'left' },
] as const;

function closedLines(closed: readonly ClosedLine[], { width, paint }: Screen): readonly string[] {
  if (closed.length === 0) return [];
  const rows = closed.map(each => [
    { text: each.id },
    { text: each.side },
    { text: each.closedAt ?? '' },
    { text: dollars(each.executedUsd) },
    { text: signedDollars(each.netUsd), paint: each.netUsd < 0 ? paint.bad : paint.good },
    { text: rText(each.rMultiple) },
    { text: each.exit ?? '' },
  ]);
  return ['', ...tableLines(COLUMNS, rows, width, paint.dim)];
}

import type { Intent } from '../../desk/book.ts';
import type { JournalRecord } from '../../desk/journal.ts';
import type { Position } from '../../desk/position/position.ts';
import { isOpen } from '../../desk/risk/exposure.ts';
import type { SymbolId } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { newestNotTaken } from '../journal-search.ts';
import { suggestion } from '../nearest.ts';
import { knownSymbols, symbolNamed } from '../symbols.ts';
import { type NotTakenView, notTakenLines, notTakenView } from '../views/not-taken.ts';
import { positionLines, positionView } from '../views/position.ts';

/** `SOLUSDT-20250527T1430`. */
const POSITION_ID = /^.+-\d{8}T\d{4}$/;

/**
 * Why a trade is as large as it is: the position of an id or the newest of a symbol, else the symbol's newest trade
 * not taken. Throws a Refusal when there is neither.
 */
export async function explain(connection: Connection, typed: string): Promise<Answer> {
  const { reader } = connection;
  if (POSITION_ID.test(typed)) {
    const named = await positionOf(connection, typed);
    return explainPosition(named, undefined, (await reader.load()).intents);
  }
  const [state, reasons] = await Promise.all([reader.load(), reader.universeReasons()]);
  const symbol = await symbolAsked(connection, typed, knownSymbols(state, reasons));
  const open = state.positions.find(position => position.symbol === symbol && isOpen(position));
  const [closed] = open === undefined ? await reader.closedPositions({ symbol, newest: 1 }) : [];
  const position = open ?? closed;
  const now = state.book?.monitoredMinute;
  const notTaken = now === undefined ? undefined : await newestNotTaken(reader, symbol, now);
  if (position !== undefined) {
    const later = notTaken !== undefined && notTaken.minute > position.openedAt ? notTaken : undefined;
    return explainPosition(position, later, state.intents);
  }
  if (notTaken === undefined) {
    throw new Refusal(
      `${symbol}: no position, and no trade refused in the last 30 days; perpdesk why-not ${symbol} says why`,
    );
  }
  const view = notTakenView(notTaken);
  return { json: view, lines: screen => notTakenLines(view, screen) };
}

/** A symbol that has left every list may still have a history under its full name. */
async function symbolAsked(
  { reader }: Connection,
  typed: string,
  known: readonly SymbolId[],
): Promise<SymbolId> {
  const full = typed.toUpperCase() as SymbolId;
  if (!known.includes(full) && (await reader.closedPositions({ symbol: full, newest: 1 })).length > 0) {
    return full;
  }
  return symbolNamed(typed, known);
}

async function positionOf({ reader }: Connection, typed: string): Promise<Position> {
  const found = await reader.position(typed.toUpperCase());
  if (found !== undefined) return found;
  const [state, closed] = await Promise.all([reader.load(), reader.closedPositions({ newest: 200 })]);
  const ids = [...state.positions, ...closed].map(({ id }) => id);
  throw new Refusal(`${typed}: there is no such position${suggestion(typed, ids)}`);
}

type NotTaken = Extract<JournalRecord, { readonly type: 'not-taken' }>;

function explainPosition(
  position: Position,
  later: NotTaken | undefined,
  intents: readonly Intent[],
): Answer {
  const view = positionView(position, intents);
  const laterView: NotTakenView | undefined = later && notTakenView(later);
  return {
    json: { ...view, laterNotTaken: laterView ?? null },
    lines: screen => positionLines(view, laterView, screen),
  };
}

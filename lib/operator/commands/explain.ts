import type { Intent } from '../../desk/book.ts';
import type { JournalRecord } from '../../desk/journal.ts';
import type { Position } from '../../desk/position/position.ts';
import { isOpen } from '../../desk/risk/exposure.ts';
import type { SizingTrace } from '../../desk/sizing/trace.ts';
import type { Minute, SymbolId } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { newestNotTaken, newestVotes } from '../journal-search.ts';
import { type LimitThen, limitsInForce } from '../limits-in-force.ts';
import { suggestion } from '../nearest.ts';
import type { Screen } from '../screen.ts';
import { knownSymbols, symbolNamed } from '../symbols.ts';
import { limitsThenLines } from '../views/limits-then.ts';
import { type NotTakenView, notTakenLines, notTakenView } from '../views/not-taken.ts';
import { positionLines, positionView } from '../views/position.ts';
import { type VotesView, votesLines, votesView } from '../views/votes.ts';

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
    const { intents } = await reader.load();
    return explainPosition(named, undefined, intents, await contextOf(connection, named));
  }
  const state = await reader.load();
  const reasons = await reader.universeReasons();
  const symbol = await symbolAsked(connection, typed, knownSymbols(state, reasons));
  const open = state.positions.find(position => position.symbol === symbol && isOpen(position));
  const [closed] = open === undefined ? await reader.closedPositions({ symbol, newest: 1 }) : [];
  const position = open ?? closed;
  const now = state.book?.monitoredMinute;
  const notTaken = now === undefined ? undefined : await newestNotTaken(reader, symbol, now);
  if (position !== undefined) {
    const later = notTaken !== undefined && notTaken.minute > position.openedAt ? notTaken : undefined;
    return explainPosition(position, later, state.intents, await contextOf(connection, position));
  }
  if (notTaken === undefined) {
    throw new Refusal(
      `${symbol}: no position, and no trade refused in the last 30 days; npm run desk -- why-not ${symbol} says why`,
    );
  }
  const view = notTakenView(notTaken);
  const context = await contextOf(connection, { ...notTaken, trace: notTaken.trace ?? [] });
  return {
    json: { ...view, ...context },
    lines: screen => [...notTakenLines(view, screen), ...contextLines(context, screen)],
  };
}

/** What stood behind a decision: the models' word at its bar, and every limit as it was then. */
interface Context {
  readonly votes: VotesView | null;
  readonly limits: readonly LimitThen[];
}

/** Of a position, or of a trade that was not taken. */
interface Decided {
  readonly symbol: SymbolId;
  readonly trace: SizingTrace;
  readonly openedAt?: Minute;
  readonly minute?: Minute;
}

async function contextOf(
  { reader, limits }: Connection,
  { symbol, trace, openedAt, minute = openedAt }: Decided,
): Promise<Context> {
  if (minute === undefined) return { votes: null, limits: [] };
  const votes = votesView(await newestVotes(reader, minute), symbol);
  return { votes: votes ?? null, limits: await limitsInForce(limits, minute, trace) };
}

const contextLines = ({ votes, limits }: Context, screen: Screen): readonly string[] => [
  ...(votes === null ? [] : ['', screen.paint.bold('Votes'), ...votesLines(votes, screen)]),
  '',
  screen.paint.bold('Limits in force'),
  ...limitsThenLines(limits, screen),
];

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
  const state = await reader.load();
  const closed = await reader.closedPositions({ newest: 200 });
  const ids = [...state.positions, ...closed].map(({ id }) => id);
  throw new Refusal(`${typed}: there is no such position${suggestion(typed, ids)}`);
}

type NotTaken = Extract<JournalRecord, { readonly type: 'not-taken' }>;

function explainPosition(
  position: Position,
  later: NotTaken | undefined,
  intents: readonly Intent[],
  context: Context,
): Answer {
  const view = positionView(position, intents);
  const laterView: NotTakenView | undefined = later && notTakenView(later);
  return {
    json: { ...view, ...context, laterNotTaken: laterView ?? null },
    lines: screen => [...positionLines(view, laterView, screen), ...contextLines(context, screen)],
  };
}

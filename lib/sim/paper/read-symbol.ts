import { type Candle, INTERVAL_MS } from '../../desk/candle.ts';
import type { Instrument } from '../../desk/instrument.ts';
import {
  epochMs,
  type Fraction,
  HOUR_MS,
  MINUTE_MS,
  type Minute,
  minuteOf,
  type Side,
  type SymbolId,
} from '../../desk/units.ts';
import { type Depth, type Mark, PortError } from '../../ports.ts';
import type { Look } from './account.ts';
import { type Mixed, withQuarters } from './bars.ts';
import { soundBars } from './sound.ts';
import { type PaperSources, readDepth, readMark, STALE_MS } from './sources.ts';

/** Bars of one answer at most, and the number that still has the least request weight. */
const BARS_MAX = 1_500;
const BARS_CHEAP = 99;
/** Bars before the stretch: a crash leaves the book thin for a while, and a settlement is at the mean of its last hour. */
const BARS_BEFORE = 17;
const BARS_BEFORE_DELIVERY = 62;
/** Without a bar of the new minute, the one before counts as closed when so much of the new one has passed. */
const BAR_SETTLES_MS = 5_000;
/** Bars that stop while the mark goes on: a halt of trading, which is played as the gap it is. */
const HALTED_MS = 15 * MINUTE_MS;

/** What the account has at stake in a symbol. */
export interface Subject {
  readonly symbol: SymbolId;
  readonly instrument: Instrument;
  readonly look: Look | undefined;
  /** Of the position; undefined without one. */
  readonly side: Side | undefined;
}

/** What was read of one symbol since `from`. */
export interface SymbolReading extends Mixed {
  readonly subject: Subject;
  readonly funding: ReadonlyMap<number, Fraction>;
  /** Neither after the symbol's delivery. */
  readonly mark: Mark | undefined;
  readonly depth: Depth | undefined;
  /** The minute that the account can be moved to, as far as this symbol's data goes. */
  readonly reaches: Minute;
}

/** Reads everything that moves the account in one symbol from minute `from` to minute `to`. Throws a PortError. */
export async function readSymbol(
  sources: PaperSources,
  subject: Subject,
  from: Minute,
  to: Minute,
): Promise<SymbolReading> {
  const { symbol, instrument, side } = subject;
  const over = instrument.deliveryAt <= to;
  const [{ bars, minutesFrom }, funding, mark, depth] = await Promise.all([
    readBars(sources, subject, from, to),
    readFunding(sources, subject, from, to),
    over ? undefined : readMark(sources, symbol),
    over || side === undefined ? undefined : readDepth(sources, symbol),
  ]);
  const reaches = mark === undefined ? to : reachOf(symbol, bars.at(-1), mark, to);
  return { subject, bars, minutesFrom, funding, mark, depth, reaches };
}

async function readBars(
  { market }: PaperSources,
  subject: Subject,
  from: Minute,
  to: Minute,
): Promise<Mixed> {
  const { symbol, instrument } = subject;
  const over = instrument.deliveryAt <= to;
  const wanted = (to - from) / MINUTE_MS + 1 + (over ? BARS_BEFORE_DELIVERY : BARS_BEFORE);
  const limit = Math.min(BARS_MAX, Math.max(BARS_CHEAP, wanted));
  const read = market.candles(symbol, '1m', limit);
  const minutes = soundBars(await (over ? orNone(read) : read), symbol);
  const minutesFrom = minuteOf(minutes[0]?.at ?? from);
  if (minutesFrom <= from || minutes.length < BARS_MAX) return { bars: minutes, minutesFrom };
  const quarters = Math.ceil((to - from) / INTERVAL_MS['15m']) + 1;
  const coarse = await market.candles(symbol, '15m', Math.min(BARS_MAX, quarters));
  return withQuarters(soundBars(coarse, symbol), minutes, from, subject);
}

/** A delivered symbol may be known no longer; any other failure is a failure. */
async function orNone(read: Promise<readonly Candle[]>): Promise<readonly Candle[]> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof PortError && error.kind === 'malformed') return [];
    throw error;
  }
}

const NO_FUNDING: ReadonlyMap<number, Fraction> = new Map();

/** Settlements are on whole hours. One that is due and not published yet is paid at the rate that was announced. */
async function readFunding(
  { funding }: PaperSources,
  { symbol, look, side }: Subject,
  from: Minute,
  to: Minute,
): Promise<ReadonlyMap<number, Fraction>> {
  if (side === undefined || Math.floor(from / HOUR_MS) === Math.floor(to / HOUR_MS)) return NO_FUNDING;
  const settled = await funding.settlements(symbol, epochMs(from + 1));
  const rates = new Map<number, Fraction>(settled.map(({ at, rate }) => [minuteOf(at), rate]));
  for (const [at, rate] of rates)
    if (!Number.isFinite(at) || !Number.isFinite(rate))
      throw new PortError('malformed', `a settlement of ${symbol} cannot be read: ${rate} at ${at}`);
  const due = look?.funding;
  if (due !== undefined && due.at > from && due.at <= to && !rates.has(minuteOf(due.at)))
    rates.set(minuteOf(due.at), due.rate);
  return rates;
}

/**
 * A bar is closed when the next one has begun, or when so much of its minute has passed by the venue's own time, the
 * mark's. Whoever asks with a clock that is ahead is told of the minute before.
 */
function reachOf(symbol: SymbolId, newest: Candle | undefined, mark: Mark, to: Minute): Minute {
  if (newest === undefined) throw new PortError('unavailable', `the venue gives no bars of ${symbol}`);
  const behind = to - newest.at;
  if (behind <= 0 || behind > HALTED_MS) return to;
  if (behind === MINUTE_MS && mark.at - to >= BAR_SETTLES_MS) return to;
  if (behind <= STALE_MS) return minuteOf(newest.at);
  throw new PortError(
    'unavailable',
    `the bars of ${symbol} are stale: the newest is of ${new Date(newest.at).toISOString()}`,
  );
}

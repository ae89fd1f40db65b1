import { MINUTE_MS, type Minute, minuteOf, type SymbolId, sideOf } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { Engine } from '../engine/engine.ts';
import { busySymbols, type Look, type PaperAccount } from './account.ts';
import { afterLook } from './bars.ts';
import { shapeOf, worseShape } from './books.ts';
import type { Listed } from './listing.ts';
import { pruned } from './prune.ts';
import { readSymbol, type Subject, type SymbolReading } from './read-symbol.ts';
import type { PaperSources } from './sources.ts';
import { type Series, windowMarket } from './window.ts';

/** An account that was moved, and what could not be seen on the way. */
export interface Advanced {
  readonly account: PaperAccount;
  /** Whether anything but its clock may have changed. */
  readonly changed: boolean;
  readonly remarks: readonly string[];
}

/**
 * Moves the account to minute `to`, or as far towards it as the market's data goes, over real bars of whatever it has at
 * stake. Undefined where there is nothing to move. Throws a PortError when something that is needed cannot be read: then
 * no symbol is moved, since all of them share one account.
 */
export async function advanced(
  account: PaperAccount,
  listed: Listed,
  sources: PaperSources,
  to: Minute,
): Promise<Advanced | undefined> {
  const from = minuteOf(account.engine.now);
  const subjects = busySymbols(account.engine).map(symbol => subjectOf(account, listed, symbol));
  if (to <= from) return undefined;
  if (subjects.length === 0) {
    return { account: { ...account, engine: { ...account.engine, now: to } }, changed: false, remarks: [] };
  }
  const readings = await Promise.all(subjects.map(subject => readSymbol(sources, subject, from, to)));
  const reached = minuteOf(Math.min(to, ...readings.map(({ reaches }) => reaches)));
  if (reached <= from) return undefined;
  const engine = played(account, listed, readings, from, reached);
  const busy = new Set(busySymbols(engine.state));
  return {
    account: {
      // What a release after this one has added goes on with it.
      ...account,
      engine: pruned(engine.snapshot(), from),
      looks: Object.fromEntries(
        readings.flatMap(reading => (busy.has(reading.subject.symbol) ? looked(reading) : [])),
      ),
    },
    changed: true,
    remarks: readings.flatMap(reading => unseen(reading, from, reached)),
  };
}

function subjectOf({ engine, looks }: PaperAccount, listed: Listed, symbol: SymbolId): Subject {
  const look = looks[symbol];
  const instrument = listed.plain.find(each => each.symbol === symbol) ?? look?.instrument;
  if (instrument === undefined)
    throw new Error(`nothing is known of ${symbol}, which the account has at stake`);
  const held = engine.positions[symbol];
  return { symbol, instrument, look, side: held === undefined ? undefined : sideOf(held.qty) };
}

/** Plays the minutes. What goes off on the way meets a book as thin as the worse of the last reading and this one. */
function played(
  account: PaperAccount,
  listed: Listed,
  readings: readonly SymbolReading[],
  from: Minute,
  to: Minute,
): Engine {
  const series = new Map(
    readings.map(reading => [reading.subject.symbol as string, seriesOf(reading, from)]),
  );
  const engine = Engine.restore(account.engine, windowMarket(listed.sim, series, { from, to }));
  const shapes = readings.flatMap(({ subject: { symbol, instrument }, depth, bars }) =>
    depth === undefined ? [] : [{ symbol, shape: shapeOf(depth, instrument.tickSize, { bars, now: to }) }],
  );
  for (const { symbol, shape } of shapes)
    engine.setBook(symbol, worseShape(engine.state.books[symbol], shape));
  engine.advance(to);
  for (const { symbol, shape } of shapes) engine.setBook(symbol, shape);
  return engine;
}

function seriesOf({ subject: { look, side }, bars, funding }: SymbolReading, from: Minute): Series {
  if (look === undefined || minuteOf(look.at) !== from) return { bars, funding };
  return {
    bars: bars.map(bar => (bar.at === from ? afterLook(bar, look, side !== 'short') : bar)),
    funding,
  };
}

function looked({ subject: { symbol, instrument, look }, mark }: SymbolReading): [string, Look][] {
  if (mark === undefined) return look === undefined ? [] : [[symbol, look]];
  const funding = { at: mark.nextFundingAt, rate: mark.fundingRate };
  return [[symbol, { at: mark.at, mark: mark.mark, funding, instrument }]];
}

/** What of the stretch was played in quarter hours, and what could not be played at all. */
function unseen({ subject, bars, minutesFrom }: SymbolReading, from: Minute, reached: Minute): string[] {
  const { symbol, instrument, side } = subject;
  if (side === undefined) return [];
  const to = Math.min(reached, instrument.deliveryAt);
  const span = (until: number) => `${minuteText(from)} to ${minuteText(until)}`;
  const within = (since: number, until: number) =>
    bars.filter(bar => bar.at >= since && bar.at < until).length;
  const quarters = within(from, minutesFrom);
  const missing =
    Math.floor((to - from) / MINUTE_MS) - quarters * 15 - within(Math.max(from, minutesFrom), to);
  return [
    ...(quarters === 0
      ? []
      : [
          `${symbol} was played in ${quarters} quarter hours from ${span(minutesFrom)}: its minutes are no longer given`,
        ]),
    ...(missing <= 0
      ? []
      : [`${missing} minutes of ${symbol} have no bar from ${span(to)}, and were not played`]),
  ];
}

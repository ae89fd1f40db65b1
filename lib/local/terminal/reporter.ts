import { HOUR_MS, type Minute } from '../../desk/units.ts';
import type { HandlerFailure } from '../handlers.ts';
import type { Paint } from './paint.ts';
import type { ViewReader } from './reader.ts';
import { hourLine, type Size, screenLines } from './screen.ts';

/** Tells a person how the run goes. */
export interface Reporter {
  /** After each minute, when the market has gone on to `now`. */
  readonly after: (now: Minute, failures: readonly HandlerFailure[]) => Promise<void>;
  /** Gives the terminal back. */
  close(): void;
}

type Screen = (text: string) => void;

const ESCAPE = '\u001b[';
/** Second screen, no cursor, and no line wraps where a terminal is very narrow. */
const ENTER = `${ESCAPE}?1049h${ESCAPE}?25l${ESCAPE}?7l`;
const LEAVE = `${ESCAPE}?7h${ESCAPE}?25h${ESCAPE}?1049l`;
const HOME = `${ESCAPE}H`;
/** Before the text: after a line of full width it would take the last character away. */
const CLEAR_LINE = `${ESCAPE}2K`;
const REST_OF_SCREEN = `${ESCAPE}J`;
/** A run at full speed is not slowed down by being watched. */
const REDRAW_EVERY_MS = 200;

/** The view in place, on the terminal's second screen, so that what was there before comes back. */
export function liveReporter(reader: ViewReader, screen: Screen, size: () => Size, paint: Paint): Reporter {
  let drawnAt = Number.NEGATIVE_INFINITY;
  screen(ENTER);
  return {
    after: async (now, failures) => {
      reader.played(now, failures);
      if (performance.now() - drawnAt < REDRAW_EVERY_MS) return;
      drawnAt = performance.now();
      const { view } = await reader.read(now);
      const lines = screenLines(view, size(), paint).map(line => CLEAR_LINE + line);
      const below = lines.length < size().rows ? `\r\n${REST_OF_SCREEN}` : '';
      screen(`${HOME}${lines.join('\r\n')}${below}`);
    },
    close: () => screen(LEAVE),
  };
}

const TIME = /\d{4}-\d\d-\d\d|\d\d:\d\d/g;

/** A line for each hour of market time, and one for each new thing that a handler threw. */
export function hourlyReporter(reader: Pick<ViewReader, 'played' | 'read'>, screen: Screen): Reporter {
  const told = new Set<string>();
  let reason: string | undefined;
  return {
    after: async (now, failures) => {
      reader.played(now, failures);
      for (const { handler, because } of failures) {
        const line = `${handler} threw: ${because}\n`;
        if (!told.has(line)) screen(line);
        told.add(line);
      }
      if (now % HOUR_MS !== 0) return;
      told.clear();
      const { view, news } = await reader.read(now);
      // A reason that is the hour before's but for the time of day has been read already.
      const before = reason;
      reason = view.noTrade?.replaceAll(TIME, '');
      const shown = reason === before ? { ...view, noTrade: undefined } : view;
      screen(`${hourLine(shown, news.filter(({ type }) => type === 'entry').length)}\n`);
    },
    close: () => {},
  };
}

import { MINUTE_MS, type Minute, minutesAfter } from '../desk/units.ts';
import { dollars, minuteText } from '../desk/words.ts';
import { type DeskRun, summarise } from './desk-run.ts';
import { marketWords } from './market.ts';
import type { StartOptions } from './options.ts';
import type { Output } from './output.ts';
import { play } from './play.ts';
import { Refusal } from './refusal.ts';
import type { ServerProcess } from './server-process.ts';
import type { DeskSettings } from './settings.ts';
import type { Summary } from './summary.ts';
import { paintFor } from './terminal/paint.ts';
import { ViewReader } from './terminal/reader.ts';
import { hourlyReporter, liveReporter, type Reporter } from './terminal/reporter.ts';
import { summaryLines } from './terminal/summary-table.ts';

/** What a person can watch: a quarter of an hour of market time in about four seconds. */
const WATCHABLE_SPEED = 4;
const HINT = 'try: npm start -- --fresh --demo (a made-up list), or --force-signals FILE';
/** Where nobody can tell how wide a line may be. */
const PIPE_COLUMNS = 100;

export interface Session {
  readonly start: StartOptions;
  readonly settings: DeskSettings;
  readonly servers: Pick<ServerProcess, 'goesOn' | 'aside' | 'findings' | 'hasEnded'>;
  readonly run: DeskRun;
  readonly output: Output;
  readonly stop: AbortSignal;
  /** Where the page of the desk is served; undefined where it is not. */
  readonly page: string | undefined;
}

/** Runs the desk from where it stands until its end or until it is stopped, and tells the person at the terminal. */
export async function runSession(session: Session): Promise<Summary> {
  const { run, stop, output } = session;
  output.screen(`${greeting(session)}\n`);
  const beganMs = performance.now();
  const now = await playOn(session);
  const summary = await summarise(run, now, (performance.now() - beganMs) / 1_000);
  const played = (now - run.next) / MINUTE_MS;
  const lines = summaryLines(summary, played, process.stdout.columns ?? PIPE_COLUMNS);
  output.screen(`${lines.join('\n')}\n${ending(stop.aborted)}\n`);
  return summary;
}

async function playOn(session: Session): Promise<Minute> {
  const { start, servers, run, stop } = session;
  const isTty = process.stdout.isTTY === true;
  const watchable = isTty && start.jsonFile === undefined ? WATCHABLE_SPEED : 0;
  const reporter = reporterOf(session, isTty);
  try {
    return await play({
      ...run,
      from: run.next,
      until: start.minutes === undefined ? run.marketEndsAt : minutesAfter(run.startedAt, start.minutes),
      speed: start.speed ?? watchable,
      stop,
      after: reporter.after,
    });
  } catch (error) {
    if (!(await servers.hasEnded())) throw error;
    throw new Refusal('the process of the exchange and the stores has ended; start again to go on');
  } finally {
    reporter.close();
  }
}

/** What a person reads first: which desk, where it stands, and what is odd about its data. */
export function greeting({ settings, servers, run, page }: Session): string {
  const { desk, market, equityUsd, account } = settings;
  const time = `${minuteText(run.next)} UTC`;
  const how = servers.goesOn ? `goes on at ${time}` : `begins at ${time} with ${dollars(equityUsd)}`;
  const { aside, findings } = servers;
  const former =
    aside === undefined ? '' : `The former desk was set aside in ${aside}; --state goes on with it.\n`;
  const look = page === undefined ? '' : `\nsee it at ${page}`;
  const odd = findings.map(line => `\ndata: ${line}`).join('');
  return `${former}desk ${desk}: ${marketWords(market)}, ${account} account, ${how}${odd}${look}`;
}

const ending = (stopped: boolean): string =>
  stopped
    ? `Stopped after the running minute. Start again to go on; --fresh begins anew. ${LOOK}`
    : `The run is complete. A larger --minutes goes on; --fresh begins anew. ${LOOK}`;
const LOOK = 'npm run desk -- dashboard shows its page.';

function reporterOf({ settings, run, output, page }: Session, isTty: boolean): Reporter {
  const { desk, market, signals, models } = settings;
  const forced = { none: '', demo: ' · FORCED demo list', file: ' · FORCED list' }[signals.kind];
  const look = page === undefined ? '' : ` · ${page}`;
  const title = `desk ${desk} · ${marketWords(market)}${forced}${look}`;
  const hint = signals.kind === 'none' && models === undefined ? HINT : undefined;
  const followsList = signals.kind !== 'none';
  const source = { title, hint, followsList, reader: run.reader, exchange: run.exchange };
  const reader = new ViewReader(source, run.next);
  if (!isTty) return hourlyReporter(reader, output.screen);
  const size = () => ({ columns: process.stdout.columns, rows: process.stdout.rows });
  return liveReporter(reader, output.screen, size, paintFor(process.env, isTty));
}

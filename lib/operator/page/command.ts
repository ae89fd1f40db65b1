import { type Command, InvalidArgumentError } from 'commander';
import { Refusal } from '../../local/refusal.ts';
import { stopOnSignals } from '../../local/stop.ts';
import { connect } from '../connect.ts';
import type { Connection, Whereabouts } from '../connection.ts';
import { openPage, type Page, type PageOptions } from './open.ts';

/** Where the page is served when nobody says. */
export const PAGE_PORT = 4680;

/** Adds `--port` to the command that serves the page, and what it does: it runs until Ctrl-C. */
export const serving = <Flags extends { readonly json?: boolean }>(
  command: Command,
  whereabouts: (flags: Flags) => Whereabouts,
  say: (text: string) => void,
): Command =>
  command
    .option('--port <N>', `port on this machine (default ${PAGE_PORT}, or any free one)`, portTyped)
    .action(async (flags: Flags & { readonly port?: number }) => {
      const where = whereabouts(flags);
      const stop = stopOnSignals();
      const dashboard = await openDashboard(where, flags.port, true);
      const { url } = dashboard.page;
      say(flags.json === true ? `${JSON.stringify({ url })}\n` : `${url}  (Ctrl-C ends it)\n`);
      await new Promise<void>(resolve => stop.addEventListener('abort', () => resolve()));
      await dashboard.close();
    });

export function portTyped(typed: string): number {
  const port = Number(typed);
  if (/^\d+$/.test(typed) && port <= 65_535) return port;
  throw new InvalidArgumentError('give a port from 0 to 65535');
}

/**
 * Reaches a desk and opens its page. Rejects with a Refusal where there is no desk, or the port is taken. With `atOnce` the
 * desk must answer now; one that is just being started is waited for by the page.
 */
export async function openDashboard(
  where: Whereabouts,
  port: number | undefined,
  atOnce: boolean,
): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const desk = await connect(where, { shares: true });
  try {
    if (atOnce) await desk.reader.load();
    const place = where.aws ? 'cloud' : 'embedded';
    const page = await opened(desk, { place, flags: flagsOf(where) }, port);
    return {
      page,
      close: async () => {
        await page.close();
        await desk.close();
      },
    };
  } catch (error) {
    await desk.close();
    throw error;
  }
}

/** Somebody who named no port has no use for the news that it is taken. */
async function opened(desk: Connection, options: Omit<PageOptions, 'port'>, port: number | undefined) {
  try {
    return await openPage(desk, { ...options, port: port ?? PAGE_PORT });
  } catch (error) {
    if (port !== undefined || !(error instanceof Refusal)) throw error;
    return await openPage(desk, { ...options, port: 0 });
  }
}

const flagsOf = ({ region, profile }: Whereabouts): string =>
  `${region === undefined ? '' : ` --region ${region}`}${profile === undefined ? '' : ` --profile ${profile}`}`;

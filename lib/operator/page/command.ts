import { type Command, InvalidArgumentError } from 'commander';
import { stopOnSignals } from '../../local/stop.ts';
import { connect } from '../connect.ts';
import type { Whereabouts } from '../connection.ts';
import { openPage, type Page } from './open.ts';

/** Where the page is served when nobody says. */
export const PAGE_PORT = 4680;

/** Adds `--port` to the command that serves the page, and what it does: it runs until Ctrl-C. */
export const serving = <Flags extends { readonly json?: boolean }>(
  command: Command,
  whereabouts: (flags: Flags) => Whereabouts,
  say: (text: string) => void,
): Command =>
  command
    .option('--port <N>', 'port on this machine, 0 for any free one', portTyped, PAGE_PORT)
    .action(async (flags: Flags & { readonly port: number }) => {
      const where = whereabouts(flags);
      const stop = stopOnSignals();
      const dashboard = await openDashboard(where, flags.port, true);
      const { url } = dashboard.page;
      say(
        flags.json === true ? `${JSON.stringify({ url })}\n` : `${url}  (Ctrl-C ends it; the desk goes on)\n`,
      );
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
  port: number,
  atOnce: boolean,
): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const desk = await connect(where);
  try {
    if (atOnce) await desk.reader.load();
    const place = where.aws ? 'cloud' : 'embedded';
    const page = await openPage(desk, { place, port, flags: flagsOf(where) });
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

const flagsOf = ({ region, profile }: Whereabouts): string =>
  `${region === undefined ? '' : ` --region ${region}`}${profile === undefined ? '' : ` --profile ${profile}`}`;

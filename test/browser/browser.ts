import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is; throws one line where it is not. */
function executable(): string {
  const found = [process.env.CHROMIUM, ...PLACES].find(path => path !== undefined && existsSync(path));
  if (found === undefined)
    throw new Error('no Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM');
  return found;
}

/** A real Chromium without a window, that looks nothing up on its own. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export interface Watched {
  readonly page: Page;
  /** What the console and uncaught errors said, refused content among it. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for something. */
  readonly hosts: ReadonlySet<string>;
  close(): Promise<void>;
}

/** A new page, and what goes wrong in it. */
export async function open(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  page.on('request', request => hosts.add(new URL(request.url()).host));
  return { page, complaints, hosts, close: () => context.close() };
}

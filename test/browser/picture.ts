/** `npm run picture -- --state DIR`: takes the README's picture of the page, of a desk at rest or one that runs. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectEmbedded } from '../../lib/operator/embedded.ts';
import { openPage } from '../../lib/operator/page/open.ts';
import { launch, open } from './browser.ts';

const { values } = parseArgs({ options: { state: { type: 'string', default: '.perpdesk' } } });

async function take(state: string): Promise<string> {
  const desk = await connectEmbedded({ state, desk: undefined });
  const served = await openPage(desk, { place: 'embedded', port: 0 });
  const browser = await launch();
  const path = join(resolve(import.meta.dirname, '../..'), 'docs/page.png');
  const { page } = await open(browser, { viewport: { width: 1280, height: 1080 } });
  await page.goto(served.url);
  await page.waitForSelector('.tile canvas');
  await page.waitForTimeout(2_000);
  await page.screenshot({ path });
  await browser.close();
  await served.close();
  await desk.close();
  return path;
}

take(values.state).then(
  path => console.info(`written: ${path}`),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figuresOf } from '../../lib/replay/figures/figures.ts';
import { reportHtml } from '../../lib/replay/report/report.ts';
import { cutShort, quiet, replayed } from '../kit/replayed.ts';
import seriousFindings from './axe.ts';
import { launch, open, type Watched } from './browser.ts';

/** A replay's report as it is opened: a file, in a real browser. */

const RUNS = { full: replayed(), cut: cutShort(), quiet: quiet() };
type Run = keyof typeof RUNS;
const SCREENS: Readonly<Record<string, BrowserContextOptions>> = {
  'a screen, light': { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  'a screen, dark': { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  'a phone, light': { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  'a phone, dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
};

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'replay-report-'));
const fileOf = (run: string): string => join(folder, `${run}.html`);

beforeAll(async () => {
  for (const [name, run] of Object.entries(RUNS))
    writeFileSync(fileOf(name), reportHtml(run, figuresOf(run)));
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function opened(run: Run, options: BrowserContextOptions = {}, hash = ''): Promise<Watched> {
  const watched = await open(browser, options);
  await watched.page.goto(`${pathToFileURL(fileOf(run)).href}${hash}`);
  return watched;
}

describe.each(Object.entries(SCREENS))('on %s', (_name, screen) => {
  test.each(Object.keys(RUNS) as Run[])(
    'the report of a run (%s) can be read by everybody, and asks for nothing',
    async run => {
      const { page, complaints, hosts, close } = await opened(run, screen);
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      expect([...hosts]).toEqual(['']);
      const [room, width] = (await page.evaluate(
        '[document.documentElement.clientWidth, document.documentElement.scrollWidth]',
      )) as readonly [number, number];
      expect(width).toBeLessThanOrEqual(room);
      await close();
    },
  );
});

describe('with a script', () => {
  test('one trade is seen, and is chosen from a list, by its buttons or by its number', async () => {
    const { page, close } = await opened('full');
    const seen = () => page.locator('details.trade:visible').count();
    const which = () => page.locator('details.trade:visible [id]').getAttribute('id');
    expect(await seen()).toBe(1);
    const first = await which();
    await page.locator('.choose .next').click();
    expect(await which()).not.toBe(first);
    await page.locator('.choose select').selectOption({ index: 5 });
    const sixth = await which();
    await page.locator(`table.trades a[href="#${first}"]`).click();
    await expect.poll(which).toBe(first);
    expect(sixth).not.toBe(first);
    expect(await seen()).toBe(1);
    await close();
  });

  test('a link to a trade opens on it', async () => {
    const drawn = RUNS.full.trades.findLastIndex(({ bars }) => bars !== undefined) + 1;
    const { page, close } = await opened('full', {}, `#trade-${drawn}`);
    expect(await page.locator('details.trade:visible [id]').getAttribute('id')).toBe(`trade-${drawn}`);
    await close();
  });

  test('the list of trades sorts by number, both ways', async () => {
    const { page, close } = await opened('full');
    const nets = async () =>
      (await page.locator('table.trades tbody tr td:nth-child(13)').allTextContents()).map(text =>
        Number(text.replaceAll(/[$,+]/g, '')),
      );
    await page.locator('table.trades thead th:nth-child(13) button').click();
    const up = await nets();
    expect(up).toEqual(up.toSorted((a, b) => a - b));
    await page.locator('table.trades thead th:nth-child(13) button').click();
    expect(await nets()).toEqual(up.toReversed().toSorted((a, b) => b - a));
    await close();
  });

  test('the pointer reads the account', async () => {
    const { page, close } = await opened('full');
    const readout = page.locator('.account .readout');
    const before = await readout.textContent();
    await page.locator('.account .draw').first().hover();
    expect(await readout.textContent()).toMatch(
      /^2025-\d\d-\d\d \d\d:\d\d UTC: \$[\d,.]+, drawdown [\d.]+ %, gross/,
    );
    await page.locator('.top h1').hover();
    expect(await readout.textContent()).toBe(before);
    await close();
  });
});

test('without a script every trade with a chart can be unfolded', async () => {
  const { page, close } = await opened('full', { javaScriptEnabled: false });
  const summaries = page.locator('details.trade > summary');
  expect(await summaries.count()).toBe(RUNS.full.trades.filter(({ bars }) => bars !== undefined).length);
  await summaries.nth(3).click();
  expect(await page.locator('details.trade[open]').count()).toBe(1);
  expect(await page.locator('details.trade').nth(3).locator('svg').isVisible()).toBe(true);
  await close();
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../lib/operator/program.ts';
import seriousFindings from './axe.ts';
import { launch, open, type Watched } from './browser.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A desk as `npm start` runs it, on the made-up list, which keeps positions open for as long as a test looks; and its page. */
let folder: string;
let desk: ChildProcess;
let url: string;
let browser: Browser;
let watched: Watched;
/** From the start of the program to the first position on the page. */
let secondsToPosition: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perpdesk-browser-'));
  const began = performance.now();
  const args = ['--state', folder, '--fresh', '--demo', '--page-port', '0', '--speed', '4'];
  desk = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'lib/local/main.ts'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  url = await addressOf(desk);
  browser = await launch();
  watched = await open(browser);
  await watched.page.goto(url);
  await watched.page.waitForSelector('.tile');
  secondsToPosition = (performance.now() - began) / 1_000;
});
afterAll(async () => {
  await browser?.close();
  desk?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** What the greeting says of it. What the desk says later is read, and thrown away. */
const addressOf = ({ stdout }: ChildProcess): Promise<string> =>
  new Promise((found, failed) => {
    let said = '';
    stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, address] = /see it at (\S+)/.exec(said) ?? [];
      if (address !== undefined) found(address);
    });
    stdout?.on('end', () => failed(new Error(`it ended: ${said}`)));
  });

/** Runs a command on the same desk. */
async function asked(...args: readonly string[]): Promise<unknown> {
  let out = '';
  const write = (text: string) => {
    out += text;
    return true;
  };
  const sink = { write } as unknown as NodeJS.WritableStream;
  await runCommand([...args, '--json', '--state', folder], { out: sink, err: sink, env: {} });
  return JSON.parse(out);
}

describe('the page of a desk that runs', () => {
  test('shows the first position within five minutes of the start, and goes on without reloading', async () => {
    console.info(`first position on the page ${secondsToPosition.toFixed(1)} s after the start`);
    expect(secondsToPosition).toBeLessThan(300);
    const minute = watched.page.locator('.figures div', { hasText: 'Minute' }).locator('dd');
    const before = await minute.textContent();
    await expect.poll(() => minute.textContent(), { timeout: 20_000 }).not.toBe(before);
  });

  test('answers in one click why a position is as large as it is, as the command does', async () => {
    const { page } = watched;
    await page.goto(url);
    await page.locator('.tile .size a').first().click();
    await page.waitForSelector('.waterfall li');
    const id = decodeURIComponent(new URL(page.url()).hash.replace('#/trade/', ''));
    const told = (await asked('explain', id)) as { size: string; position: { trace: { step: string }[] } };
    expect(await page.locator('.lead').textContent()).toBe(`${told.size}.`);
    const steps = await page.locator('.waterfall .what').allTextContents();
    expect(steps.length).toBeGreaterThanOrEqual(told.position.trace.length);
    for (const [i, { step }] of told.position.trace.entries()) expect(steps[i]).toContain(step);
  });

  test('draws each position with its mark, entry, stop and targets, and says so in words', async () => {
    const { page } = watched;
    await page.goto(url);
    const chart = page.locator('.tile .plot[role=img]').first();
    await expect.poll(() => chart.locator('canvas').count()).toBe(1);
    expect(await chart.getAttribute('aria-label')).toMatch(/entry .*mark .*stop .*targets /);
  });

  test('edits a limit after its checks, and the store has the new version', async () => {
    const { page } = watched;
    await page.goto(`${url}#/limits`);
    const row = page.locator('.limits li', { hasText: 'risk/positions-max' });
    await row.locator('summary').click();
    const field = row.locator('.edit input');
    await field.fill('4000');
    await row.getByRole('button', { name: 'Set it' }).click();
    await expect.poll(() => row.locator('[role=status]').textContent()).toMatch(/risk\/positions-max: .*40/);
    await field.fill('7');
    await row.getByRole('button', { name: 'Set it' }).click();
    await expect.poll(() => row.locator('[role=status]').textContent()).toMatch(/15 → 7, v2/);
    expect(await asked('limits', 'get', 'risk/positions-max')).toMatchObject({ text: '7', version: 2 });
    await expect.poll(() => row.locator('.history').textContent()).toMatch(/v2.*7.*v1.*15/s);
  });

  test('filters the log by kind and by words', async () => {
    const { page } = watched;
    await page.goto(`${url}#/log`);
    await page.waitForSelector('.log li');
    await page.getByLabel('Kind').selectOption('entry,slice');
    await expect
      .poll(async () => new Set(await page.locator('.log .kind').allTextContents()))
      .toEqual(new Set(['entry']));
    await page.getByLabel('Words').fill('no such words');
    await expect.poll(() => page.locator('.panel .empty').textContent()).toMatch(/No line/);
  });

  test('shows the daily report as the command prints it', async () => {
    const { page } = watched;
    await page.goto(`${url}#/money`);
    const told = (await asked('report', '--day', '2026-01-05')) as { text: string };
    await page.getByLabel('Day').fill('2026-01-05');
    const [headline = ''] = told.text.split('\n');
    await expect.poll(() => page.locator('.report').textContent()).toContain(headline);
  });

  test('is worked by keyboard alone', async () => {
    const { page } = watched;
    await page.goto(url);
    await page.waitForSelector('nav a');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).hash).toBe('#/trades');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  const SECTIONS = ['', 'trades', 'money', 'universe', 'models', 'limits', 'log'];
  test.each([
    { scheme: 'light', width: 1280 },
    { scheme: 'dark', width: 1280 },
    { scheme: 'dark', width: 390 },
    { scheme: 'light', width: 390 },
  ] as const)(
    'has nothing serious for axe to find, $scheme, $width pixels wide',
    async ({ scheme, width }) => {
      const { page, complaints, close } = await open(browser, {
        colorScheme: scheme,
        viewport: { width, height: 844 },
      });
      const found: string[] = [];
      for (const section of SECTIONS) {
        await page.goto(`${url}#/${section}`);
        await page.waitForSelector('main .panel');
        await page.waitForTimeout(300);
        found.push(...(await seriousFindings(page)).map(each => `${section || 'now'}: ${each}`));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${section} is wider than the screen`).toBeLessThanOrEqual(0);
      }
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test('asks nobody but its own server for anything, and nothing in it is refused', () => {
    expect([...watched.hosts]).toEqual([new URL(url).host]);
    expect(watched.complaints).toEqual([]);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../lib/operator/connection.ts';
import { openPage, type Page } from '../../lib/operator/page/open.ts';
import { launch, open } from './browser.ts';
import { aCrowdedDesk } from './crowd.ts';

/** Another site, open in the same browser as the page of a desk. */
let other: Server;
let otherUrl: string;
let page: Page;
let browser: Browser;
const edits: string[] = [];

beforeAll(async () => {
  other = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>another site</h1>');
  });
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
  otherUrl = `http://localhost:${(other.address() as AddressInfo).port}/`;
  const { desk } = aCrowdedDesk(100);
  const limits = {
    ...desk.limits,
    set: async (name: string) => {
      edits.push(name);
      return { type: 'unchanged', name, text: '', version: 1 };
    },
  } as unknown as Connection['limits'];
  page = await openPage({ ...desk, limits }, { place: 'embedded', port: 0 });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await page?.close();
  other?.close();
});

describe('another site in the same browser', () => {
  const url = (path: string) => JSON.stringify(new URL(path, page.url).href);

  test('can edit no limit: not by script, not by a form, not by a form that looks like JSON', async () => {
    const { page: evil, close } = await open(browser);
    await evil.goto(otherUrl);
    const target = url('api/limits/risk/positions-max');
    for (const [mode, type] of [
      ['cors', 'application/json'],
      ['no-cors', 'text/plain'],
      ['no-cors', 'application/x-www-form-urlencoded'],
    ])
      await evil.evaluate(
        `fetch(${target}, {method: 'POST', mode: '${mode}', headers: {'content-type': '${type}'}, body: '{"text":"40"}'}).catch(() => {})`,
      );
    await evil.evaluate(`
      const form = document.createElement('form');
      Object.assign(form, {method: 'POST', action: ${target}, enctype: 'text/plain'});
      form.innerHTML = '<input name=\\'{"text":"40","x":"\\' value=\\'"}\\'>';
      document.body.append(form);
      form.submit();
    `);
    await evil.waitForTimeout(500);
    expect(edits).toEqual([]);
    await close();
  });

  test('can read nothing of the desk, and not put it into a frame', async () => {
    const { page: evil, close } = await open(browser);
    await evil.goto(otherUrl);
    expect(await evil.evaluate(`fetch(${url('api/limits')}).then(r => r.text(), () => 'nothing')`)).toBe(
      'nothing',
    );
    await evil.evaluate(`
      const frame = document.createElement('iframe');
      frame.src = ${url('')};
      document.body.append(frame);
    `);
    await evil.waitForTimeout(500);
    expect(await evil.frames()[1]?.locator('#page').count()).toBe(0);
    await close();
  });

  test('while the page itself can', async () => {
    const { page: own, close } = await open(browser);
    await own.goto(page.url);
    const answer = await own.evaluate(
      `fetch('/api/limits/risk/positions-max', {method: 'POST', headers: {'content-type': 'application/json'}, body: '{"text":"40"}'}).then(r => r.json())`,
    );
    expect(answer).toMatchObject({ type: 'unchanged' });
    expect(edits).toEqual(['risk/positions-max']);
    await close();
  });
});

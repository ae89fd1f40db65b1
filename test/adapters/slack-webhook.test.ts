import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isWebhookUrl, slackWebhook } from '../../lib/adapters/slack-webhook.ts';
import { PortError } from '../../lib/ports.ts';

const SECRET = '/services/T000/B000/canarycanarycanary';

/** Answers, or where there is no answer was there a moment ago. */
async function served(answer: RequestListener | undefined) {
  const server = createServer(answer ?? (() => {}));
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  if (answer === undefined) await new Promise(closed => server.close(closed));
  return `http://127.0.0.1:${port}${SECRET}`;
}

test('a message is posted as Slack reads it', async () => {
  const bodies: string[] = [];
  const url = await served((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
      response.end('ok');
    });
  });
  await slackWebhook(url).post('line 1\nline "2" <!channel> & more');
  expect(bodies).toEqual([
    `POST ${SECRET} application/json {"text":"line 1\\nline \\"2\\" &lt;!channel&gt; &amp; more"}`,
  ]);
});

test.each<[string, RequestListener | undefined, RegExp]>([
  ['is gone', (_, response) => response.writeHead(404).end(), /status 404/],
  ['is busy', (_, response) => response.writeHead(429).end(), /status 429/],
  [
    'leads elsewhere',
    (_, response) => response.writeHead(302, { location: 'https://example.com/x' }).end(),
    /did not answer/,
  ],
  ['hangs', () => {}, /did not answer \(TimeoutError\)/],
  ['is not there', undefined, /did not answer \(ECONNREFUSED\)/],
])('one that %s is the failure of a port, and its address is in no error', async (_what, answer, says) => {
  const error = await slackWebhook(await served(answer), 200)
    .post('x')
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PortError);
  expect(String(error)).toMatch(says);
  expect(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain('canary');
  expect((error as Error).cause).toBeUndefined();
});

test.each([
  ['https://hooks.slack.com/services/T0/B0/x', true],
  ['http://hooks.slack.com/services/T0/B0/x', false],
  ['https://user:word@hooks.slack.com/x', false],
  ['file:///etc/passwd', false],
  ['hooks.slack.com', false],
])('%s may be a webhook: %s', (text, may) => {
  expect(isWebhookUrl(text)).toBe(may);
});

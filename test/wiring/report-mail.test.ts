import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PortError } from '../../lib/ports.ts';
import { readEnvironment } from '../../lib/wiring/environment.ts';
import { reportMail } from '../../lib/wiring/report-mail.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:perpdesk-Reports';
const PAPER = {
  PERPDESK_DESK: 'main',
  PERPDESK_TABLE: 'perpdesk',
  PERPDESK_MODE: 'paper',
  PERPDESK_PAPER_BALANCE_USD: '10000',
};

let topic: Server;
let bodies: URLSearchParams[];
let status: number;
beforeEach(async () => {
  bodies = [];
  status = 200;
  topic = createServer((asked, answer) => {
    let text = '';
    asked.on('data', chunk => {
      text += String(chunk);
    });
    asked.on('end', () => {
      bodies.push(new URLSearchParams(text));
      answer.writeHead(status, { 'content-type': 'text/xml' });
      answer.end(
        status === 200
          ? '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'
          : '<ErrorResponse><Error><Code>InternalError</Code><Message>down</Message></Error></ErrorResponse>',
      );
    });
  });
  await new Promise<void>(listening => {
    topic.listen(0, '127.0.0.1', listening);
  });
  vi.stubEnv('AWS_ENDPOINT_URL_SNS', `http://127.0.0.1:${(topic.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise(closed => topic.close(closed));
});

describe('the daily report', () => {
  test('goes to the topic that the environment names, and nowhere without one', () => {
    expect(readEnvironment({ ...PAPER, PERPDESK_REPORT_TOPIC: TOPIC }).reportTopic).toBe(TOPIC);
    expect(readEnvironment(PAPER).reportTopic).toBeUndefined();
    expect(() => readEnvironment({ ...PAPER, PERPDESK_REPORT_TOPIC: 'me@example.com' })).toThrow(
      /PERPDESK_REPORT_TOPIC: a topic is named by its ARN/,
    );
  });

  test('is one message with subject and text', async () => {
    await reportMail(TOPIC).send({ subject: 'perpdesk main: +$1.00', text: 'two\nlines' });
    expect(bodies).toHaveLength(1);
    expect(bodies[0]?.get('TopicArn')).toBe(TOPIC);
    expect(bodies[0]?.get('Subject')).toBe('perpdesk main: +$1.00');
    expect(bodies[0]?.get('Message')).toBe('two\nlines');
  });

  test('is asked for once alone: after an answer that was no answer, another would be a second e-mail', async () => {
    status = 500;
    await expect(reportMail(TOPIC).send({ subject: 'x', text: 'y' })).rejects.toThrow(PortError);
    expect(bodies).toHaveLength(1);
  });
});

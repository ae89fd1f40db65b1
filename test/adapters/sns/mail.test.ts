import type { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { snsMail } from '../../../lib/adapters/sns/mail.ts';
import { PortError } from '../../../lib/ports.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:reports';

describe('mail through a topic', () => {
  test('is published with its subject, cut to what the topic takes, and the text whole', async () => {
    const sent: unknown[] = [];
    const client = {
      send: async (command: { readonly input: unknown }) => sent.push(command.input),
    } as unknown as SNSClient;
    await snsMail(client, TOPIC).send({ subject: `a day – ${'x'.repeat(120)}`, text: 'line 1\nline 2 –' });
    expect(sent).toEqual([
      { TopicArn: TOPIC, Subject: `a day   ${'x'.repeat(92)}`, Message: 'line 1\nline 2 –' },
    ]);
  });

  test('that is not taken is told as the failure of a port', async () => {
    const client = {
      send: async () => {
        throw Object.assign(new Error('no'), { name: 'ThrottledException' });
      },
    } as unknown as SNSClient;
    const sending = snsMail(client, TOPIC).send({ subject: 's', text: 't' });
    await expect(sending).rejects.toThrowError(PortError);
    await expect(sending).rejects.toThrow(/SNS: sending "s" failed: ThrottledException/);
  });
});

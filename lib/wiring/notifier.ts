/** Composition root of the notifier: it reads the table and one secret, sends mail, and can do nothing else. */
import { SNSClient } from '@aws-sdk/client-sns';
import { awsClientSettings } from '../adapters/aws-client.ts';
import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { shadowingReader } from '../adapters/dynamo/shadowing.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { isWebhookUrl, slackWebhook } from '../adapters/slack-webhook.ts';
import { alarmChanges } from '../adapters/sns/alarm-change.ts';
import { snsMail } from '../adapters/sns/mail.ts';
import { readSecretIfThere } from '../adapters/ssm/secrets.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { AlarmChange } from '../desk/alarms/change.ts';
import type { NotifyDesk } from '../minute/desk.ts';
import { type BookReader, PortError } from '../ports.ts';
import { parametersOf } from './account.ts';
import { type DeskEnvironment, EnvironmentError, readEnvironment } from './environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function wireNotifier(env: Environment = process.env): NotifyDesk {
  const settings = readEnvironment(env);
  const { PERPDESK_MAIL_TOPIC: topic } = env;
  if (topic === undefined || topic === '')
    throw new EnvironmentError("the function's environment is wrong: PERPDESK_MAIL_TOPIC: missing");
  const { desk: name, mode } = settings;
  const parameters = parametersOf(settings);
  return {
    name,
    mode,
    clock: systemClock,
    reader: readerOf(settings),
    mail: snsMail(new SNSClient(awsClientSettings()), topic),
    webhook: async () => {
      const url = await readSecretIfThere(parameters, 'webhook');
      if (url === undefined) return undefined;
      if (!isWebhookUrl(url))
        throw new PortError('malformed', 'what is stored as webhook is no https address');
      return slackWebhook(url);
    },
    tell: line => void process.stdout.write(`${JSON.stringify({ role: 'notifier', desk: name, ...line })}\n`),
  };
}

const readerOf = ({ table, desk }: Pick<DeskEnvironment, 'table' | 'desk'>): BookReader =>
  shadowingReader(dynamoBookReader(deskTable({ table, desk })), other => deskTable({ table, desk: other }));

/**
 * Tells of each change in an event, one after the other. One that cannot be told keeps no other from it; then it throws, and
 * what came is sent on as it is.
 */
export const notifyingHandler =
  (run: (desk: NotifyDesk, change: AlarmChange) => Promise<void>, wire = wireNotifier) =>
  async (event: unknown): Promise<void> => {
    const desk = wire();
    const failures: unknown[] = [];
    for (const change of alarmChanges(event, desk.name)) {
      try {
        await run(desk, change);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };

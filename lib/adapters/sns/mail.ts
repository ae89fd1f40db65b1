import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Mail } from '../../ports.ts';
import { asked } from '../aws-errors.ts';

/** The longest subject that the topic takes; printable ASCII alone. */
const SUBJECT_MAX = 100;

/** Messages to a topic, whose subscribers get them by e-mail. */
export const snsMail = (client: Pick<SNSClient, 'send'>, topicArn: string): Mail => ({
  send: async ({ subject, text }) => {
    const Subject = plain(subject).slice(0, SUBJECT_MAX);
    await asked(
      `SNS: sending "${Subject}"`,
      client.send(new PublishCommand({ TopicArn: topicArn, Subject, Message: text })),
    );
  },
});

/** A subject with anything else in it is refused whole. */
const plain = (subject: string): string => subject.replaceAll(/[^\x20-\x7e]+/g, ' ').trim();

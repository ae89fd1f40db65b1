import { SNSClient } from '@aws-sdk/client-sns';
import { awsClientSettings } from '../adapters/aws-client.ts';
import { snsMail } from '../adapters/sns/mail.ts';
import type { Mail } from '../ports.ts';

/** The topic of the daily report. One attempt: a second one after an answer that was lost would be a second e-mail. */
export const reportMail = (topicArn: string): Mail =>
  snsMail(new SNSClient({ ...awsClientSettings(), maxAttempts: 1 }), topicArn);

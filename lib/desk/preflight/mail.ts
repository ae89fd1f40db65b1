import { type Check, check, type Fact } from './check.ts';
import type { DeskMode } from './target.ts';

/** Who is written to, as the context says it. */
export const alarmMailCheck = (email: string | undefined, mode: DeskMode): Check =>
  email === undefined
    ? check(
        'alarm e-mail',
        unheard(mode),
        'nobody is written to when an alarm goes off',
        '"alarmEmail": "YOU@EXAMPLE.COM" in the context of cdk.json',
      )
    : check('alarm e-mail', 'ok', email);

export interface Subscription {
  /** What is told: alarms, pages, reports. */
  readonly topic: string;
  readonly endpoint: string;
  /** False until somebody has followed the link in the e-mail that SNS sent. */
  readonly confirmed: boolean;
}

/** Whether what the alarms say arrives. With real money, an alarm that nobody hears is something missing. */
export function subscriptionsCheck(subscriptions: Fact<readonly Subscription[]>, mode: DeskMode): Check {
  const name = 'alarm e-mail';
  if (subscriptions.type !== 'known') return check(name, 'not-checked', subscriptions.because);
  const all = subscriptions.value;
  if (!all.some(({ topic }) => topic === 'alarms')) return alarmMailCheck(undefined, mode);
  const pending = all.filter(({ confirmed }) => !confirmed);
  if (pending.length === 0)
    return check(name, 'ok', `confirmed: ${all.map(({ topic }) => topic).join(', ')}`);
  return check(
    name,
    unheard(mode),
    `not confirmed: ${pending.map(({ topic, endpoint }) => `${topic} to ${endpoint}`).join(', ')}`,
    'follow the link in the e-mail of AWS Notifications (look into the spam, too)',
  );
}

const unheard = (mode: DeskMode) => (mode === 'live' ? 'missing' : 'warning');

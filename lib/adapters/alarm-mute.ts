import {
  type CloudWatchClient,
  DeleteAlarmMuteRuleCommand,
  PutAlarmMuteRuleCommand,
} from '@aws-sdk/client-cloudwatch';
import { HOUR_MS, MINUTE_MS } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import { asked, portError } from './aws-errors.ts';

/**
 * The alarms that go off by silence, which is what a desk that is stopped on purpose has to offer. No other may be muted:
 * what says that a position is unprotected never is.
 */
export const SILENCE_ALARMS = ['heartbeat', 'truth'] as const;

/** Mutes the alarms that go off by silence. Each call throws a PortError where CloudWatch does not take it. */
export interface AlarmMute {
  /** From the next minute on, for so many whole hours; then it ends by itself. Answers the instant of its end. */
  mute(hours: number, now: Date): Promise<Date>;
  /** Ends it; nothing where there is none. */
  unmute(): Promise<void>;
}

/** A mute rule of CloudWatch's own, by the operator's rights: it ends by itself even when everybody forgets it. */
export const alarmMute = (client: Pick<CloudWatchClient, 'send'>, desk: string): AlarmMute => ({
  mute: async (hours, now) => {
    const from = Math.ceil((now.getTime() + 1) / MINUTE_MS) * MINUTE_MS;
    const until = new Date(from + hours * HOUR_MS);
    const rule = new PutAlarmMuteRuleCommand({
      Name: ruleOf(desk),
      Description: `perpdesk ${desk}: stopped on purpose until ${minuteText(until.getTime())} UTC`,
      Rule: {
        Schedule: {
          Expression: `at(${new Date(from).toISOString().slice(0, 16)})`,
          Duration: `PT${hours}H`,
          Timezone: 'UTC',
        },
      },
      MuteTargets: { AlarmNames: SILENCE_ALARMS.map(name => `perpdesk-${desk}-${name}`) },
      ExpireDate: until,
    });
    await asked('CloudWatch: muting the alarms', client.send(rule));
    return until;
  },
  unmute: async () => {
    try {
      await client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: ruleOf(desk) }));
    } catch (error) {
      if (error instanceof Error && error.name.startsWith('ResourceNotFound')) return;
      throw portError('CloudWatch: unmuting the alarms', error);
    }
  },
});

const ruleOf = (desk: string): string => `perpdesk-${desk}-maintenance`;

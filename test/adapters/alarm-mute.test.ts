import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { alarmMute } from '../../lib/adapters/alarm-mute.ts';
import { PortError } from '../../lib/ports.ts';

const NOW = new Date('2026-01-05T14:30:20Z');

function client(refusal?: string) {
  const sent: { readonly name: string; readonly input: unknown }[] = [];
  const send = async (command: object & { readonly input: unknown }) => {
    sent.push({ name: command.constructor.name, input: command.input });
    if (refusal !== undefined) throw Object.assign(new Error('no'), { name: refusal });
    return {};
  };
  return { sent, mute: alarmMute({ send } as unknown as CloudWatchClient, 'main') };
}

test('the alarms on silence are muted from the next minute on, for so long and no longer', async () => {
  const { sent, mute } = client();
  expect(await mute.mute(6, NOW)).toEqual(new Date('2026-01-05T20:31:00Z'));
  expect(sent).toEqual([
    {
      name: 'PutAlarmMuteRuleCommand',
      input: {
        Name: 'perpdesk-main-maintenance',
        Description: 'perpdesk main: stopped on purpose until 2026-01-05 20:31 UTC',
        Rule: { Schedule: { Expression: 'at(2026-01-05T14:31)', Duration: 'PT6H', Timezone: 'UTC' } },
        MuteTargets: { AlarmNames: ['perpdesk-main-heartbeat', 'perpdesk-main-truth'] },
        ExpireDate: new Date('2026-01-05T20:31:00Z'),
      },
    },
  ]);
});

test('the mute is taken back, and one that is not there is none', async () => {
  const { sent, mute } = client('ResourceNotFoundException');
  await mute.unmute();
  expect(sent).toEqual([
    {
      name: 'DeleteAlarmMuteRuleCommand',
      input: { AlarmMuteRuleName: 'perpdesk-main-maintenance' },
    },
  ]);
});

test('what CloudWatch refuses is the failure of a port', async () => {
  const { mute } = client('AccessDeniedException');
  await expect(mute.mute(1, NOW)).rejects.toThrow(PortError);
  await expect(mute.unmute()).rejects.toThrow(/unmuting the alarms failed: AccessDeniedException/);
});

import { type CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { asked } from '../adapters/aws-errors.ts';
import type { AlarmRow, AlarmsView } from './page/api.ts';

const STATES: Readonly<Record<string, AlarmRow['state']>> = { OK: 'ok', ALARM: 'alarm' };

/** The alarms of a desk in the cloud, those that are on first. Throws a PortError where CloudWatch gives no answer. */
export async function awsAlarms(client: CloudWatchClient, desk: string): Promise<AlarmsView> {
  const found = await asked('CloudWatch: reading the alarms', everyAlarm(client, `perpdesk-${desk}-`));
  const alarms = found.toSorted((a, b) => Number(b.state !== 'ok') - Number(a.state !== 'ok'));
  return {
    alarms,
    because: alarms.length === 0 ? `no alarm begins with perpdesk-${desk}-: is the stack deployed?` : null,
  };
}

async function everyAlarm(client: CloudWatchClient, prefix: string): Promise<readonly AlarmRow[]> {
  const rows: AlarmRow[] = [];
  const query = { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] as const };
  for await (const page of paginateDescribeAlarms(
    { client },
    { ...query, AlarmTypes: [...query.AlarmTypes] },
  ))
    rows.push(
      ...[...(page.CompositeAlarms ?? []), ...(page.MetricAlarms ?? [])].map(each => rowOf(each, prefix)),
    );
  return rows;
}

const rowOf = (alarm: MetricAlarm, prefix: string): AlarmRow => ({
  name: (alarm.AlarmName ?? '').slice(prefix.length),
  state: STATES[alarm.StateValue ?? ''] ?? 'unknown',
  since: alarm.StateUpdatedTimestamp?.getTime() ?? null,
  says: alarm.AlarmDescription ?? '',
});

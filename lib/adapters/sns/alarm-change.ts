import * as z from 'zod/mini';
import type { AlarmChange } from '../../desk/alarms/change.ts';
import { epochMs } from '../../desk/units.ts';
import { PortError } from '../../ports.ts';

/** How Lambda hands over what came through a topic. */
const event = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
});

/** What CloudWatch writes of an alarm, as far as it is told on. Composite alarms have the same fields. */
const message = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.optional(z.nullable(z.string())),
  NewStateValue: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  NewStateReason: z.string(),
  StateChangeTime: z.string(),
});

/** The changes of a desk's alarms in an event. Throws a PortError `malformed` on what no alarm of that desk has sent. */
export function alarmChanges(from: unknown, desk: string): readonly AlarmChange[] {
  const read = z.safeParse(event, from);
  if (!read.success) throw new PortError('malformed', 'the event is none that a topic sends');
  return read.data.Records.map(({ Sns }) => changeOf(Sns.Message, desk));
}

function changeOf(text: string, desk: string): AlarmChange {
  const read = z.safeParse(message, parsed(text));
  if (!read.success)
    throw new PortError('malformed', 'the message is none that CloudWatch sends of an alarm');
  const { AlarmName, AlarmDescription, NewStateValue, NewStateReason, StateChangeTime } = read.data;
  const prefix = `perpdesk-${desk}-`;
  // CloudWatch writes +0000 where ISO 8601 has +00:00.
  const at = Date.parse(StateChangeTime.replace(/\+0000$/, 'Z'));
  if (!AlarmName.startsWith(prefix) || Number.isNaN(at))
    throw new PortError('malformed', `the message is of no alarm of desk ${desk}`);
  return {
    name: AlarmName.slice(prefix.length),
    state: NewStateValue,
    at: epochMs(at),
    says: AlarmDescription ?? '',
    because: NewStateReason,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

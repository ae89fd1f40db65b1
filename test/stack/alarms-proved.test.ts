import { afterEach, describe, expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import { notify } from '../../lib/notify.ts';
import { alarmsOf } from '../kit/alarm-evaluator.ts';
import { type AlarmStage, alarmStage, alarmTemplate } from '../kit/alarm-stage.ts';
import { holds } from '../kit/thin-book.ts';
import { DECISIONS, LATE_EVENING } from './alarm-scenarios.ts';
import { RUNNING } from './alarm-scenarios-running.ts';

/**
 * Each alarm against its cause: the condition comes about on a desk of the real minute, the line is written by the real
 * emitter, and the alarm's own threshold, statistic, period and treatment of silence, as the template has them, are
 * applied to what was written.
 */
const template = alarmTemplate();
const SCENARIOS = [...DECISIONS, ...RUNNING];

let open: AlarmStage | undefined;
afterEach(async () => {
  await open?.desk.close();
  open = undefined;
});

/** What the notifier writes of an alarm at this moment, by what the desk itself has written. */
async function toldOf({ desk }: AlarmStage, name: string): Promise<string> {
  let mail = '';
  await notify(
    {
      name: 'test',
      mode: 'paper',
      clock: { sleep: () => new Promise(() => {}) },
      reader: desk.store,
      mail: {
        send: async ({ text }) => {
          mail = text;
        },
      },
      webhook: async () => undefined,
      tell: () => {},
    },
    { name, state: 'ALARM', at: epochMs(desk.now()), says: '', because: '' },
  );
  return mail;
}

/** What cannot be told from silence is in alarm until something has been said. */
const BY_SILENCE = ['truth'];

describe('an alarm goes off and is over', () => {
  test.each(SCENARIOS)('by $cause: $alarm', async scenario => {
    const { alarm, also = [], metric, tells, options, goesWrong, isMended } = scenario;
    const stage = await alarmStage(template, options);
    open = stage;
    if (options === LATE_EVENING) holds(stage.desk, 150);
    await stage.minutes(6);
    const quiet = stage.watch.on().filter(name => !BY_SILENCE.includes(name));
    expect(quiet).toEqual([]);
    await goesWrong(stage);
    const others = stage.watch.on().filter(name => !BY_SILENCE.includes(name) || name === alarm);
    expect(others).toEqual([alarm, ...also].toSorted());
    if (tells !== undefined) expect(await toldOf(stage, alarm)).toMatch(tells);
    await isMended(stage);
    expect(stage.watch.on()).not.toContain(alarm);
    expect(stage.watch.history(alarm)).toMatch(/OK ALARM OK$/);
    // The line is what it hangs on: without this metric it does not tell the one state from the other.
    expect(stage.without(metric).history(alarm)).not.toMatch(/OK ALARM OK$/);
  });

  test('every alarm of the desk is in this table', () => {
    const proved = new Set(SCENARIOS.flatMap(({ alarm, also = [] }) => [alarm, ...also]));
    const named = alarmsOf(template).map(({ name }) => name.replace('perpdesk-test-', ''));
    expect([...proved].toSorted()).toEqual([...named, 'not-safe'].toSorted());
  });
});

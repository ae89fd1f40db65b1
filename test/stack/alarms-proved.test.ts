import { afterEach, describe, expect, test } from 'vitest';
import { alarmsOf } from '../kit/alarm-evaluator.ts';
import { type AlarmStage, alarmStage, alarmTemplate } from '../kit/alarm-stage.ts';
import { holds } from '../kit/thin-book.ts';
import { LATE_EVENING, SCENARIOS } from './alarm-scenarios.ts';

/**
 * Each alarm against its cause: the condition comes about on a desk of the real minute, the line is written by the real
 * emitter, and the alarm's own threshold, statistic, period and treatment of silence, as the template has them, are
 * applied to what was written.
 */
const template = alarmTemplate();
let open: AlarmStage | undefined;
afterEach(async () => {
  await open?.desk.close();
  open = undefined;
});

/** What cannot be told from silence is in alarm until something has been said. */
const BY_SILENCE = ['truth'];

describe('an alarm goes off and is over', () => {
  test.each(SCENARIOS)('by $cause: $alarm', async scenario => {
    const { alarm, also = [], metric, options, goesWrong, isMended } = scenario;
    const stage = await alarmStage(template, options);
    open = stage;
    if (options === LATE_EVENING) holds(stage.desk, 150);
    await stage.minutes(6);
    const quiet = stage.watch.on().filter(name => !BY_SILENCE.includes(name));
    expect(quiet).toEqual([]);
    await goesWrong(stage);
    const others = stage.watch.on().filter(name => !BY_SILENCE.includes(name) || name === alarm);
    expect(others).toEqual([alarm, ...also].toSorted());
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

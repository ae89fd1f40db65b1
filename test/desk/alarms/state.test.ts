import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALARM_RULES } from '../../../lib/desk/alarms/rules.ts';
import { type AlarmState, alarmState, type MetricPoint } from '../../../lib/desk/alarms/state.ts';
import { MINUTE_MS } from '../../../lib/desk/units.ts';
import { alarmsOf, stateAt, type AlarmState as Theirs } from '../../kit/alarm-evaluator.ts';
import { NOW } from '../../kit/builders.ts';
import { synthesised } from '../../stack/synthesised.ts';

const DESK = 'main';
const deployed = alarmsOf(synthesised({ desks: [{ name: DESK, mode: 'demo' }] }));
const THEIRS: Readonly<Record<AlarmState, Theirs>> = {
  ok: 'OK',
  alarm: 'ALARM',
  unknown: 'INSUFFICIENT_DATA',
};

describe('the alarm', () => {
  test.each(ALARM_RULES)('$name is what its deployed twin is, whatever has been emitted', rule => {
    const twin = deployed.find(({ name }) => name === `perpdesk-${DESK}-${rule.name}`);
    if (twin === undefined) throw new Error(`the stack has no ${rule.name}`);
    const value = fc.constantFrom(0, 0.5, 0.79, 0.8, 1, 3, 3.5, 4, 5);
    const point = fc.record({ minutesAgo: fc.integer({ min: 0, max: rule.periodMinutes * 6 }), value });
    fc.assert(
      fc.property(
        fc.array(point, { maxLength: 12 }),
        fc.constantFrom<AlarmState>('ok', 'alarm', 'unknown'),
        (emitted, before) => {
          const points = emitted.map(
            ({ minutesAgo, value: one }): MetricPoint => ({
              metric: rule.metric,
              at: NOW - minutesAgo * MINUTE_MS,
              value: one,
            }),
          );
          const theirs = points.map(each => ({ ...each, source: DESK }));
          const own = alarmState(rule, points, NOW, before);
          expect(THEIRS[own]).toBe(stateAt(twin, theirs, NOW, THEIRS[before]));
        },
      ),
    );
  });
});

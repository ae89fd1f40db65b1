import { expect, test } from 'vitest';
import { emfMetrics } from '../../lib/adapters/emf-metrics.ts';
import { minutesAfter } from '../../lib/desk/units.ts';
import { M0 } from '../contract/book-samples.ts';

function lines() {
  const written: string[] = [];
  const metrics = emfMetrics({
    desk: 'main',
    mode: 'demo',
    clock: { now: () => M0 },
    write: line => written.push(line),
  });
  return { metrics, written };
}

test('one line an emission, in the form that CloudWatch reads', () => {
  const { metrics, written } = lines();
  metrics.emit('entry', { Heartbeat: 1, FidelityMedian: 0.998, TickMs: 812, WaitedSeconds: 3 });
  expect(written.map(line => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: M0,
        CloudWatchMetrics: [
          {
            Namespace: 'perpdesk',
            Dimensions: [['desk']],
            Metrics: [
              { Name: 'Heartbeat', Unit: 'None' },
              { Name: 'FidelityMedian', Unit: 'None' },
              { Name: 'TickMs', Unit: 'Milliseconds' },
              { Name: 'WaitedSeconds', Unit: 'Seconds' },
            ],
          },
        ],
      },
      Heartbeat: 1,
      FidelityMedian: 0.998,
      TickMs: 812,
      WaitedSeconds: 3,
      desk: 'main',
      // I41: in each line, and no dimension, which would multiply the bill.
      mode: 'demo',
      role: 'entry',
    },
  ]);
  expect(written[0]).not.toContain('\n');
});

test('a figure that does not exist is left out, and the others are not lost by it', () => {
  const { metrics, written } = lines();
  metrics.emit('entry', { Heartbeat: 1, FidelityMedian: Number.NaN });
  expect(JSON.parse(written[0] ?? '')).not.toHaveProperty('FidelityMedian');
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ Heartbeat: 1 });
});

test('nothing to say is no line', () => {
  const { metrics, written } = lines();
  metrics.emit('scan', {});
  expect(written).toEqual([]);
});

test('a line is of the minute that it is given, however late it is written, and else of the moment', () => {
  const { metrics, written } = lines();
  metrics.emit('entry', { Heartbeat: 1 }, minutesAfter(M0, -1));
  metrics.emit('retrain', { ModelFaults: 0 });
  expect(written.map(line => JSON.parse(line)._aws.Timestamp)).toEqual([minutesAfter(M0, -1), M0]);
});

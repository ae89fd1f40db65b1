import type { Clock, Metrics, Role } from '../ports.ts';

export const METRICS_NAMESPACE = 'perpdesk';
/** CloudWatch reads no more metrics than this from one line. */
const METRICS_MAX = 100;

interface EmfOptions {
  readonly desk: string;
  /** A plain property of each line: paper is never taken for live (I41). */
  readonly mode: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Where a line goes, without its line end. Default: standard output, past `console`, whose JSON format would wrap it. */
  readonly write?: (line: string) => void;
}

/**
 * Metrics in CloudWatch's embedded format: one line of JSON an emission, dimension `desk` alone, since every further
 * dimension multiplies the bill. The role is a plain property of the line: a metric may have several emitters, and an alarm on
 * its maximum hears each of them. A value that is not finite is left out.
 */
export function emfMetrics({ desk, mode, clock, write = toStandardOutput }: EmfOptions): Metrics {
  return {
    emit: (role, values, of) => {
      const finite = Object.entries(values).filter(([, value]) => Number.isFinite(value));
      if (finite.length === 0) return;
      if (finite.length > METRICS_MAX) throw new RangeError(`${finite.length} metrics in one line`);
      write(JSON.stringify(lineOf({ desk, mode, role }, of ?? clock.now(), finite)));
    },
  };
}

const lineOf = (
  who: { readonly desk: string; readonly mode: string; readonly role: Role },
  at: number,
  values: readonly (readonly [string, number])[],
) => ({
  _aws: {
    Timestamp: at,
    CloudWatchMetrics: [
      {
        Namespace: METRICS_NAMESPACE,
        Dimensions: [['desk']],
        Metrics: values.map(([Name]) => ({ Name, Unit: unitOf(Name) })),
      },
    ],
  },
  ...Object.fromEntries(values),
  ...who,
});

/** CloudWatch's unit, told by how the name ends. */
function unitOf(name: string): 'Milliseconds' | 'Seconds' | 'None' {
  if (name.endsWith('Ms')) return 'Milliseconds';
  return name.endsWith('Seconds') ? 'Seconds' : 'None';
}

const toStandardOutput = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
